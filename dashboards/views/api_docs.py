"""The OpenAPI document, and a reference page made of it that needs nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboards.access import checks_itself, may, needs
from dashboards.api.guard import Bearer
from dashboards.api.problem import PROBLEMS, ProblemError, problem
from dashboards.api.reference import groups
from dashboards.api.schema import document
from monitor.models import Role


@require_GET
@checks_itself(Role.VIEWER)
def openapi(request: HttpRequest) -> HttpResponse:
    """For members who are signed in, and for any good token."""
    try:
        if not may(request.user, Role.VIEWER) and not Bearer(None)(request):
            return problem("unauthorized")
    except ProblemError as error:
        return problem(error.code, error.detail, headers=error.headers)
    response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    return response


@require_GET
@needs(Role.VIEWER)
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, answer and an example; what errors mean."""
    found = document()
    context: dict[str, Any] = {
        "groups": groups(found),
        "server": found["servers"][0]["url"],
        "version": found["info"]["version"],
        "problems": [
            (code, status, found["components"]["responses"][code]["description"])
            for code, (status, _title) in PROBLEMS.items()
        ],
    }
    return render(request, "api/reference.html", context)
