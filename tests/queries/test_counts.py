"""Counts of a span: equal to a recount of the items, whatever the minute, filter and sight."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitor.lib.clock import SHANGHAI, hour_of, utc_now
from monitor.models import Item
from monitor.queries.compare import area_totals, cells_by_area, cells_by_unit, day_totals, source_shares, whole_hours
from monitor.queries.counts import cells_both_reading, cells_of, from_rollups, hour_bars, tally
from monitor.queries.desk import numbers
from monitor.queries.scope import Scope
from monitor.queries.together import read_alone
from tests.conftest import make_item, make_items, make_source, make_unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 2, 41, 30, tzinfo=UTC)  # the window crosses the end of a month
DAY = timedelta(hours=24)


@pytest.fixture
def week() -> list[Item]:
    """Two days of items every 37 minutes, of all kinds."""
    unit, source = make_unit(), make_source()
    return make_items(
        {
            "source": source,
            "at": NOW - timedelta(minutes=37 * n + 1),
            "sentiment": ("neg", "neu", "pos")[n % 3],
            "areas": ([], ["wages"], ["wages", "hours"])[n % 3],
            "in_focus": n % 4 != 0,
            "units": [unit.pk] if n % 5 == 0 else [],
            "duplicate_of": 1 if n % 7 == 0 else None,
        }
        for n in range(80)
    )


@pytest.mark.parametrize("filters", [{}, {"focus": False}, {"area": "wages"}, {"area": "hours", "focus": False}])
@pytest.mark.parametrize("minutes", [0, 17, 18.5])
def test_counts_equal_a_recount(week: list[Item], filters: dict[str, Any], minutes: float) -> None:
    end = NOW - timedelta(minutes=minutes)
    scope = Scope(end - DAY, end, **filters)
    items = list(Item.objects.filter(scope.condition()))
    found = tally(cells_of(scope))
    assert items
    assert found.items == len(items)
    assert found.neg == sum(i.sentiment == "neg" and i.duplicate_of is None for i in items)


def test_a_unit_filter_and_a_limited_sight_count_what_their_list_shows(week: list[Item]) -> None:
    unit = week[0].units[0]
    for scope in (
        Scope(NOW - DAY, NOW, unit=unit),
        Scope(NOW - DAY, NOW, sight=(unit,)),
        Scope(NOW - DAY, NOW, sight=(0,)),
    ):
        assert 0 < tally(cells_of(scope)).items == Item.objects.filter(scope.condition()).count()


def test_the_bars_add_up_to_the_number_and_cover_every_hour(week: list[Item]) -> None:
    scope = Scope(NOW - DAY, NOW)
    cells = cells_of(scope)
    bars = hour_bars(scope, cells)
    assert len(bars) == 25
    assert sum(bar.total for bar in bars) == tally(cells).items


def test_the_unions_own_publications_count_in_nothing() -> None:
    make_item(at=NOW - timedelta(minutes=10), source=make_source(own=True))
    make_item(at=NOW - timedelta(hours=3), source=make_source(own=True))
    assert tally(cells_of(Scope(NOW - DAY, NOW))).items == 0


def test_points_compare_two_spans_of_the_same_length() -> None:
    for hours in (1, 2, 3, 25, 26):
        make_item(at=NOW - timedelta(hours=hours), sentiment="neg" if hours < 3 or hours == 25 else "pos")
    found = numbers(Scope(NOW - DAY, NOW), now=NOW)
    assert (found.now.items, found.before.items) == (3, 2)
    assert found.negative_points == pytest.approx((2 / 3 - 1 / 2) * 100)


def test_nothing_before_has_no_share_to_compare_with() -> None:
    make_item(at=NOW - timedelta(hours=1))
    found = numbers(Scope(NOW - DAY, NOW), now=NOW)
    assert (found.before.items, found.negative_points) == (0, None)


def test_numbers_take_one_query(week: list[Item], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = numbers(Scope(NOW - DAY, NOW), now=NOW)
    with django_assert_num_queries(0):
        assert found.bars


def test_two_spans_read_together_are_what_each_is_alone() -> None:
    for minutes in (5, 90, 24 * 60 - 5, 24 * 60 + 5, 25 * 60, 47 * 60 + 55, 49 * 60):
        make_item(at=NOW - timedelta(minutes=minutes), sentiment="pos" if minutes % 2 else "neg", place="本区")
    scope = Scope(NOW - DAY, NOW, place="本区")
    both, alone = read_alone(cells_both_reading(scope, scope.before())), (cells_of(scope), cells_of(scope.before()))
    assert [sorted(cells) for cells in both] == [sorted(cells) for cells in alone]
    assert [tally(cells).items for cells in both] == [3, 3]
    assert tally(cells_of(replace(scope, sentiment="pos"))).items == 2
    assert tally(cells_of(replace(scope, kind="forum"))).items == 0


def tagged(unit: int, other: int) -> None:
    """Three days before now, every 29 minutes: of nobody, of one unit, of another, of both; own publications too."""
    source, ours, now = make_source(), make_source(own=True), utc_now()
    make_items(
        {
            "source": ours if n % 11 == 0 else source,
            "at": now - timedelta(minutes=29 * n + 1),
            "sentiment": ("neg", "neu", "pos")[n % 3],
            "areas": ([], ["wages"], ["wages", "hours"])[n % 3],
            "in_focus": n % 5 != 0,
            "units": ([], [unit], [other], [unit, other])[n % 4],
            "duplicate_of": 1 if n % 7 == 0 else None,
        }
        for n in range(140)
    )


LIMITED = [
    {},
    {"focus": False},
    {"area": "wages"},
    {"sentiment": "neg"},
    {"own_unit": True},
    {"other_unit": True},
    {"other_unit": True, "area": "wages"},
]


@pytest.mark.parametrize("filters", LIMITED)
@pytest.mark.parametrize("sight", ["one", "both", "none"])
def test_limited_sight_counts_from_rollups_what_a_recount_of_items_finds(filters: dict[str, Any], sight: str) -> None:
    unit, other = make_unit().pk, make_unit(name="另一个工会").pk
    tagged(unit, other)
    wanted = {"one": (unit,), "both": (unit, other), "none": ()}[sight]
    narrow = {name: value for name, value in filters.items() if value is not True}
    narrow |= {"unit": unit} if filters.get("own_unit") else {"unit": other} if filters.get("other_unit") else {}
    end = utc_now() - timedelta(minutes=13)
    scope = Scope(end - 2 * DAY, end, sight=wanted, **narrow)
    assert from_rollups(scope)
    items = Counter(
        (hour_of(item.at), item.sentiment, item.duplicate_of is None)
        for item in Item.objects.filter(scope.condition(), own=False)
    )
    assert items or sight == "none"
    found: Counter[Any] = Counter()
    for hour, sentiment, original, n in cells_of(scope):
        assert n > 0
        found[hour, sentiment, original] += n
    assert found == items


@pytest.mark.parametrize("sight", [None, (1,)])
@pytest.mark.parametrize("narrow", [{}, {"area": "wages"}, {"unit": 2}, {"unit": 2, "area": "wages"}])
def test_the_sums_are_read_where_they_know_what_is_asked_for(
    sight: tuple[int, ...] | None, narrow: dict[str, Any]
) -> None:
    end = utc_now()
    with CaptureQueriesContext(connection) as asked:
        cells_of(Scope(end - DAY, end, sight=sight, **narrow))
    (statement,) = (one["sql"] for one in asked.captured_queries)
    assert ("monitor_hourcount" in statement, "monitor_hoursum" in statement) == (len(narrow) == 2, len(narrow) < 2)


@pytest.mark.parametrize("filters", [{}, {"focus": False}, {"area": "wages"}])
@pytest.mark.parametrize("minutes", [0, 13])
def test_two_spans_of_limited_sight_read_together_are_what_a_recount_of_items_finds(
    filters: dict[str, Any], minutes: int
) -> None:
    unit, other = make_unit().pk, make_unit(name="另一个工会").pk
    tagged(unit, other)
    end = hour_of(utc_now()) - timedelta(minutes=minutes)
    scope = Scope(end - DAY, end, sight=(unit,), **filters)
    for one, cells in zip((scope, scope.before()), read_alone(cells_both_reading(scope, scope.before())), strict=True):
        items = Item.objects.filter(one.condition(), own=False)
        assert tally(cells).items == items.count() > 0
        assert tally(cells).neu == items.filter(duplicate_of=None, sentiment="neu").count() > 0


def test_what_rollups_still_count_when_its_items_are_gone_is_not_shown_to_limited_sight() -> None:
    end = utc_now() - timedelta(days=400)
    old = Scope(end - DAY, end, sight=(1,))
    assert not from_rollups(old)
    assert from_rollups(Scope(end - DAY, end))
    assert from_rollups(Scope(end - DAY, end, sight=(1,), unit=1))  # of a unit of theirs nothing is hidden


def test_comparisons_of_limited_sight_equal_a_recount() -> None:
    unit, other = make_unit().pk, make_unit(name="另一个工会").pk
    tagged(unit, other)
    scope = whole_hours(Scope(utc_now() - 2 * DAY, utc_now(), sight=(unit,)))
    items = list(Item.objects.filter(scope.condition(), own=False))
    assert any(item.units == [] for item in items)
    assert Item.objects.filter(scope.hidden()).exists()
    assert day_totals(scope) == Counter(item.at.astimezone(SHANGHAI).date() for item in items)
    assert area_totals(scope) == Counter(area for item in items for area in item.areas)
    assert sum(share.items for share in source_shares(scope)) == len(items)
    by_area = cells_by_area(scope, ["wages", "hours"])
    assert {area: sum(n for *_, n in cells) for area, cells in by_area.items()} == area_totals(scope)
    own = cells_by_unit(scope, [unit])
    assert sum(n for *_, n in own[unit]) == sum(unit in item.units for item in items)
