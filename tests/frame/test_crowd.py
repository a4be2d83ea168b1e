"""When all come at once they wait in line; nobody is answered by a failure, and nobody holds a seat for ever."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from typing import Any

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor import crowd
from monitor.crowd import CrowdApplication
from monitor.lib.pages_first import pages


class Slow:
    """An application that notes how many it works for at a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.now, self.most, self.done = seconds, 0, 0, 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(self.seconds)
        self.now -= 1
        self.done += 1


def ask(slow: Any, *paths: str, method: str = "GET") -> list[dict[str, Any]]:
    """What was sent back by the line itself."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        if message.get("status") != 200:
            sent.append(message)

    async def everybody() -> None:
        line = CrowdApplication(slow)
        scopes = ({"type": "http", "method": method, "path": path} for path in paths)
        await asyncio.gather(*(line(scope, None, send) for scope in scopes))

    asyncio.run(everybody())
    return sent


@pytest.fixture(autouse=True)
def _two_at_a_time(settings: SettingsWrapper) -> None:
    settings.WEB_AT_ONCE = 2


def test_ten_readers_are_answered_two_at_a_time() -> None:
    slow = Slow(0.01)
    assert ask(slow, *["/"] * 10) == []
    assert (slow.most, slow.done) == (2, 10)


@pytest.mark.parametrize("path", ["/live/", "/healthz", "/static/dashboards/css/base.css"])
def test_streams_health_and_files_do_not_stand_in_line(path: str) -> None:
    slow = Slow(0.01)
    ask(slow, *[path] * 5)
    assert slow.most == 5


def test_a_body_that_trickles_in_takes_no_seat() -> None:
    slow = Slow(0.01)
    ask(slow, *["/login/"] * 5, method="POST")
    assert slow.most == 5


def test_whoever_reads_slowly_gives_the_seat_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "HOLD_S", 0.02)
    slow = Slow(0.1)
    ask(slow, *["/"] * 4)
    assert (slow.most, slow.done) == (4, 4)


@pytest.mark.parametrize(("path", "said"), [("/", "现在访问的人太多"), ("/api/v1/items", "unavailable")])
def test_a_minute_in_line_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    monkeypatch.setattr(crowd, "PATIENCE_S", 0.02)
    slow = Slow(0.1)
    sent = ask(slow, *[path] * 3)
    assert (sent[0]["status"], slow.done) == (503, 2)
    assert said in sent[1]["body"].decode()


def test_the_page_of_a_full_house_says_so_in_both_languages_and_asks_the_server_for_nothing() -> None:
    style = re.search(r"<style>(.*?)</style>", crowd.PAGE)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" == crowd.POLICY
    assert 'lang="zh-Hans"' in crowd.PAGE
    assert '<div lang="en">' in crowd.PAGE
    assert not re.search(r"src=|href=|url\(", crowd.PAGE)


def test_a_page_that_waits_for_the_database_keeps_its_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "HOLD_S", 0.02)
    slow = Slow(0.1)

    async def silent(scope: dict[str, Any], receive: Any, send: Any) -> None:
        async def unsaid(message: dict[str, Any]) -> None:
            pass

        await slow(scope, receive, unsaid)

    ask(silent, *["/"] * 4)  # type: ignore[arg-type]
    assert (slow.most, slow.done) == (2, 4)


def test_a_body_that_is_announced_with_a_get_and_never_comes_is_not_waited_for() -> None:
    async def main() -> list[dict[str, Any]]:
        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        heard: list[dict[str, Any]] = []

        async def listening(_scope: dict[str, Any], receive: Any, _send: Any) -> None:
            heard.extend([await receive(), await receive()])

        await CrowdApplication(listening)({"type": "http", "method": "GET", "path": "/"}, receive, None)
        return heard

    assert asyncio.run(main()) == [
        {"type": "http.request", "body": b"", "more_body": False},
        {"type": "http.disconnect"},
    ]


@pytest.mark.parametrize(("path", "counts"), [("/", True), ("/healthz", False), ("/live/", False)])
def test_a_page_is_worked_on_until_its_answer_begins(path: str, counts: bool) -> None:
    free: list[bool] = []

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        free.append(pages.wait(0))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        free.append(pages.wait(0))

    ask(answer, path)
    assert free == [not counts, True]


def test_a_page_that_fails_is_worked_on_no_longer() -> None:
    async def fail(scope: dict[str, Any], receive: Any, send: Any) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ask(fail, "/")
    assert pages.wait(0)
