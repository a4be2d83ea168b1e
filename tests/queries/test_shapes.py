"""Statements that are compiled once for each shape of filters are those that Django would write for the values themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.models import BooleanField, Func, Q, QuerySet

from dashboards.access import Sight
from dashboards.desk import PARTS, Desk
from dashboards.filters import Filters
from monitor.lib.clock import utc_now
from monitor.models import Item, Role, Source, Topic
from monitor.queries import ready, shapes
from monitor.queries.counts import cells_both_reading, cells_reading
from monitor.queries.desk import marks_reading
from monitor.queries.items import newest_reading
from monitor.queries.plan_topics import plan_topics_reading
from monitor.queries.plans import plan_alerting_reading, plan_parts_reading
from monitor.queries.scope import Scope, shaped_scope
from monitor.queries.shapes import Shaped, any_of, array_of, shaped, texts_of
from monitor.queries.together import fetch_together, read_alone
from monitor.queries.topics import topics_hot_and_watched
from tests.conftest import make_item, make_topic

NOW = datetime.fromisoformat("2026-11-03T07:21:09+00:00")
WHOLE = datetime.fromisoformat("2026-11-03T07:00:00+00:00")


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every shape is compiled anew, with both sets of stand-ins."""
    monkeypatch.setattr(shapes, "CHECKED", True)
    monkeypatch.setattr(shapes, "REFUSED", [])
    shapes._compiled.cache_clear()
    yield
    shapes._compiled.cache_clear()
    shapes.REFUSED.clear()


