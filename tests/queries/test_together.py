"""Querysets read in one statement give what each gives alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count, QuerySet, Sum, Value
from django.db.models.functions import TruncHour

from monitor.models import Alert, HourCount, Item, Source, Topic, Unit
from monitor.queries.together import Part, Reading, abreast, counted, fetch_together, parts_read, read_alone
from tests.conftest import make_item, make_topic, make_unit

pytestmark = pytest.mark.django_db


def asked() -> list[QuerySet[Any, Any]]:
    """Rows, rows with others beside them, tuples, values, sums, unions, hours; JSON, arrays, bytes, times and dates; none."""
    named = Source.objects.order_by().values_list(Value("s"), "pk", "name")
    return [
        Topic.objects.order_by("-id"),
        Alert.objects.select_related("topic", "source", "assignee"),
        Item.objects.order_by("id").defer("text"),
        Item.objects.order_by().annotate(hour=TruncHour("at")).values_list("hour").annotate(n=Count("*")),
        HourCount.objects.order_by("hour", "area").values("hour", "area").annotate(n=Sum("n")),
        named.union(Topic.objects.order_by().values_list(Value("t"), "pk", "title"), all=True),
        Unit.objects.values_list("words", flat=True),
        Source.objects.order_by("-id"),
        Source.objects.filter(pk__in=[]),
        counted(Item.objects.all()),
    ]


def state(row: Any) -> Any:
    if not hasattr(row, "_state"):
        return row
    beside = {name: one and state(one) for name, one in row._state.fields_cache.items()}
    return {name: value for name, value in vars(row).items() if name != "_state"} | beside


def test_rows_read_together_are_those_read_alone(django_assert_num_queries: Any) -> None:
    topic = make_topic(vector=b"\x00\xff\\x", summary=[{"text": '“欠薪”\\"', "item": 1}], heat=0.1 + 0.2)
    make_item(topic_id=topic.pk, title='引号"与\\反斜杠\n')
    make_unit(words=["云河,新城", 'a"b'])
    at = topic.first_at
    Source.objects.update(recent_times=[at, at - timedelta(microseconds=1)], last_ok_at=at, body_digest=b"\x00\\x")
    Alert.objects.create(
        kind="topic_rising", level=2, topic=topic, evidence={"a": [1, None]}, raised_at=at, changed_at=at
    )
    with django_assert_num_queries(1):
        together = fetch_together(asked())
    assert [[state(row) for row in rows] for rows in together] == [[state(row) for row in rows] for rows in asked()]
    assert [len(rows) for rows in together] == [1, 1, 1, 1, 2, 2, 1, 1, 0, 1]


def test_a_queryset_that_was_read_together_can_be_filtered_further() -> None:
    first, second = make_topic(), make_topic()
    rows, other = Topic.objects.order_by("id"), Unit.objects.all()
    fetch_together([rows, other])
    assert list(rows) == [first, second]
    assert list(rows.filter(pk=second.pk)) == [second]


def test_readings_in_step_take_as_many_statements_as_the_longest(django_assert_num_queries: Any) -> None:
    make_topic()

    def rounds(n: int) -> Reading[int]:
        found = 0
        for _ in range(n):
            (topics, units) = yield [Topic.objects.all(), Unit.objects.all()]
            found += len(topics) + len(units)
        return found

    with django_assert_num_queries(3):
        assert read_alone(abreast({"none": rounds(0), "one": rounds(1), "three": rounds(3)})) == {
            "none": 0,
            "one": 1,
            "three": 3,
        }


class Page:
    """Two parts."""

    @Part
    def topics(self) -> Reading[list[Topic]]:
        (found,) = yield [Topic.objects.all()]
        return found

    @Part
    def units(self) -> Reading[list[Unit]]:
        (found,) = yield [Unit.objects.all()]
        return found


def test_parts_are_read_at_once_before_they_are_asked_for_or_each_when_it_is(django_assert_num_queries: Any) -> None:
    page, lazy, topic = Page(), Page(), make_topic()
    with django_assert_num_queries(1):
        parts_read(page, "topics", "units")
        assert (page.topics, page.units) == ([topic], [])
    with django_assert_num_queries(1):
        assert lazy.topics == lazy.topics == [topic]
