"""States of a source that a person understands, from real polls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from monitor.alerts.notices import alert_decide_sources
from monitor.feeds.ingest import source_fetch_many
from monitor.feeds.watch import source_sweep
from monitor.lib.clock import utc_now
from monitor.models import Alert, AuditEntry, Outage, Source, SourceChange
from monitor.queries.config import config_forget
from tests.conftest import make_source
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site

NOW = utc_now().replace(microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0
    config_forget()


def poll(source: Source, after: timedelta = timedelta()) -> Source:
    source_fetch_many(ids=[source.pk], now=NOW + after)
    source.refresh_from_db()
    return source


def feed(first: int, n: int, step: timedelta = DAY, newest: timedelta = HOUR) -> Reply:
    return Reply(rss(*(item(first + k, date=(NOW - newest - step * k).isoformat()) for k in range(n))))


def source_at(site: Site, path: str = "/feed", **fields: Any) -> Source:
    return make_source(url=site.url(path), **fields)


def test_a_daily_paper_falls_silent_between_polls_without_outage_or_alert(site: Site) -> None:
    site.routes["/feed"] = feed(1, 12)
    source = poll(source_at(site))
    assert (source_sweep(now=NOW + 12 * HOUR), source.state) == (0, "healthy")
    assert source_sweep(now=NOW + 4 * DAY) == 1
    source.refresh_from_db()
    assert (source.state, source.state_since, source.needs_decision) == ("silent", NOW + 4 * DAY, False)
    assert (alert_decide_sources(now=NOW + 4 * DAY), Alert.objects.count(), Outage.objects.count()) == ([], 0, 0)


def test_one_item_in_three_days_is_not_silent_after_two_days_without(site: Site) -> None:
    site.routes["/feed"] = feed(1, 8, step=3 * DAY)
    source = poll(source_at(site))
    assert poll(source, 2 * DAY).state == "healthy"
    assert poll(source, 9 * DAY).state == "silent"


def test_news_ends_the_silence_and_both_changes_are_recorded(site: Site) -> None:
    site.routes["/feed"] = feed(1, 12, newest=5 * DAY)
    source = poll(source_at(site))
    assert source.state == "silent"
    site.routes["/feed"] = feed(100, 1)
    assert poll(source, HOUR).state == "healthy"
    rows = SourceChange.objects.order_by("id").values_list("before", "after")
    assert list(rows) == [("new", "silent"), ("silent", "healthy")]


def test_a_feed_without_entries_is_empty_and_stays_so_while_unchanged(site: Site) -> None:
    site.routes["/feed"] = Reply(rss())
    source = poll(source_at(site))
    assert (source.state, source.concern) == ("empty", "empty")
    assert poll(source, HOUR).state == "empty"
    site.routes["/feed"] = feed(1, 2)
    assert poll(source, 2 * HOUR).state == "healthy"


def test_everything_new_at_once_is_suspicious_for_a_day(site: Site) -> None:
    site.routes["/feed"] = feed(1, 12)
    source = poll(source_at(site))
    site.routes["/feed"] = feed(101, 12)
    assert poll(source, HOUR).concern == "all_new 12/12"
    assert (source.state, source.needs_decision) == ("suspicious", False)
    assert poll(source, 2 * HOUR).state == "suspicious"
    assert source_sweep(now=NOW + 25 * HOUR) == 1
    source.refresh_from_db()
    assert source.state == "healthy"


def test_dates_in_the_future_are_suspicious_until_they_are_right(site: Site) -> None:
    site.routes["/feed"] = feed(1, 4, step=HOUR, newest=-12 * HOUR)
    source = poll(source_at(site))
    assert (source.state, source.concern) == ("suspicious", "future 4/4")
    site.routes["/feed"] = feed(1, 6, step=HOUR)
    assert poll(source, HOUR).state == "healthy"


def test_an_address_that_moved_for_good_is_followed_after_three_polls_over_a_day(site: Site) -> None:
    site.routes["/old"] = Reply(status=301, headers={"Location": "/feed"})
    site.routes["/feed"] = feed(1, 2)
    source = poll(source_at(site, "/old"))
    assert poll(source, 12 * HOUR).url == site.url("/old")
    poll(source, 25 * HOUR)
    assert (source.url, source.moved_from, source.state) == (site.url("/feed"), site.url("/old"), "moved")
    assert AuditEntry.objects.get(action="source_move").detail["url"] == [site.url("/old"), site.url("/feed")]
    assert source_sweep(now=NOW + 9 * DAY) == 1


def test_a_move_onto_another_source_is_left_to_a_person(site: Site) -> None:
    site.routes["/old"] = Reply(status=301, headers={"Location": "/feed"})
    site.routes["/feed"] = feed(1, 2)
    other, source = source_at(site), source_at(site, "/old")
    for hours in (0, 12, 25):
        poll(source, hours * HOUR)
    assert (source.url, source.moved_why_not, source.state) == (site.url("/old"), "known", "moved")
    assert other.url == site.url("/feed")


def test_late_answers_make_a_source_slow_and_a_failure_says_so_first(site: Site) -> None:
    site.routes["/feed"] = feed(1, 2)
    source = poll(source_at(site, recent_ms=[9_000, 9_000, 9_000, 9_000]))
    assert source.state == "slow"
    site.routes["/feed"] = Reply(status=500)
    for hours in (1, 2, 3):
        poll(source, hours * HOUR)
    assert (source.state, Outage.objects.get().label) == ("failing", "http_5xx")


def test_a_source_that_comes_back_in_a_soft_state_ends_its_notice(site: Site) -> None:
    site.routes["/feed"] = Reply(status=500)
    source = source_at(site)
    for hours in (0, 1, 2):
        poll(source, hours * HOUR)
    alert_decide_sources(now=NOW)
    site.routes["/feed"] = Reply(rss())
    assert poll(source, 3 * HOUR).state == "empty"
    assert len(alert_decide_sources(now=NOW + 3 * HOUR)) == 1
    assert Alert.objects.get().status == "resolved"
