"""A page stays in its thread, and so does the letting in of a stream; what lasts is told in the loop."""

from __future__ import annotations

import asyncio
from threading import current_thread, main_thread
from typing import Any

import pytest
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path
from django.utils.deprecation import MiddlewareMixin

from dashboards.urls import urlpatterns as pages
from monitor import pages as pages_module
from monitor.models import Role
from monitor.pages import PagesHandler
from tests.conftest import make_user


async def _pieces() -> Any:
    for piece in (b"one ", b"two"):
        await asyncio.sleep(0)
        yield piece


def _download(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_pieces())


urlpatterns = [path("download/", _download), *pages]


def asked(address: str) -> tuple[int, bytes]:
    """Status and body, through a handler as the server calls it."""
    sent: list[dict[str, Any]] = []
    body = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if body:
            return body.pop()
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"accept", b"text/event-stream, text/html")],
    }
    asyncio.run(PagesHandler()(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def in_loop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses of which a middleware was run in the loop."""
    found: list[str] = []
    whole = MiddlewareMixin.__acall__

    async def noted(self: MiddlewareMixin, request: HttpRequest) -> Any:
        found.append(request.path)
        return await whole(self, request)

    monkeypatch.setattr(MiddlewareMixin, "__acall__", noted)
    return found


@pytest.mark.django_db(transaction=True)
def test_no_middleware_of_a_page_runs_in_the_loop(in_loop: list[str]) -> None:
    make_user(Role.LEAD)
    status, body = asked("/login/")
    assert (status, b"</html>" in body) == (200, True)
    assert in_loop == []


@pytest.mark.django_db(transaction=True)
def test_a_stream_is_let_in_by_its_thread_which_gives_the_connection_back(
    in_loop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(Role.LEAD)
    given_back: list[str] = []
    monkeypatch.setattr(pages_module, "close_old_connections", lambda: given_back.append(current_thread().name))
    assert asked("/login/")[0] == 200
    assert given_back == []  # a page's thread ends, and gives it back then
    assert asked("/live/")[0] == 401
    assert in_loop == []
    assert len(given_back) == 1
    assert given_back != [main_thread().name]


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.frame.test_pages")
def test_what_is_made_in_pieces_by_the_loop_comes_through_whole(in_loop: list[str]) -> None:
    assert asked("/download/") == (200, b"one two")
    assert in_loop == []
