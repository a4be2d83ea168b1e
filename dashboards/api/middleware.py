"""Whatever goes wrong under /api/, a program gets a problem and no page: an unknown address, a method, a crash, an outage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from dashboards.api.problem import PROBLEM_JSON, problem_instead

ROOT = "/api/v"


@sync_and_async_middleware
def problems(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Below the middleware that gives a request its id and its language, above all that may fail."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            _asked(request)
            found: Awaitable[HttpResponseBase] = get_response(request)
            return _checked(request, await found)

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        _asked(request)
        return _checked(request, get_response(request))

    return answer


def _asked(request: HttpRequest) -> None:
    """HEAD is GET without the body, which the server leaves out (RFC 9110, 9.3.2); ninja does not know it."""
    if request.method == "HEAD" and request.path.startswith(ROOT):
        request.method = "GET"


def _checked(request: HttpRequest, response: Any) -> HttpResponseBase:
    made = response.headers.get("Content-Type", "").startswith(PROBLEM_JSON)
    if not request.path.startswith(ROOT) or response.status_code < 400 or made:
        return response  # type: ignore[no-any-return]
    return problem_instead(response)
