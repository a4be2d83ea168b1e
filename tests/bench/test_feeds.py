"""The feeds benchmark measures what it says: real polls of a real site, unchanged the second time, an even schedule."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from bench import feed_schedule
from bench.feed_shapes import ENTRIES, _drill, bodies_of
from bench.feed_site import Site
from bench.feed_workers import unread
from monitor.feeds import polls
from monitor.feeds.ingest import source_fetch_due
from monitor.feeds.parse import parse
from monitor.lib.clock import utc_now
from monitor.models import Item, Source


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(_drill()[:3]) as site:
        yield site


def test_the_exercise_gives_feeds_where_there_are_no_real_polls(tmp_path: object, settings: LazySettings) -> None:
    settings.BASE_DIR = tmp_path
    bodies, shape = bodies_of(500)
    assert (len(bodies), shape, len(set(bodies)) > 50) == (500, "the exercise's items", True)
    assert len(parse(bodies[0]).entries) == ENTRIES


def test_the_site_answers_a_known_tag_with_304_and_another_address_with_404(site: Site) -> None:
    with urllib.request.urlopen(site.url(1), timeout=5) as answer:
        tag = answer.headers["ETag"]
    for url, headers, status in ((site.url(1), {"If-None-Match": tag}, 304), (site.url(1)[:-2] + "s", {}, 404)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5)
        assert caught.value.code == status


@pytest.mark.django_db(transaction=True)
def test_without_the_text_stage_all_entries_are_stored_and_a_second_poll_is_unchanged(
    site: Site, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY, settings.RETENTION_DAYS = ["127.0.0.1/32"], 0.0, 3650
    monkeypatch.setattr(polls, "analyse_many", lambda raws, _config: list(map(unread, raws)))
    Source.objects.bulk_create(Source(name=f"b{n}", url=site.url(n), next_check_at=utc_now()) for n in range(3))
    assert (source_fetch_due(seconds=5).new, Item.objects.exclude(model="none").count()) == (3 * ENTRIES, 0)
    Source.objects.update(next_check_at=utc_now())
    assert source_fetch_due(seconds=5).unchanged == 3


@pytest.mark.django_db(transaction=True)
def test_every_due_source_of_the_schedule_is_claimed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_schedule, "CLAIMS", 20)
    figures = feed_schedule.schedule_figures(500)
    assert 0 < figures["due_query_ms_median"] <= figures["due_query_ms_max"]
    assert 1 <= figures["busiest_minute_to_mean"] < 3
    assert not Source.objects.exists()
