"""Baselines: what a window usually holds, and how a young topic borrows the rhythm of its area."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.series import Series, profile_of, rhythm
from monitor.lib.clock import SHANGHAI
from tests.alerts.make import NOW, steady


def by_day(at_noon: int, otherwise: int, days: int) -> Series:
    """`at_noon` at 12 o'clock in Shanghai, `otherwise` in every other hour."""
    start = NOW - timedelta(days=days)
    hours = [start + timedelta(hours=h) for h in range(days * 24)]
    return Series({hour: at_noon if hour.astimezone(SHANGHAI).hour == 12 else otherwise for hour in hours}, start)


def usual(series: Series, *, min_hours: int = 24, shape: dict[int, float] | None = None) -> float:
    """Of the hour from 12 o'clock in Shanghai (NOW is 10 o'clock)."""
    noon = NOW + timedelta(hours=2)
    read = profile_of(series, tested_from=NOW, days=28, outages=frozenset(), min_hours=min_hours, shape=shape or {})
    return read.expect(noon, noon + timedelta(hours=1)).expected


def test_a_topic_of_two_days_borrows_the_rhythm_of_its_area() -> None:
    shape = rhythm(by_day(12, 1, 14), tested_from=NOW, days=28, outages=frozenset())
    young = Series({NOW - timedelta(hours=h): 1 for h in range(1, 25)}, NOW - timedelta(days=1))
    assert shape[12] > 5 > 1 > shape[3]
    assert usual(young, shape=dict(shape)) > 4 * usual(young)


def test_with_much_history_its_own_rhythm_decides() -> None:
    assert usual(by_day(1, 1, 28), shape={12: 6.0}) == pytest.approx((4 + 2 * 6) / 6, abs=0.01), (
        "four Wednesdays and the prior"
    )


def test_an_area_of_two_days_has_no_rhythm_to_lend() -> None:
    assert rhythm(steady(2, 2), tested_from=NOW, days=28, outages=frozenset()) == {}
