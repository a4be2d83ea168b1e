"""Counts of a span: equal to a recount of the items, whatever the minute, filter and sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.models import Item
from monitor.queries.counts import cells_both_reading, cells_of, hour_bars, tally
from monitor.queries.desk import numbers
from monitor.queries.scope import Scope
from monitor.queries.together import read_alone
from tests.conftest import make_item, make_source, make_unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 2, 41, 30, tzinfo=UTC)  # the window crosses the end of a month
DAY = timedelta(hours=24)


@pytest.fixture
def week() -> list[Item]:
    """Two days of items every 37 minutes, of all kinds."""
    unit, source = make_unit(), make_source()
    return [
        make_item(
            source=source,
            at=NOW - timedelta(minutes=37 * n + 1),
            sentiment=("neg", "neu", "pos")[n % 3],
            areas=([], ["wages"], ["wages", "hours"])[n % 3],
            in_focus=n % 4 != 0,
            units=[unit.pk] if n % 5 == 0 else [],
            duplicate_of=1 if n % 7 == 0 else None,
        )
        for n in range(80)
    ]


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


def test_the_change_compares_two_spans_of_the_same_length() -> None:
    for hours in (1, 2, 3, 25, 26):
        make_item(at=NOW - timedelta(hours=hours), sentiment="neg" if hours < 3 or hours == 25 else "pos")
    found = numbers(Scope(NOW - DAY, NOW), now=NOW)
    assert (found.now.items, found.before.items) == (3, 2)
    assert found.change == pytest.approx(0.5)
    assert found.negative_points == pytest.approx((2 / 3 - 1 / 2) * 100)


def test_nothing_before_is_no_change_rather_than_infinity() -> None:
    make_item(at=NOW - timedelta(hours=1))
    found = numbers(Scope(NOW - DAY, NOW), now=NOW)
    assert (found.change, found.negative_points) == (None, None)


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
