"""The API put together: its resources, and what becomes of errors."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

from dashboards.api import alerts, answering, clues, corrections, counts, items, reports, sources, topics
from dashboards.api.guard import CHALLENGE
from dashboards.api.problem import BY_STATUS, ProblemError, problem

VERSION = "1.0.0"
UNHASHED = frozenset({"window", "computed_at"})  # the time of asking alone makes no new answer


class Utc(DjangoJSONEncoder):
    """Times in UTC, whatever zone they were read in."""

    def default(self, o: Any) -> Any:
        return super().default(o.astimezone(UTC) if isinstance(o, datetime) and o.tzinfo else o)


class Compact(BaseRenderer):
    """UTF-8 JSON, Chinese as it is; times in UTC with a Z."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=Utc, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Api(NinjaAPI):
    """With an ETag on everything that is read (RFC 9110, 13.1.2): a poll that brings nothing new is short."""

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        response["Cache-Control"] = "private, no-cache"
        if settings.DRILL:
            response["X-Tingchao-Exercise"] = "true"
        if request.method != "GET" or not isinstance(data, dict):
            return response
        response["ETag"] = etag = _etag(data, request)
        asked = {one.strip() for one in request.headers.get("If-None-Match", "").split(",")}
        if etag in asked or "*" in asked:
            response.status_code, response.content = 304, b""
            del response["Content-Type"]
        return response


def _etag(data: dict[str, Any], request: HttpRequest) -> str:
    kept = {name: value for name, value in data.items() if name not in UNHASHED}
    said = json.dumps(kept, cls=Utc, sort_keys=True)
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


api = Api(
    title="Tingchao 听潮", version=VERSION, openapi_url=None, docs_url=None, urls_namespace="api", renderer=Compact()
)
for part in (sources, items, topics, alerts, answering, counts, reports, clues, corrections):
    api.add_router("", part.router)


@api.exception_handler(ProblemError)
def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return problem(error.code, error.detail, errors=error.errors, headers=error.headers)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where, and which kind of fault; never what was sent."""
    return problem("invalid", errors=[_fault(one) for one in error.errors[:20]])


@api.exception_handler(AuthenticationError)
def _unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem("unauthorized", _("请在 Authorization 头中以 Bearer 给出令牌。"), headers=CHALLENGE)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """ninja's own: a body that is no JSON."""
    return problem(BY_STATUS.get(error.status_code, "bad_request"))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem("not_found")


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem("too_large", _("最多 64 KB。"))


def _fault(one: dict[str, Any]) -> dict[str, str]:
    where, *path = (str(part) for part in one["loc"])
    at = ".".join(path[1:] or path) if where in {"query", "path", "body"} else ".".join([where, *path])
    return {"in": where, "at": at[:120], "code": str(one["type"])}
