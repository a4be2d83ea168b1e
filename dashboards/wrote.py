"""Whoever has just written something wants to see it: a short-lived mark in the browser, for pages that may show a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

SAFE = frozenset({"GET", "HEAD"})
MARGIN_S = 1  # beyond how old a panel of other screens may be


@sync_and_async_middleware
def wrote(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: mark the browser of a member who writes. `ReplicaMiddleware`, which comes after it, may make the mark last longer."""
    if iscoroutinefunction(get_response):

        async def in_loop(request: HttpRequest) -> HttpResponseBase:
            return _marked(request, await get_response(request))

        return in_loop

    return lambda request: _marked(request, get_response(request))


def remember_writing(response: HttpResponseBase, seconds: int) -> None:
    """Mark the browser for so long."""
    response.set_cookie(
        _mark(), "1", max_age=seconds, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def has_written(request: HttpRequest) -> bool:
    """Whether this browser wrote something a moment ago."""
    return _mark() in request.COOKIES


def _marked(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if request.method not in SAFE and settings.SESSION_COOKIE_NAME in request.COOKIES:
        remember_writing(response, settings.LIVE_SHOWN + MARGIN_S)
    return response


def _mark() -> str:
    return f"{settings.SESSION_COOKIE_NAME}_wrote"
