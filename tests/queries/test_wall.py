"""What the wall reads, now and as of a moment of the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from monitor.lib.clock import HOUR
from monitor.models import Alert, AlertEvent, Outage, Topic, TopicHour
from monitor.queries import wall
from monitor.queries.scope import Scope
from monitor.queries.wall import (
    OpenAlert,
    alerts_open_at,
    alerts_open_now,
    compared_at,
    sources_at,
    sources_now,
    topics_newest,
    topics_ranked,
)
from tests.conftest import make_source, make_topic

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 6, 40, tzinfo=UTC)


def day(end: datetime = NOW, **filters: Any) -> Scope:
    return Scope(end - timedelta(hours=24), end, **filters)


def counted(hours: dict[int, int], **fields: Any) -> Topic:
    """A topic with so many originals in the hours before NOW's hour (0 is the running one)."""
    fields.setdefault("n_originals", sum(hours.values()))
    topic = make_topic(**fields)
    for ago, n in hours.items():
        at = NOW.replace(minute=0) - ago * HOUR
        TopicHour.objects.create(topic=topic, hour=at, n_items=n, n_originals=n)
    return topic


def ranks(scope: Scope, hours: int = 1) -> list[tuple[int, int, int | None]]:
    return [(row.id, row.originals, row.before) for row in topics_ranked(scope, compare=timedelta(hours=hours))]


def test_arrows_come_from_the_ranking_of_an_hour_ago_or_a_day_ago() -> None:
    steady, rising, fresh = counted({3: 5, 26: 1}), counted({0: 7, 3: 2}), counted({0: 3})
    assert compared_at(NOW, HOUR) == datetime(2026, 11, 18, 6, tzinfo=UTC)
    assert ranks(day()) == [(rising.pk, 9, 2), (steady.pk, 5, 1), (fresh.pk, 3, None)]
    assert ranks(day(), 24) == [(rising.pk, 9, None), (steady.pk, 5, 1), (fresh.pk, 3, None)]


def test_a_moment_of_the_past_is_ranked_as_it_was_then() -> None:
    early, late = counted({9: 4, 0: 1}), counted({1: 50})
    then = datetime(2026, 11, 18, 4, tzinfo=UTC)
    assert ranks(day(then)) == [(early.pk, 4, 1)]
    TopicHour.objects.filter(hour__gte=then).delete()  # what came after was not there yet
    assert ranks(day(then)) == [(early.pk, 4, 1)]
    assert late.pk not in [row[0] for row in ranks(day(then))]


def test_equal_counts_are_ranked_by_items_then_the_newest_and_nothing_is_no_rank() -> None:
    topics = [counted({3: 2}), counted({3: 2}), counted({3: 2}), counted({3: 0}), counted({0: 1})]
    TopicHour.objects.filter(topic=topics[0]).update(n_items=9)
    order = [topics[0].pk, topics[2].pk, topics[1].pk, topics[4].pk]
    assert ranks(day()) == [(pk, n, then) for pk, n, then in zip(order, (2, 2, 2, 1), (1, 2, 3, None), strict=True)]


def test_ranks_of_before_are_among_all_though_few_are_shown() -> None:
    fallen = [counted({24: 9 - n, 3: 1}) for n in range(6)]  # in the window of an hour ago alone, but for one original
    risen = counted({3: 5})
    rows = topics_ranked(day(), compare=HOUR, limit=2)
    assert [(row.id, row.before) for row in rows] == [(risen.pk, 6), (fallen[5].pk, 7)]


@pytest.mark.parametrize("largest", [1, 2, 3, 6, 12, 150])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_looked_at_first_changes_no_rank(largest: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, topics = Random(seed), []
    for _ in range(14):
        topic = counted({ago: rng.choice((0, 0, 1, 2, 5)) for ago in rng.sample(range(60), 6)}, last_at=NOW)
        topic.n_originals = sum(topic.hours.values_list("n_originals", flat=True)) + rng.choice((0, 0, 9))
        topic.save()
        topics.append(topic)
    for hours in (1, 24):
        whole = ranks(day(), hours)
        assert len(whole) == 5
        monkeypatch.setattr(wall, "LARGEST", largest)
        assert ranks(day(), hours) == whole
        monkeypatch.undo()


def test_muted_merged_and_other_areas_topics_are_not_ranked_nor_new() -> None:
    kept = counted({1: 1}, first_at=NOW - HOUR)
    counted({1: 9}, muted=True, first_at=NOW - HOUR)
    counted({1: 9}, merged_into=kept, first_at=NOW - HOUR)
    counted({1: 9}, areas={"hours": 1}, first_at=NOW - HOUR)
    assert [row[0] for row in ranks(day(area="wages"))] == [kept.pk]
    assert [row.id for row in topics_newest(day(area="wages"))] == [kept.pk]


def test_open_alerts_of_a_moment_have_the_level_and_the_state_of_then() -> None:
    topic = make_topic(title="云河新城项目欠薪")
    raised = NOW - 9 * HOUR
    alert = Alert.objects.create(
        kind="topic_rising", level=4, topic=topic, raised_at=raised, changed_at=NOW, status="resolved"
    )
    for ago, kind, level, after in (
        (9, "raised", 2, "open"),
        (5, "escalated", 4, "level 4"),
        (1, "resolved", 4, "resolved"),
    ):
        AlertEvent.objects.create(alert=alert, kind=kind, level=level, after=after, at=NOW - ago * HOUR)
    then = OpenAlert(alert.pk, 2, "云河新城项目欠薪", raised)
    assert alerts_open_at(day(), NOW - 10 * HOUR) == []
    assert alerts_open_at(day(), NOW - 6 * HOUR) == [then]
    assert alerts_open_at(day(), NOW - 2 * HOUR) == [OpenAlert(alert.pk, 4, "云河新城项目欠薪", raised)]
    assert alerts_open_at(day(), NOW) == alerts_open_now(day()) == []


def test_sources_of_a_moment_are_those_that_were_known_and_not_down() -> None:
    source, other = make_source(name="云河晚报"), make_source()
    type(source).objects.update(created_at=NOW - 9 * HOUR)
    Outage.objects.create(source=source, started_at=NOW - 5 * HOUR, ended_at=NOW - 3 * HOUR, label="dns")
    found = sources_at(NOW - 4 * HOUR)
    assert (found.total, found.ok, found.failing) == (2, 1, (("云河晚报", NOW - 5 * HOUR),))
    assert (sources_at(NOW).ok, sources_at(NOW - 10 * HOUR).total) == (2, 0)
    assert other.pk != source.pk


def test_a_source_that_waits_too_long_to_be_read_is_noticed() -> None:
    source = make_source(state="healthy", last_checked_at=NOW - HOUR, next_check_at=NOW - timedelta(minutes=4))
    found = sources_now(overdue=timedelta(minutes=3), now=NOW)
    assert (found.ok, found.data_at, found.due_since) == (1, NOW - HOUR, source.next_check_at)
    assert sources_now(overdue=timedelta(minutes=5), now=NOW).due_since is None
