"""A page stays in its thread, and so does the letting in of a stream; what lasts is told in the loop."""

from __future__ import annotations

import asyncio
from threading import current_thread, main_thread
from time import sleep
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
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


def _slow(_request: HttpRequest) -> HttpResponse:
    sleep(0.3)
    return HttpResponse("late")


urlpatterns = [path("download/", _download), path("slow/", _slow), *pages]


def asked(address: str, *, leaves: bool = False) -> tuple[int, bytes] | None:
    """Status and body, through a handler as the server calls it; None where nothing was sent. `leaves`: at once."""
    sent: list[dict[str, Any]] = []
    body = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if body:
            return body.pop()
        await asyncio.sleep(0.05 if leaves else 60)
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
    return (sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])) if sent else None


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
    status, body = asked("/login/") or (0, b"")
    assert (status, b"</html>" in body) == (200, True)
    assert in_loop == []


@pytest.mark.django_db(transaction=True)
def test_a_stream_is_let_in_by_its_thread_which_gives_the_connection_back(
    in_loop: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(Role.LEAD)
    given_back: list[str] = []
    monkeypatch.setattr(pages_module, "close_old_connections", lambda: given_back.append(current_thread().name))
    assert (asked("/login/") or [0])[0] == 200
    assert given_back == []  # a page's thread ends, and gives it back then
    assert (asked("/live/") or [0])[0] == 401
    assert in_loop == []
    assert len(given_back) == 1
    assert given_back != [main_thread().name]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("address", "ended"), [("/login/", [False]), ("/download/", [True])])
@pytest.mark.urls("tests.frame.test_pages")
def test_a_request_begins_and_ends_once_in_its_thread_and_a_whole_page_ends_before_it_is_sent(
    address: str, ended: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(Role.LEAD)
    told: list[tuple[str, bool]] = []
    sending: list[bool] = []
    whole = PagesHandler.send_response

    async def noted(self: PagesHandler, *args: Any) -> None:
        sending.append(True)
        await whole(self, *args)

    monkeypatch.setattr(PagesHandler, "send_response", noted)
    receivers = {
        signal: lambda name=name, **_: told.append((name, bool(sending)))
        for name, signal in (("begins", request_started), ("ends", request_finished))
    }
    for signal, receiver in receivers.items():
        signal.connect(receiver)
    try:
        assert (asked(address) or [0])[0] == 200
    finally:
        for signal, receiver in receivers.items():
            signal.disconnect(receiver)
    assert told == [("begins", False), *(("ends", late) for late in ended)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.frame.test_pages")
def test_who_leaves_before_the_answer_is_there_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    make_user(Role.LEAD)
    told: list[str] = []

    def receiver(**_: Any) -> None:
        told.append(current_thread().name)

    request_finished.connect(receiver)
    try:
        assert asked("/slow/", leaves=True) is None
    finally:
        request_finished.disconnect(receiver)
    assert told
    assert main_thread().name not in told


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.frame.test_pages")
def test_what_is_made_in_pieces_by_the_loop_comes_through_whole(in_loop: list[str]) -> None:
    assert asked("/download/") == (200, b"one two")
    assert in_loop == []