def written(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    return shapes.as_json(compiler, sql), list(params)


def scopes() -> Iterator[Scope]:
    """Spans in one month and over two and three, broken and whole hours; each filter set or not; sight or none."""
    spans = [(NOW - timedelta(days=days), NOW) for days in (1, 40)] + [(WHOLE - timedelta(hours=5), WHOLE)]
    tags: list[dict[str, Any]] = [
        {},
        {"area": "wages"},
        {"unit": 7},
        {"unit": 3, "area": "safety"},
        {"place": "本区", "kind": "forum"},
        {"sentiment": "neg", "focus": False},
        {"plan": 5, "focus": False},
        {"plan": 5, "area": "wages", "kind": "news"},
    ]
    for (start, end), sight, given in product(spans, (None, (), (3, 9, 0)), tags):
        yield Scope(start, end, sight=sight, **given)


def test_statements_of_every_shape_are_those_of_the_values_themselves() -> None:
    compared = 0
    for scope in scopes():
        for reading in (
            cells_reading(scope),
            cells_both_reading(scope, scope.before()),
            topics_hot_and_watched(scope, hot=20, watched=8),
            newest_reading(scope, limit=40),
            marks_reading(scope),
            plan_topics_reading(scope),
            plan_parts_reading(scope),
            plan_alerting_reading(scope),
        ):
            for asked in next(reading):
                assert isinstance(asked, Shaped)
                kept = asked.compiled()
                assert kept is not None, shapes.REFUSED
                assert (kept.sql, kept.bound(asked.slots)) == written(asked.fresh()), asked.build
                compared += 1
    assert compared > 700
    assert not shapes.REFUSED


def test_what_pages_ask_first_is_compiled_before_they_are_opened(db: None) -> None:
    assert ready.compile_shapes(utc_now()) > 200
    compiled = shapes._compiled.cache_info().misses
    for sight, query in product((Sight(Role.ADMIN), Sight(Role.VIEWER, (ready.OWN,))), ready.FILTERS):
        desk = Desk(Filters(**query), sight, utc_now())
        read_alone(desk.reading(PARTS))
    assert shapes._compiled.cache_info().misses == compiled
    assert not shapes.REFUSED


def test_values_are_bound_and_never_written_into_the_statement(db: None) -> None:
    evil = "wages'; DROP TABLE monitor_item; --"
    topic = make_topic(areas={evil: 1})
    asked = shaped(_of_area, area=evil)
    fetch_together([asked])
    assert list(asked) == [topic]
    kept = asked.compiled()
    assert kept is not None
    assert evil not in kept.sql
    assert "wages" not in kept.sql
    assert list(Topic.objects.all()) == [topic]


def test_a_statement_is_written_as_the_driver_would_write_it(db: None) -> None:
    quoted = "'\\%s % \"{}工资"
    literal = psycopg.ClientCursor(connection.connection)
    asked = [
        shaped(_of_area, area=quoted),
        shaped(_of_ids, ids=[1, 2**40]),
        shaped(_first, 5, kind="news"),
        shaped(_titled, title=quoted, at=NOW),
    ]
    for one in asked * 2:
        kept = one.compiled()
        assert kept is not None
        told = literal.mogrify(kept.sql, kept.bound(one.slots))
        assert "".join(kept.written(one.slots, lambda value: literal.mogrify("%s", [value]))) == told
    topic = make_topic(title=quoted, areas={quoted: 1}, first_at=NOW)
    assert fetch_together([asked[0], asked[3], Topic.objects.filter(title__contains="%% ")]) == [[topic], [topic], []]
    assert fetch_together([asked[2], Topic.objects.filter(title__contains="%s % ")])[1] == [topic]
    assert texts_of("a %s 100%% %%s %s") == ["a ", " 100% %s ", ""]


def test_one_shape_serves_many_values_and_each_has_its_own_rows(db: None) -> None:
    topics = [make_topic(title=f"话题{n}") for n in range(5)]
    asked = [shaped(_of_ids, ids=[topic.pk for topic in topics[: n + 1]]) for n in range(5)]
    fetch_together(asked)
    assert [len(list(rows)) for rows in asked] == [1, 2, 3, 4, 5]
    assert shapes._compiled.cache_info().misses == 1
    assert list(asked[4]) == topics
    rows = fetch_together([shaped(_of_ids, ids=[])])
    assert rows == [[]]


def test_a_shape_that_is_read_again_makes_of_its_rows_what_a_queryset_makes(db: None) -> None:
    for n in range(3):
        topic = make_topic(
            heat=0.1 + n, heat_parts={"volume": n, "of": [None, "“"]}, first_at=NOW, vector=bytes([n, 92, 255])
        )
        asked = shaped(_of_ids, ids=[topic.pk])
        fetch_together([asked])
        (found,) = asked
        (alone,) = Topic.objects.filter(pk=topic.pk)
        assert {name: value for name, value in vars(found).items() if name != "_state"} == {
            name: value for name, value in vars(alone).items() if name != "_state"
        }
    assert shapes._compiled.cache_info().misses == 1


def test_a_builder_that_computes_with_a_value_is_built_anew_each_time(db: None) -> None:
    old, new = make_topic(first_at=NOW - timedelta(hours=3)), make_topic(first_at=NOW)
    for at, found in ((NOW, [new]), (NOW - timedelta(hours=3), [old, new])):
        assert fetch_together([shaped(_an_hour_before, at=at)]) == [found]
    assert "computed" in shapes.REFUSED[0]


def test_a_value_in_the_statement_or_a_list_outside_an_array_is_refused(db: None) -> None:
    topic = make_topic()
    assert fetch_together([shaped(_inlined, pk=topic.pk), shaped(_in, ids=[topic.pk])]) == [[topic], [topic]]
    assert len(shapes.REFUSED) == 2


def test_rows_are_read_before_they_are_looked_at() -> None:
    with pytest.raises(TypeError, match="read"):
        list(shaped(_of_ids, ids=[1]))
    with pytest.raises(TypeError, match="bound"):
        shaped(_of_ids, ids=[1.5]).compiled()


def test_items_by_scope_are_those_that_the_condition_finds(db: None) -> None:
    now = utc_now()
    seen = make_item(at=now, units=[3, 4])
    make_item(at=now, units=[8])
    scope = Scope(now - timedelta(days=1), now + timedelta(seconds=1), focus=False, sight=(1, 3))
    rows = fetch_together([shaped_scope(_of_scope, scope)])[0]
    assert [row.id for row in rows] == [seen.id] == [row.id for row in Item.objects.filter(scope.condition())]


def test_no_more_shapes_are_kept_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(shapes.KEPT + 50):
        assert shaped(_first, n, kind="news").compiled()
    assert shapes._compiled.cache_info().currsize == shapes.KEPT


def _of_area(*, area: str) -> QuerySet[Topic]:
    return Topic.objects.filter(areas__has_key=area)


def _of_ids(*, ids: list[int]) -> QuerySet[Topic]:
    return Topic.objects.filter(any_of("pk", ids)).order_by("pk")


def _an_hour_before(*, at: datetime) -> QuerySet[Topic]:
    return Topic.objects.filter(first_at__gte=at - timedelta(hours=1)).order_by("pk")


def _inlined(*, pk: int) -> QuerySet[Topic]:
    own = Func("pk", template=f"%(expressions)s = {int(pk)}", output_field=BooleanField())
    return Topic.objects.filter(Q(own))


def _in(*, ids: list[int]) -> QuerySet[Topic]:
    return Topic.objects.filter(pk__in=ids)


def _of_scope(scope: Scope) -> QuerySet[Item]:
    return Item.objects.filter(scope.condition() & (Q(units__overlap=array_of(scope.sight or ())) | Q(units=[])))


def _titled(*, title: str, at: datetime) -> QuerySet[Topic]:
    return Topic.objects.filter(title=title, first_at__gte=at).order_by("pk")


def _first(n: int, *, kind: str) -> QuerySet[Source]:
    return Source.objects.filter(kind=kind)[: n + 1]
