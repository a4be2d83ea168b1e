"""Dates that say when we asked, not when something was published; bare dates; relative ones."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from monitor.feeds.intents import item_time
from monitor.feeds.labels import ledger_remark
from monitor.feeds.parsed import Entry
from monitor.lib.clock import SHANGHAI
from monitor.models import AuditEntry, Fetch, Item, Source
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site
from tests.feeds.test_ingest import NOW, ago, poll, source_at


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0


def answer(site: Site, *dates: str) -> None:
    site.routes["/feed"] = Reply(rss(*(item(n, date=date) for n, date in enumerate(dates))))


def trust(source: Source) -> tuple[bool, str]:
    return source.trusted_dates, source.dates_reason


@pytest.mark.django_db
def test_five_entries_with_the_time_of_the_first_poll_are_enough(site: Site) -> None:
    answer(site, *[ago(seconds=-2)] * 5)
    source = source_at(site)
    assert poll(source).new == 5
    assert trust(source) == (False, "poll_time")
    assert set(Item.objects.values_list("at", flat=True)) == {NOW}
    assert Fetch.objects.get(what="feed").detail == "dates:poll_time 5/5"
    entry = AuditEntry.objects.get(action="source_dates_distrust")
    assert (entry.actor, entry.target, entry.detail["entries"]) == ("feeds", f"source:{source.pk}", "5/5")


@pytest.mark.django_db
@pytest.mark.parametrize("dates", [[0] * 4, [0, 0, 0, 60, 60, 60], [60] * 8, [0, 0, 0, 0, 0, 9, 9, 9, 9, 9]])
def test_less_than_most_of_five_proves_nothing(site: Site, dates: list[int]) -> None:
    answer(site, *[ago(minutes=minutes) for minutes in dates])
    source = source_at(site)
    poll(source)
    assert trust(source) == (True, "")


@pytest.mark.django_db
def test_unchanged_entries_that_come_back_with_another_date_end_the_trust(site: Site) -> None:
    source = source_at(site)
    answer(site, ago(hours=1), ago(hours=1))
    poll(source)
    later = NOW + timedelta(minutes=5)
    answer(site, later.isoformat(), later.isoformat(), later.isoformat())
    assert poll(source, later).new == 1
    assert trust(source) == (False, "moving")
    assert sorted(Item.objects.values_list("at", flat=True)) == [NOW - timedelta(hours=1)] * 2 + [later]
    assert "2/2" in ledger_remark(Fetch.objects.order_by("-at")[0].detail)
    answer(site, *[(later + timedelta(minutes=5)).isoformat()] * 4)
    assert poll(source, later + timedelta(minutes=5)).new == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_one_date_that_was_put_right_is_no_reason_for_distrust(site: Site) -> None:
    source = source_at(site)
    answer(site, ago(hours=1), ago(hours=2), ago(hours=3))
    poll(source)
    answer(site, ago(minutes=30), ago(hours=2), ago(hours=3))
    poll(source, NOW + timedelta(minutes=5))
    assert trust(source) == (True, "")


@pytest.mark.django_db
def test_an_edited_entry_may_carry_a_new_date(site: Site) -> None:
    source = source_at(site)
    site.routes["/feed"] = Reply(rss(item(1, "渡头镇招聘会", ago(hours=2))))
    poll(source)
    site.routes["/feed"] = Reply(rss(item(1, "渡头镇招聘会延期", ago(hours=1))))
    assert poll(source, NOW + timedelta(minutes=5)).updated == 1
    assert trust(source) == (True, "")


def noted(day: str, seen: str, since: str | None = None, *, trusted: bool = True) -> str:
    """The time given to an entry with this bare date, all in Shanghai."""
    at = {name: datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI) for name, text in
          (("noon", f"{day}T12:00"), ("seen", seen), ("since", since or seen))}  # fmt: skip
    entry = Entry("g", "", "t", published=at["noon"], dated="day")
    time = item_time(entry, trusted=trusted, first_seen=at["seen"], since=at["since"] if since else None)
    return f"{time.astimezone(SHANGHAI):%m-%dT%H:%M}"


def test_a_bare_date_is_no_time_of_day() -> None:
    assert noted("11-25", "11-25T08:10") == "11-25T08:10"  # seen on its day: not at noon, which is still to come
    assert noted("11-25", "11-25T15:10") == "11-25T15:10"
    assert noted("11-26", "11-25T15:10") == "11-25T15:10"  # never in the future
    assert noted("11-20", "11-25T15:10") == "11-20T12:00"  # read first days later
    assert noted("11-24", "11-25T00:05", since="11-24T23:50") == "11-24T23:50"  # it was not there at 23:50
    assert noted("11-23", "11-25T09:00", since="11-25T08:50") == "11-23T23:59"  # put on the page late
    assert noted("11-20", "11-25T15:10", trusted=False) == "11-25T15:10"


@pytest.mark.django_db
def test_a_list_page_becomes_items_without_a_future_or_a_midnight(site: Site) -> None:
    today = NOW.astimezone(SHANGHAI)
    days = [today, today - timedelta(days=3)]
    blocks = [
        f"<li><a href='n/{n}.html'>第{n}号防寒通知的标题</a><span>{day:%m-%d}</span></li>" for n, day in enumerate(days)
    ]
    site.routes["/feed"] = Reply(f"<ul>{''.join(blocks)}</ul>".encode())
    source = source_at(site, format="list_page")
    assert poll(source).new == 2
    noon = days[1].replace(hour=12, minute=0, second=0, microsecond=0)
    assert sorted(Item.objects.values_list("at", flat=True)) == [noon, NOW]
    assert Item.objects.get(at=NOW).link == site.url("/n/0.html")
    site.routes["/feed"] = Reply(f"<ul>{blocks[1]}{blocks[0]}</ul><!-- later -->".encode())
    assert poll(source, NOW + timedelta(minutes=5)).new == 0
    assert (trust(source), source.state) == ((True, ""), "healthy")


@pytest.mark.django_db
def test_hours_ago_move_with_the_clock_and_are_no_reason_for_distrust(site: Site) -> None:
    block = "<li><a href='n/{n}.html'>第{n}号防寒通知的标题</a><span>3小时前</span></li>"
    site.routes["/feed"] = Reply(block.format(n=1).encode())
    source = source_at(site, format="list_page")
    poll(source)
    assert Item.objects.get().at == NOW - timedelta(hours=3)
    site.routes["/feed"] = Reply((block.format(n=1) + block.format(n=2)).encode())
    assert poll(source, NOW + timedelta(minutes=20)).new == 1
    assert trust(source) == (True, "")


@pytest.mark.django_db
def test_selectors_that_find_nothing_any_more_make_the_source_fail_in_words(site: Site) -> None:
    site.routes["/feed"] = Reply(b"<ul class='a'><li><a href=1>title of one</a></li></ul>")
    source = source_at(site, format="list_page", options={"entry": "ul.b li"})
    poll(source)
    assert (source.error_label, source.failures) == ("no_list", 1)
    Source.objects.update(options={"entry": "ul.a li"})
    source.refresh_from_db()
    assert poll(source, NOW + timedelta(minutes=5)).new == 1
    assert (source.state, source.error_label) == ("healthy", "")
