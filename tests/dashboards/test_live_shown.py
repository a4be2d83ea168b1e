"""A desk that is opened while others look at the same view shows what they see, and is sent the same news afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString
from pytest_django import Settings as SettingsWrapper

from dashboards import live as hub_module
from dashboards.access import Sight
from dashboards.filters import Filters
from dashboards.fragments import View
from dashboards.live import Hub, Stream, shown_now
from dashboards.views import desk as desk_view
from monitor.lib.clock import utc_now
from monitor.models import User
from tests.conftest import make_topic, make_unit
from tests.dashboards.serving import cookie, event_stream, web_server

VIEW = View(Filters(), Sight("monitor"), "zh-hans")
NAMES = ("now", "numbers")
SECOND = timedelta(seconds=1)
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _drawn_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(view: View, names: list[str], *, now: Any, before_each: Any) -> dict[str, str]:
        return {name: f"<p>{name} of {view.sight.role}</p>" for name in names}

    monkeypatch.setattr(hub_module, "render", render)


def _while_somebody_looks(work: Callable[[Hub], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        hub = hub_module.hub()
        monkeypatch.setattr(hub, "_listen", lambda: asyncio.sleep(60))
        await hub.join(first := Stream({"": VIEW}, named=False), None)
        try:
            await work(hub)
        finally:
            hub.leave(first)

    asyncio.run(run())


def test_what_others_see_is_there_until_it_changes_and_a_moment_longer(
    monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> None:
    settings.LIVE_SHOWN = 20

    async def work(hub: Hub) -> None:
        found = shown_now(VIEW, NAMES, utc_now())
        assert {name: html for name, (_, html) in found.items()} == {
            "now": "<p>now of monitor</p>",
            "numbers": "<p>numbers of monitor</p>",
        }
        assert all(utc_now() - 20 * SECOND < at <= utc_now() for at, _ in found.values())
        assert set(shown_now(VIEW, NAMES, utc_now() + 30 * SECOND)) == set(NAMES)  # nothing has changed
        hub.notice({"items"})
        assert set(shown_now(VIEW, NAMES, utc_now() + 30 * SECOND)) == {"now"}
        assert set(shown_now(VIEW, NAMES, utc_now())) == set(NAMES)  # as the others still have it
        assert shown_now(VIEW, NAMES, utc_now() + 61 * SECOND) == {}  # the clock has moved on

    _while_somebody_looks(work, monkeypatch)


@pytest.mark.parametrize(
    "view",
    [
        View(Filters(), Sight("viewer"), "zh-hans"),
        View(Filters(), Sight("monitor", (3,)), "zh-hans"),
        View(Filters(), Sight("monitor"), "en"),
        View(Filters(window="7d"), Sight("monitor"), "zh-hans"),
        View(Filters(), Sight("monitor"), "zh-hans", 12),
    ],
)
def test_nobody_is_shown_what_another_view_shows(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(hub: Hub) -> None:
        assert shown_now(view, NAMES, utc_now()) == {}

    _while_somebody_looks(work, monkeypatch)


def test_where_nobody_looks_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(hub: Hub) -> None:
        assert shown_now(VIEW, NAMES, utc_now())

    _while_somebody_looks(work, monkeypatch)
    assert shown_now(VIEW, NAMES, utc_now()) == {}  # the last has left


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[View]:
    """Others look at every view; for which views a desk asked."""
    views: list[View] = []

    def shown(view: View, names: Any, now: datetime) -> dict[str, tuple[datetime, SafeString]]:
        views.append(view)
        return {"topics": (AT, SafeString("<section id='topics'>as others see it</section>"))}

    monkeypatch.setattr(desk_view, "shown_now", shown)
    return views


def test_a_desk_shows_it_and_asks_for_news_since_then(client: Client, duty: User, asked: list[View]) -> None:
    client.force_login(duty)
    page = client.get(reverse("desk"), {"area": "wages"})
    assert asked == [View(Filters(area="wages"), Sight("monitor"), "zh-hans")]
    assert "<section id='topics'>as others see it</section>" in page.content.decode()
    assert page.content.decode().count('id="newest"') == 1  # and what is not there, as ever
    assert f'data-since="{AT.isoformat()}"' in page.content.decode()


def test_a_limited_reader_gets_only_what_readers_of_the_same_units_see(
    client: Client, viewer: User, asked: list[View]
) -> None:
    unit = make_unit()
    viewer.units.add(unit)
    client.force_login(viewer)
    client.get(reverse("desk"))
    assert asked == [View(Filters(), Sight("viewer", (unit.pk,)), "zh-hans")]


def test_whoever_has_just_written_sees_what_they_wrote(
    client: Client, duty: User, asked: list[View], settings: SettingsWrapper
) -> None:
    settings.LIVE_SHOWN = 40  # the mark outlives what may be shown
    client.force_login(duty)
    written = client.post(reverse("since_seen"), {})
    mark = written.cookies[f"{django_settings.SESSION_COOKIE_NAME}_wrote"]
    assert (mark["max-age"], mark["httponly"], mark["samesite"]) == (41, True, "Lax")
    page = client.get(reverse("desk"))
    assert asked == []
    assert "as others see it" not in page.content.decode()
    assert f"{django_settings.SESSION_COOKIE_NAME}_wrote" not in page.cookies  # reading marks nobody


def test_who_is_not_signed_in_is_not_marked(client: Client, db: None) -> None:
    answer = client.post(reverse("login"), {"login": "nobody", "password": "nothing"})
    assert f"{django_settings.SESSION_COOKIE_NAME}_wrote" not in answer.cookies


@pytest.mark.django_db(transaction=True)
def test_a_real_server_gives_a_page_the_panels_that_it_has_just_sent(duty: User) -> None:
    make_topic(title="云河样本厂停产")
    with web_server(TINGCHAO_LIVE_SHOWN="60") as server, event_stream(server, duty) as events:
        sent = events.wait_for("topics", "云河样本厂停产")
        make_topic(title="云河码头停工")  # without a word to the server
        request = Request(server.url + "/", headers={"Cookie": cookie(duty), "Accept-Language": "zh-CN"})
        with urlopen(request, timeout=60) as answer:
            page = answer.read().decode()
    assert sent in page
    assert "云河码头停工" not in page


def test_it_can_be_switched_off(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LIVE_SHOWN = 0

    async def work(hub: Hub) -> None:
        assert shown_now(VIEW, NAMES, utc_now()) == {}

    _while_somebody_looks(work, monkeypatch)
