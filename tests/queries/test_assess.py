"""The figures of the assessment, and what false alarms teach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np
import pytest

from monitor.alerts.false_alarms import Judged, precision_by_kind
from monitor.queries.assess import Case, Spread, assess, by_area, by_unit, by_week, spread

NOW = datetime(2026, 11, 26, tzinfo=UTC)
HOUR = timedelta(hours=1)


def case(hours_ago: float, *, seen: float | None = None, closed: float | None = None, **fields: object) -> Case:
    """Raised so many hours ago; seen and closed so many hours later; to be seen in 1 hour, closed in 10."""
    at = NOW - hours_ago * HOUR
    times = {"acknowledged_at": seen, "closed_at": closed, "acknowledge_by": 1, "due_at": 10}
    set_ = {name: None if hours is None else at + hours * HOUR for name, hours in times.items()}
    return Case(raised_at=at, **{**set_, **fields})  # type: ignore[arg-type]


CASES = [
    case(100, seen=0.5, closed=5, areas=("wages",), units=(2,)),
    case(90, seen=2, closed=20, areas=("wages", "safety"), units=(1, 2), false_alarm=True),
    case(50),  # nobody looked: both times are over
    case(5, seen=0.5),  # seen in time, not due yet
    case(0.5),  # nothing is due yet
]


def test_a_time_that_is_not_over_is_not_counted() -> None:
    figures = assess(CASES, now=NOW)
    assert (figures.seen_in_time.hits, figures.seen_in_time.n) == (2, 4)
    assert (figures.closed_in_time.hits, figures.closed_in_time.n) == (1, 3)
    assert (figures.open, figures.open_late) == (3, 1)


def test_median_and_ninetieth_percentile_are_of_what_happened() -> None:
    figures = assess(CASES, now=NOW)
    assert (figures.acknowledged.n, figures.acknowledged.median) == (3, HOUR / 2)
    assert figures.resolved.median == 12.5 * HOUR
    assert figures.resolved.p90 == 18.5 * HOUR
    assert (figures.false_alarms.hits, figures.false_alarms.n) == (1, 2)


def test_nothing_to_count_is_no_figure() -> None:
    figures = assess([], now=NOW)
    assert (figures.acknowledged.median, figures.seen_in_time.value, figures.n) == (None, None, 0)


def test_an_alert_counts_in_each_of_its_areas_and_units_and_units_keep_their_order() -> None:
    assert [(code, one.n) for code, one in by_area(CASES, now=NOW)] == [("wages", 2), ("safety", 1)]
    assert [(unit, one.n) for unit, one in by_unit(CASES, now=NOW)] == [(1, 1), (2, 2)]  # not by volume


def test_every_week_of_the_window_has_a_row() -> None:
    weeks = [date(2026, 11, 16), date(2026, 11, 23)]
    assert [(week.day, one.n) for week, one in by_week(CASES, weeks, now=NOW)] == [(16, 2), (23, 3)]


def judged(count: float, *, false: bool, peak: float | None = None) -> Judged:
    return Judged("topic_rising", false, {"originals": count}, {"originals": peak or count})


def test_a_floor_that_avoids_false_alarms_and_misses_none_is_suggested_first() -> None:
    rows = [judged(n, false=True) for n in (4, 4, 5, 5, 6, 6, 7, 7, 7, 9, 12)]
    rows += [judged(n, false=False) for n in (8, 10, 14)] + [judged(5, false=False, peak=20)]
    (found,) = precision_by_kind(rows)
    best = found.suggestions[0]
    assert (best.floor, best.avoided, best.false_alarms, best.missed, best.later) == (8, 9, 11, 0, 1)
    assert (found.precision.hits, found.precision.n) == (4, 15)


def test_two_false_alarms_suggest_nothing() -> None:
    (found,) = precision_by_kind([judged(4, false=True), judged(4, false=True), judged(9, false=False)])
    assert found.suggestions == ()


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 10, 11, 101])
def test_percentiles_are_those_of_numpy(n: int) -> None:
    rng = Random(n)
    for _ in range(20):
        spans = [timedelta(microseconds=rng.randrange(10**11)) for _ in range(n)]
        median, p90 = np.percentile([span.total_seconds() for span in spans], [50, 90])
        found = spread(spans)
        assert found == Spread(n, timedelta(seconds=round(float(median))), timedelta(seconds=round(float(p90))))
