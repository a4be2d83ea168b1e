"""Rotating, missing and shared guids and links: a re-polled entry never makes a second item, different ones stay two."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from aiohttp import web
from django.conf import LazySettings
from django.db import connection

from monitor.feeds import ingest
from monitor.feeds.ingest import source_fetch_many
from monitor.models import Item, ItemKey, ItemTitle, Source
from tests.conftest import recount, stored_counts
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site
from tests.feeds.test_ingest import NOW, ago, poll, run_threads, source_at

FRESH = count()


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0


def entry(title: str, link: str, guid: str | None = None, text: str = "") -> str:
    """The body of an `<item>`; without a guid given, one that was never used before; '' for none."""
    guid = f"poll-{next(FRESH)}" if guid is None else guid
    tag = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    return f"<title>{title}</title><link>{link}</link>{tag}<description>{text}</description>"


class Feed:
    """A source whose next answer is given with each poll."""

    def __init__(self, site: Site, **fields: Any) -> None:
        self.site, self.minutes = site, count(step=5)
        self.source = source_at(site, **fields)

    def poll(self, *entries: str, head: str = "") -> tuple[int, int]:
        """(new, updated)."""
        self.site.routes["/feed"] = Reply(rss(*entries, head=head + f"<!-- {next(FRESH)} -->"))
        summary = poll(self.source, NOW + timedelta(minutes=next(self.minutes)))
        return summary.new, summary.updated


@pytest.fixture
def feed(site: Site, db: None) -> Feed:
    return Feed(site)


def three(prefix: str = "") -> list[str]:
    return [entry(f"{prefix}第{n}号工地停工检修", f"http://life.yunhe.example/{n}.html") for n in range(3)]


def test_entries_with_a_new_guid_at_each_poll_are_known_by_their_link(feed: Feed) -> None:
    assert feed.poll(*three()) == (3, 0)
    for _ in range(3):
        assert feed.poll(*three()) == (0, 0)
    assert (Item.objects.count(), ItemKey.objects.count()) == (3, 6)
    assert stored_counts() == recount()


def test_an_edit_under_a_new_guid_updates_in_place_once(feed: Feed) -> None:
    feed.poll(*three())
    assert feed.poll(*three("更正："))[1] == 3
    assert feed.poll(*three("更正：")) == (0, 0)
    assert (Item.objects.count(), ItemTitle.objects.count()) == (3, 3)
    assert stored_counts() == recount()


def test_a_stable_guid_wins_over_a_rotating_link(feed: Feed) -> None:
    def moved(n: int, title: str = "梅屏镇夜间施工投诉增多") -> str:
        return entry(title, f"http://news.yunhe.example/s/{n}.html", "g-7")

    assert feed.poll(moved(1)) == (1, 0)
    assert feed.poll(moved(2)) == (0, 0)
    assert feed.poll(moved(3, "梅屏镇夜间施工投诉减少")) == (0, 1)
    assert feed.poll(moved(4, "梅屏镇夜间施工投诉减少")) == (0, 0)
    assert Item.objects.count() == 1


def test_different_entries_of_a_live_page_stay_different_items(feed: Feed) -> None:
    live = "http://news.yunhe.example/live/9"
    first, second = entry("八点：水位上涨", live, "l1"), entry("九点：水位回落", live, "l2")
    assert feed.poll(first, second) == (2, 0)
    assert feed.poll(second, entry("十点：道路恢复", live, "l3")) == (1, 0)
    assert feed.poll(entry("十一点：学校复课", live, "l4")) == (1, 0)
    assert feed.poll(entry("十二点：抢修结束", live, "l5")) == (1, 0)
    assert (Item.objects.count(), ItemTitle.objects.count()) == (5, 0)


def test_a_link_that_turns_out_to_be_shared_belongs_to_nobody_from_then_on(feed: Feed) -> None:
    live = "http://news.yunhe.example/live/9"
    assert feed.poll(entry("八点：水位上涨", live, "l1")) == (1, 0)
    assert feed.poll(entry("八点：水位上涨", live, "l1"), entry("九点：水位回落", live, "l2")) == (1, 0)
    assert feed.poll(entry("十点：道路恢复", live, "l3")) == (1, 0)
    assert ItemTitle.objects.count() == 0


def test_a_link_to_the_home_page_is_no_entrys_own(feed: Feed) -> None:
    head = "<link>http://hot.yunhe.example/board</link>"
    for link in ("http://hot.yunhe.example/", "http://hot.yunhe.example/board"):
        for n in range(2):
            assert feed.poll(entry(f"第{n}号热点 {link}", link), head=head) == (1, 0)
    assert Item.objects.count() == 4


def test_entries_without_guid_that_share_a_link_are_told_apart_by_their_words(feed: Feed) -> None:
    link = "http://news.yunhe.example/brief"
    pair = [entry("早间简讯：公交改线", link, ""), entry("早间简讯：停水两小时", link, "")]
    assert feed.poll(*pair) == (2, 0)
    assert feed.poll(*pair) == (0, 0)
    assert feed.poll(pair[1]) == (0, 0)
    assert feed.poll(pair[0], entry("午间简讯：招聘会", link, "")) == (1, 0)


def test_a_source_that_begins_to_give_guids_does_not_repeat_itself(feed: Feed) -> None:
    assert feed.poll(entry("开发区班车调整", "http://news.yunhe.example/b", "")) == (1, 0)
    assert feed.poll(entry("开发区班车调整", "http://news.yunhe.example/b", "n-1")) == (0, 0)
    assert feed.poll(entry("开发区班车再次调整", "http://news.yunhe.example/b", "n-1")) == (0, 1)


def test_a_link_that_moved_to_another_entry_does_not_take_its_item(feed: Feed) -> None:
    top = "http://news.yunhe.example/top"
    assert feed.poll(entry("头条：高温津贴发放", top, "t1")) == (1, 0)
    moved = entry("头条：高温津贴发放", "http://news.yunhe.example/old/1", "t1")
    assert feed.poll(moved, entry("头条：公交司机加薪", top, "t2")) == (1, 0)
    assert set(Item.objects.values_list("title", flat=True)) == {"头条：高温津贴发放", "头条：公交司机加薪"}


def test_guids_that_differ_only_after_the_hash_are_different_entries(feed: Feed) -> None:
    page = "http://news.yunhe.example/live/3"
    posts = [f"<title>第{n}条快讯：消防演练</title><link>{page}</link><guid>{page}#p{n}</guid>" for n in range(3)]
    assert feed.poll(*posts) == (3, 0)
    assert feed.poll(*posts) == (0, 0)


def test_an_entry_that_stands_twice_under_two_guids_is_one(feed: Feed) -> None:
    twice = [entry("云桥街道夜市开业", "http://news.yunhe.example/y", guid, "本周六。") for guid in ("a", "b")]
    assert feed.poll(*twice) == (1, 0)
    assert feed.source.partial == ""


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_got_different_guids_store_each_item_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def rotating(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=rss(*(entry(f"第{n}号车间检修", f"http://n.example/{n}") for n in range(20))))

    site.routes["/feed"] = rotating
    source = source_at(site)
    compared, store = threading.Barrier(3, timeout=30), ingest.polls_record

    def store_together(*args: Any, **rest: Any) -> Any:
        compared.wait()  # all three have found every entry to be new
        return store(*args, **rest)

    def work() -> None:
        source_fetch_many(ids=[source.pk], now=NOW)
        connection.close()

    monkeypatch.setattr(ingest, "polls_record", store_together)
    run_threads(work, 3)
    assert (Item.objects.count(), ItemKey.objects.count()) == (20, 40)
    assert stored_counts() == recount()


@pytest.mark.django_db
def test_own_publications_are_never_counted_also_when_edited(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1, "工会慰问高温岗位", ago(hours=1))))
    source = source_at(site, own=True)
    poll(source)
    site.routes["/feed"] = Reply(rss(item(1, "工会慰问高温岗位职工", ago(hours=1))))
    assert poll(source, NOW + timedelta(minutes=5)).updated == 1
    assert stored_counts() == {}
    assert Source.objects.get().own
