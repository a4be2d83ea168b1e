"""Topics by heat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.lib.clock import HOUR, hour_of, utc_now
from monitor.models import Topic, TopicHour
from monitor.queries.scope import Scope
from monitor.queries.topics import topic_bars, topic_line, topic_sources, topics_hot
from tests.conftest import make_item, make_source, make_topic, make_unit

pytestmark = pytest.mark.django_db


def day(**filters: Any) -> Scope:
    now = utc_now()
    return Scope(now - timedelta(hours=24), now, **filters)


def hour(topic: Topic, hours_ago: int, items: int, originals: int, neg: int = 0) -> None:
    at = hour_of(utc_now()) - hours_ago * HOUR
    TopicHour.objects.create(topic=topic, hour=at, n_items=items, n_originals=originals, n_neg=neg)


def test_hottest_first_and_pinned_on_top() -> None:
    cool, hot, pinned = make_topic(heat=5), make_topic(heat=50), make_topic(heat=1, pinned=True)
    assert [line.id for line in topics_hot(day())] == [pinned.pk, hot.pk, cool.pk]


def test_merged_muted_old_and_out_of_focus_topics_stay_away() -> None:
    kept = make_topic()
    make_topic(merged_into=kept)
    make_topic(muted=True)
    make_topic(last_at=utc_now() - timedelta(days=3))
    aside = make_topic(in_focus=False)
    assert [line.id for line in topics_hot(day())] == [kept.pk]
    assert {line.id for line in topics_hot(day(focus=False))} == {kept.pk, aside.pk}


def test_a_page_of_a_past_span_is_full_though_topics_before_it_had_nothing_then() -> None:
    now = utc_now()
    past = Scope(now - timedelta(hours=20), now - timedelta(hours=10))
    topics = [make_topic(heat=n, first_at=now - timedelta(hours=30)) for n in range(6)]
    for topic in topics[:3]:  # the cooler half had items then; all have some before and after
        hour(topic, 15, 2, 1)
    assert [line.id for line in topics_hot(past, limit=2)] == [topics[2].pk, topics[1].pk]
    assert [line.id for line in topics_hot(past, limit=2, skip=2)] == [topics[0].pk]


def test_area_unit_and_sight_narrow_the_list() -> None:
    unit = make_unit()
    tagged = make_topic(areas={"hours": 2}, units=[unit.pk])
    make_topic()
    assert [line.id for line in topics_hot(day(area="hours"))] == [tagged.pk]
    assert [line.id for line in topics_hot(day(unit=unit.pk))] == [tagged.pk]
    assert tagged.pk not in {line.id for line in topics_hot(day(sight=(unit.pk + 1,)))}


def test_a_line_counts_the_window_and_draws_it() -> None:
    topic = make_topic()
    hour(topic, 30, 9, 9)
    hour(topic, 5, 4, 2, neg=1)
    hour(topic, 0, 3, 2, neg=2)
    line = topic_line(topic, day())
    assert (line.items, line.originals, line.neg, line.negative_share) == (7, 4, 3, 0.75)
    assert len(line.spark) == 24
    assert (sum(line.spark), line.spark[-1], line.spark[-6]) == (7, 3, 4)


@pytest.mark.parametrize("hours", [24, 25, 100, 168])
def test_a_line_draws_each_hour_in_the_step_that_it_lies_in(hours: int) -> None:
    topic, end = make_topic(), hour_of(utc_now())
    for back in range(0, hours, 5):
        hour(topic, back, back % 7 + 1, 1, neg=back % 2)
    start, last = end - (hours - 1) * HOUR, end + HOUR
    expected, length = [0] * 24, (last - start) / 24
    for back in range(0, hours, 5):
        expected[min(23, int((end - back * HOUR - start) / length))] += back % 7 + 1
    line = topic_line(topic, Scope(end - hours * HOUR, end))
    assert list(line.spark) == expected
    backs = range(0, hours, 5)
    assert (line.items, line.originals) == (sum(back % 7 + 1 for back in backs), len(backs))
    assert (line.neg, line.pos) == (sum(back % 2 for back in backs), 0)


def test_sources_are_distinct_within_the_window() -> None:
    topic, source = make_topic(), make_source()
    for _ in range(3):
        make_item(topic_id=topic.pk, source=source)
    make_item(topic_id=topic.pk, at=utc_now() - timedelta(days=2))
    assert topic_line(topic, day()).sources == 1
    assert [line.items for line in topic_sources(topic.pk, sight=None)] == [3, 1]


def test_bars_cover_hours_without_items() -> None:
    topic = make_topic()
    hour(topic, 2, 3, 3, neg=1)
    bars = topic_bars(topic.pk, start=hour_of(utc_now()) - 4 * HOUR, end=utc_now())
    assert [bar.total for bar in bars] == [0, 0, 3, 0, 0]


def test_twenty_topics_take_two_queries(django_assert_num_queries: Any) -> None:
    for _ in range(20):
        make_topic()
    with django_assert_num_queries(2):
        lines = topics_hot(day())
    with django_assert_num_queries(0):
        assert len([line.state_label for line in lines]) == 20
