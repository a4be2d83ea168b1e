"""Error pages in the reader's language: what happened, what to do, an id to quote."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dashboards.api.middleware import ROOT as API
from dashboards.api.problem import problem
from dashboards.context import theme_of


def alone(request: HttpRequest) -> dict[str, Any]:
    """What a page knows that stands alone: the cookie of its theme can be read when nothing else can."""
    return {"drill": settings.DRILL, "theme": theme_of(request)}


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: more fields than any form of ours has, a body that is none. Without context processors, which would read it again."""
    if request.path.startswith(API):
        return problem("bad_request")
    return HttpResponse(render_to_string("400.html", alone(request)), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the member lacks the role."""
    if request.path.startswith(API):
        return problem("forbidden")
    return render(request, "403.html", status=403)


def unasked(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that no page of ours sent, or one that stood open for too long."""
    return render(request, "403_csrf.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    if request.path.startswith(API):
        return problem("not_found")
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors, since the database may be what broke."""
    if request.path.startswith(API):
        return problem("internal")
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return HttpResponse(render_to_string("500.html", {"request_id": request_id, **alone(request)}), status=500)
