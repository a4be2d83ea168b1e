"""Whoever joins the live stream gets what their page lacks, drawn once for all; drawing never takes all of the time."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboards import live as hub_module
from dashboards.access import Sight
from dashboards.filters import Filters
from dashboards.fragments import View, names_for
from dashboards.live import Hub, Stream
from dashboards.live_past import EVERYTHING, KEPT, Past
from monitor.lib import pages_first
from monitor.lib.clock import utc_now

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
VIEW = View(Filters(), Sight("monitor"), "zh-hans")
Drawn = list[tuple[View, tuple[str, ...]]]


def test_only_what_changed_since_a_page_was_drawn_is_missed() -> None:
    past = Past(AT)
    past.add({"items"}, AT + SECOND)
    past.add({"alerts"}, AT + 3 * SECOND)
    assert past.missed(AT) == {"items", "alerts"}
    assert past.missed(AT + 2 * SECOND) == {"alerts"}
    assert past.missed(AT + 4 * SECOND) == frozenset()


def test_of_what_is_not_known_everything_is_missed() -> None:
    past = Past(AT)
    assert past.missed(None) == past.missed(AT - SECOND) == EVERYTHING
    past.add({"items"}, AT + SECOND)
    past.add({"alerts"}, AT + KEPT + 3 * SECOND)
    assert past.missed(AT) == EVERYTHING
    assert past.missed(AT + 4 * SECOND) == {"alerts"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    found: Drawn = []

    def render(view: View, names: list[str], *, now: Any, before_each: Any) -> dict[str, str]:
        found.append((view, tuple(names)))
        return {name: f"{name} {len(found)}" for name in names}

    monkeypatch.setattr(hub_module, "render", render)
    monkeypatch.setattr(hub_module, "COALESCE_S", 0.1)
    monkeypatch.setattr(hub_module, "APART_S", 0.01)
    return found


async def _with_one(work: Callable[[Hub], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that somebody listens to already; without Valkey's notices."""
    hub = Hub()
    monkeypatch.setattr(hub, "_listen", lambda: asyncio.sleep(60))
    await hub.join(first := Stream({"": VIEW}, named=False), None)
    await asyncio.sleep(0.1)
    await work(hub)
    hub.leave(first)


async def _joined(hub: Hub, since: datetime, view: View = VIEW) -> Stream:
    stream = Stream({"": view}, named=False)
    await hub.join(stream, since)
    return stream


def test_a_page_that_lacks_nothing_costs_nothing(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(hub: Hub) -> None:
        drawn.clear()
        assert (await _joined(hub, utc_now())).fragments == {}

    asyncio.run(_with_one(work, monkeypatch))
    assert drawn == []


def test_what_others_were_sent_meanwhile_is_not_drawn_again(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(hub: Hub) -> None:
        page = utc_now()
        await asyncio.sleep(0.1)
        hub.notice({"items"})
        await asyncio.sleep(0.5)
        drawn.clear()
        stream = await _joined(hub, page)
        assert set(stream.fragments[""]) == set(names_for({"items"}))

    asyncio.run(_with_one(work, monkeypatch))
    assert drawn == []


def test_what_the_next_round_brings_is_left_to_it(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(hub: Hub) -> None:
        page = utc_now()
        monkeypatch.setattr(hub_module, "COALESCE_S", 0.3)
        hub.notice({"items"})
        drawn.clear()
        stream = await _joined(hub, page)
        assert stream.fragments == {}
        await asyncio.sleep(0.6)
        assert set(stream.fragments[""]) == set(names_for({"items"}))

    asyncio.run(_with_one(work, monkeypatch))
    assert drawn == [(VIEW, tuple(names_for({"items"})))]


def test_what_changed_while_nobody_watched_a_view_is_drawn_for_whoever_joins(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = View(Filters(), Sight("monitor"), "zh-hans", 12)

    async def work(hub: Hub) -> None:
        page = utc_now()
        hub.leave(await _joined(hub, page, topic))  # seen once, then left
        hub.notice({"topics", "topic:12"})
        await asyncio.sleep(0.5)
        drawn.clear()
        stream = await _joined(hub, page, topic)
        assert "topic-items" in stream.fragments[""]
        await asyncio.sleep(0.1)
        await _joined(hub, page, topic)  # and for the next one it is there

    asyncio.run(_with_one(work, monkeypatch))
    assert [view for view, _ in drawn] == [topic]


@pytest.mark.parametrize(("each_s", "most"), [(0.0, 0.2), (0.2, 0.35)])
def test_drawing_takes_a_part_of_the_time_only(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch, each_s: float, most: float
) -> None:
    began: list[float] = []

    def slow(view: View, names: list[str], *, now: Any, before_each: Any) -> dict[str, str]:
        began.append(time.monotonic())
        time.sleep(each_s)
        return dict.fromkeys(names, "")

    async def work(hub: Hub) -> None:
        monkeypatch.setattr(hub_module, "render", slow)
        monkeypatch.setattr(hub_module, "APART_S", 0.1)
        for _ in range(100):
            hub.notice({"items"})
            await asyncio.sleep(0.02)

    asyncio.run(_with_one(work, monkeypatch))
    gaps = [after - before for before, after in itertools.pairwise(began)]
    assert len(gaps) >= 1
    assert min(gaps) >= max(0.1, hub_module.REST * each_s) * 0.8  # the loop's own jitter
    assert each_s * len(began) <= most * (began[-1] - began[0] + hub_module.REST * each_s)


def test_a_drawing_lets_the_page_that_is_worked_on_go_first(drawn: Drawn) -> None:
    view = View(Filters(), Sight("monitor"), "zh-hans")
    assert hub_module._now(view, ["now"])[2] < pages_first.STEP_S / 2
    pages_first.pages.begins()
    try:
        at, _, waited = hub_module._now(view, ["now"])
    finally:
        pages_first.pages.ends()
    assert pages_first.STEP_S * 0.9 <= waited <= pages_first.DRAWING_S * 1.5
    assert utc_now() - at < timedelta(seconds=waited)  # what came while it stood aside is in it
