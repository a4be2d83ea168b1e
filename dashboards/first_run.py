"""A new installation without members: whoever is sent to the login page is sent on to make the first admin."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.decorators import sync_and_async_middleware

from monitor.setup.first import nobody_yet


@sync_and_async_middleware
def first_run(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Looks at the login page only; one query there. An exercise brings its members with it."""
    if iscoroutinefunction(get_response):

        async def in_loop(request: HttpRequest) -> Any:
            if _signs_in(request) and await sync_to_async(_empty)():
                return _on()
            return await get_response(request)

        return in_loop

    def in_thread(request: HttpRequest) -> Any:
        return _on() if _signs_in(request) and _empty() else get_response(request)

    return in_thread


def _signs_in(request: HttpRequest) -> bool:
    return not settings.DRILL and request.method == "GET" and request.path == resolve_url(settings.LOGIN_URL)


def _empty() -> bool:
    try:
        return nobody_yet()
    except DatabaseError:
        return False  # the page itself says what is wrong


def _on() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("first_admin"))
