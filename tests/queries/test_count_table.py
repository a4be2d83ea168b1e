"""Counts for programs equal a recount of the items that their reader may see, however they are split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitor.lib.clock import DAY, SHANGHAI, hour_of, utc_now
from monitor.models import Item, Source
from monitor.queries import count_table as module
from monitor.queries.compare import whole_hours
from monitor.queries.count_table import CountRow, count_table
from monitor.queries.scope import Scope
from tests.conftest import make_unit
from tests.queries.test_counts import tagged

pytestmark = pytest.mark.django_db
SPLITS = [(), ("area",), ("sentiment",), ("unit",), ("area", "unit"), ("area", "sentiment", "kind")]


def recount(scope: Scope, split: Collection[str], *, daily: bool, kind: str = "") -> Counter[Any]:
    """{(span, area, sentiment, kind, unit, original)}: items, by looking at each."""
    kinds, found = dict(Source.objects.values_list("pk", "kind")), Counter[Any]()
    for item in Item.objects.filter(scope.condition(), own=False):
        span = item.at.astimezone(SHANGHAI).date() if daily else hour_of(item.at)
        areas = [scope.area] if scope.area else item.areas
        units = [scope.unit] if scope.unit else [one for one in item.units if scope.sight is None or one in scope.sight]
        for area in areas if "area" in split else [""]:
            for unit in units if "unit" in split else [0]:
                tone = item.sentiment if "sentiment" in split else ""
                of = kinds[item.source_id] if "kind" in split else ""
                if not kind or kinds[item.source_id] == kind:
                    found[span, area, tone, of, unit, item.duplicate_of is None] += 1
    return found


def as_counter(rows: list[CountRow]) -> Counter[Any]:
    found = Counter[Any]()
    for row in rows:
        key = (row.at, row.area, row.sentiment, row.kind, row.unit)
        found[*key, True], found[*key, False] = row.originals, row.items - row.originals
    return +found


@pytest.mark.parametrize("filters", [{}, {"focus": False}, {"area": "wages"}, {"own_unit": True}, {"other_unit": True}])
@pytest.mark.parametrize("sight", ["one", "both", "none", "all"])
def test_they_equal_a_recount(filters: dict[str, Any], sight: str) -> None:
    unit, other = make_unit().pk, make_unit(name="另一个工会").pk
    tagged(unit, other)
    wanted = {"one": (unit,), "both": (unit, other), "none": (), "all": None}[sight]
    narrow: dict[str, Any] = {"own_unit": {"unit": unit}, "other_unit": {"unit": other}}.get(
        next(iter(filters), ""), filters
    )
    scope = whole_hours(Scope(utc_now() - 2 * DAY, utc_now(), sight=wanted, **narrow))
    for split in SPLITS:
        unseen = "unit" in split and scope.unit and scope.sight is not None and scope.unit not in scope.sight
        expected = Counter() if unseen else recount(scope, split, daily=False)
        assert as_counter(count_table(scope, daily=False, split=split) or []) == expected
    for kind in ("", "forum", "news"):
        found = count_table(scope, daily=True, split=(), kind=kind) or []
        assert as_counter(found) == recount(scope, (), daily=True, kind=kind)


def test_limited_sight_reads_rollups_and_only_the_items_that_it_hides() -> None:
    unit, other = make_unit().pk, make_unit(name="另一个工会").pk
    tagged(unit, other)
    scope = whole_hours(Scope(utc_now() - 2 * DAY, utc_now(), sight=(unit,)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        count_table(scope, daily=True, split=["sentiment"])
    assert ["monitor_hourcount" in one["sql"] for one in asked] == [True, False]
    assert '"units" = ' in asked[1]["sql"].partition("WHERE")[2]


def test_too_many_rows_are_none_whatever_the_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    unit, other = make_unit().pk, make_unit(name="另一个工会").pk
    tagged(unit, other)
    end = hour_of(utc_now()) + timedelta(hours=1)
    wide, narrow = Scope(end - 2 * DAY, end, sight=(unit,)), Scope(end - 2 * DAY, end)
    most = len(count_table(wide, daily=False, split=["sentiment"]) or [])
    assert most < len(count_table(narrow, daily=False, split=["sentiment"]) or [])
    monkeypatch.setattr(module, "MOST_ROWS", most)
    assert count_table(narrow, daily=False, split=["sentiment"]) is None
    assert (
        len(count_table(wide, daily=False, split=["sentiment"]) or []) == most
    )  # counted from items: what is shown is few enough
    monkeypatch.setattr(module, "MOST_ROWS", most - 1)
    assert count_table(wide, daily=False, split=["sentiment"]) is None
