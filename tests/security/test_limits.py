"""Nobody takes all there is: open streams, costly pages, files; each refusal says what to do."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings as SettingsWrapper

from dashboards.access import Sight
from dashboards.filters import Filters
from dashboards.fragments import View
from dashboards.live import Hub, Stream, event
from dashboards.page_limits import FILES, PAGES
from dashboards.views import live as view_module
from dashboards.views.live import _events
from monitor.models import User
from tests.dashboards.test_access import EVERY

VIEW = View(Filters(), Sight("monitor"), "zh-hans")


class Still(Hub):
    """Lets in and out, and does nothing else."""

    async def join(self, stream: Stream, since: datetime | None) -> None:
        self.streams.add(stream)


@pytest.mark.parametrize(("member", "most", "end"), [(7, 100, "many"), (8, 100, None), (8, 3, "full")])
def test_a_stream_beyond_the_limit_is_told_why_and_ended(
    settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, member: int, most: int, end: str | None
) -> None:
    settings.LIVE_PER_MEMBER, settings.LIVE_PER_PROCESS = 3, most

    async def run() -> tuple[str, int]:
        hub = Still()
        hub.streams = {Stream({"": VIEW}, member=7) for _ in range(3)}
        stream = Stream({"": VIEW}, member=member)
        stream.close()  # one that is let in ends at once too
        monkeypatch.setattr(view_module, "hub", lambda: hub)
        said = [text async for text in _events(RequestFactory().get("/live/"), stream, VIEW.sight, None)]
        return said[-1], len(hub.streams)

    assert asyncio.run(run()) == (event("end", end or "server"), 3)


def test_every_file_that_goes_out_is_limited_and_every_name_exists() -> None:
    out = {
        name
        for name, found in EVERY.items()
        if any(word in str(found.pattern) for word in (".csv", "export", "/file/"))
    }
    assert out == set(FILES)
    assert set(EVERY) >= PAGES


@pytest.mark.django_db
def test_a_member_who_asks_too_often_reads_when_to_come_again(
    client: Client, admin: User, viewer: User, settings: Any
) -> None:
    settings.FILES_PER_MINUTE, settings.PAGES_PER_ADDRESS = 2, 0
    client.force_login(admin)
    answers = [client.get("/compare/compare.csv") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    seconds = int(answers[-1].headers["Retry-After"])
    assert 1 <= seconds <= 30
    assert f"请在 {seconds} 秒后再试" in answers[-1].content.decode()
    client.force_login(viewer)
    assert client.get("/compare/compare.csv").status_code == 200


@pytest.mark.django_db
def test_an_address_is_limited_whoever_asks(client: Client, viewer: User, admin: User, settings: Any) -> None:
    settings.PAGES_PER_MINUTE, settings.PAGES_PER_ADDRESS = 0, 1
    client.force_login(viewer)
    assert client.get("/search/", REMOTE_ADDR="192.0.2.7").status_code == 200
    client.force_login(admin)
    assert client.get("/search/", REMOTE_ADDR="192.0.2.7").status_code == 429
    assert client.get("/search/", REMOTE_ADDR="192.0.2.8").status_code == 200


@pytest.mark.django_db
def test_what_was_typed_is_in_no_line_of_the_log(
    client: Client, viewer: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(viewer)
    settings.PAGES_PER_MINUTE = 1
    for _ in range(2):
        client.get("/search/?q=云河新城欠薪")
    client.get("/nowhere/?q=云河新城欠薪")
    assert "GET /search/" in caplog.text
    assert "欠薪" not in caplog.text
    assert "%E6" not in caplog.text
