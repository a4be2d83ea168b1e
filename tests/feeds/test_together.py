"""Polls that come in together are read together; what is wrong with one of them is nothing to the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from aiohttp import web
from django.conf import LazySettings

from monitor.feeds import ingest, polls, stream
from monitor.feeds.ingest import source_fetch_many
from monitor.lib.clock import utc_now
from monitor.models import HourCount, Item, ItemKey, Source
from monitor.queries.config import config_forget
from monitor.text import Analysis, RawText, analyse_many
from tests.conftest import make_source
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site

NOW = utc_now().replace(microsecond=0)
COLUMNS = ("title", "text", "sentiment", "sentiment_p", "areas", "terms", "masked", "lang", "place")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0
    settings.FETCH_TIMEOUT = 2
    monkeypatch.setattr(stream, "LINGER", 20.0)  # a group is all that was asked for, however busy the machine is
    config_forget()


def sources(site: Site, *bodies: bytes) -> list[Source]:
    for n, body in enumerate(bodies):
        site.routes[f"/feed/{n}"] = Reply(body, headers={"ETag": f'"{n}"'})
    return [make_source(name=f"来源{n}", url=site.url(f"/feed/{n}")) for n in range(len(bodies))]


def fetch(found: Sequence[Source]) -> int:
    new = source_fetch_many(ids=[source.pk for source in found], now=NOW).new
    for source in found:
        source.refresh_from_db()
    return new


def several() -> list[bytes]:
    return [
        rss(*(item(10 * n + k, f"来源{n}的第{k}条：工地拖欠工资，电话1391234567{k}") for k in range(n + 1)))
        for n in range(4)
    ]


def stored() -> list[tuple[Any, ...]]:
    return sorted(Item.objects.values_list(*COLUMNS))


def test_what_is_stored_is_the_same_as_of_one_after_the_other(site: Site) -> None:
    found = sources(site, *several())
    assert fetch(found) == 10
    together = stored()
    Item.objects.all().delete()
    ItemKey.objects.all().delete()
    Source.objects.update(body_digest=None, etag="", recent_times=[])
    assert sum(fetch([source]) for source in found) == 10
    assert stored() == together
    assert all(row[6] for row in together)


def test_the_texts_of_all_go_through_the_analysis_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[str]] = []

    def counted(raws: Sequence[RawText], config: Any) -> list[Analysis]:
        asked.append({raw.source for raw in raws})
        return analyse_many(raws, config)

    monkeypatch.setattr(polls, "analyse_many", counted)
    assert fetch(sources(site, *several())) == 10
    assert asked == [{f"来源{n}" for n in range(4)}]


def test_one_poisoned_feed_spoils_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(raws: Sequence[RawText], config: Any) -> list[Analysis]:
        if any("毒" in raw.title for raw in raws):
            raise ZeroDivisionError
        return analyse_many(raws, config)

    monkeypatch.setattr(polls, "analyse_many", fragile)
    found = sources(site, rss(item(1), item(2)), rss(item(3), item(4, title="毒药"), item(5)), rss(item(6)))
    assert fetch(found) == 5
    assert [(source.state, source.partial, source.etag) for source in found] == [
        ("healthy", "", '"0"'),
        ("partial", "2 of 3", ""),
        ("healthy", "", '"2"'),
    ]


def test_a_huge_feed_and_one_that_never_answers_hold_up_no_other(site: Site) -> None:
    huge = rss(*(item(n, f"云河区第{n}号工地") for n in range(1_500)))
    found = sources(site, huge, rss(item(9_001)), b"")

    async def silent(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(4)
        return web.Response()

    site.routes["/feed/2"] = silent
    assert fetch(found) == 1_501
    assert [(source.state, source.error_label) for source in found[:2]] == [("healthy", "")] * 2
    assert (found[2].failures, found[2].error_label, found[2].etag) == (1, "timeout", "")
    assert set(Item.objects.values_list("source_id", flat=True)) == {source.pk for source in found[:2]}


@pytest.mark.parametrize("step", ["polls_make", "polls_record"])
def test_a_kill_between_reading_and_storing_loses_and_doubles_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    found, real = sources(site, *several()), getattr(ingest, step)

    def killed(*args: Any, **rest: Any) -> Any:
        real(*args, **rest)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(ingest, step, killed)
        with pytest.raises(SystemExit):
            fetch(found)
    assert (Item.objects.count(), ItemKey.objects.count(), HourCount.objects.count()) == (0, 0, 0)
    assert set(Source.objects.values_list("etag", "body_digest")) == {("", None)}
    assert (fetch(found), fetch(found)) == (10, 0)
    assert Item.objects.count() == 10
