"""Assessment (考核): how fast alerts were seen and closed, by unit, area and week. Pure; never by person, never by sentiment.

Definitions are those that the page prints (`dashboards/answer_words.py`). Times are hours of the clock.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from monitor.lib.clock import monday_of, shanghai_date
from monitor.lib.shares import Share, share

Key = TypeVar("Key", str, int, date)


@dataclass(frozen=True, slots=True)
class Case:
    """An alert as far as answering goes. `units` and `areas` it belongs to; times None: has not happened, or was not set."""

    raised_at: datetime
    areas: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None
    false_alarm: bool = False
    acknowledge_by: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 90th percentile of some spans; `n` of them. None without any."""

    n: int
    median: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """Figures of a set of alerts; `acknowledged` and `resolved` are spans from the raising."""

    n: int
    acknowledged: Spread
    resolved: Spread
    seen_in_time: Share
    closed_in_time: Share
    open: int
    open_late: int
    false_alarms: Share


def assess(cases: Sequence[Case], *, now: datetime) -> Assessed:
    """A deadline that is not over is not counted, whether met yet or not; one that is over and not met counts as missed."""
    closed = [case for case in cases if case.closed_at]
    waiting = [case for case in cases if not case.closed_at]
    return Assessed(
        n=len(cases),
        acknowledged=spread([case.acknowledged_at - case.raised_at for case in cases if case.acknowledged_at]),
        resolved=spread([case.closed_at - case.raised_at for case in closed if case.closed_at]),
        seen_in_time=_in_time([(case.acknowledged_at or case.closed_at, case.acknowledge_by) for case in cases], now),
        closed_in_time=_in_time([(case.closed_at, case.due_at) for case in cases], now),
        open=len(waiting),
        open_late=sum(case.due_at is not None and case.due_at < now for case in waiting),
        false_alarms=share(sum(case.false_alarm for case in closed), len(closed)),
    )


def spread(spans: Sequence[timedelta]) -> Spread:
    """Percentiles by linear interpolation (Hyndman and Fan 1996, type 7)."""
    if not spans:
        return Spread(0, None, None)
    ordered = sorted(span.total_seconds() for span in spans)
    median, p90 = (timedelta(seconds=round(_quantile(ordered, share))) for share in (0.5, 0.9))
    return Spread(len(spans), median, p90)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """As numpy.percentile gives it, which takes a tenth of a millisecond for each of a hundred small groups."""
    place = share * (len(ordered) - 1)
    first = math.floor(place)
    low, high, part = ordered[first], ordered[min(first + 1, len(ordered) - 1)], place - first
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def _in_time(pairs: Iterable[tuple[datetime | None, datetime | None]], now: datetime) -> Share:
    told = [(done, due) for done, due in pairs if due is not None and (done is not None or due < now)]
    return share(sum(done is not None and done <= due for done, due in told), len(told))


def by_area(cases: Sequence[Case], *, now: datetime) -> list[tuple[str, Assessed]]:
    """An alert with several areas counts in each; most alerts first, then by code."""
    return _grouped(cases, lambda case: case.areas, now)


def by_unit(cases: Sequence[Case], *, now: datetime) -> list[tuple[int, Assessed]]:
    """An alert on a topic about several units counts in each; in the order of the units' numbers, so that none is ranked."""
    return sorted(_grouped(cases, lambda case: case.units, now), key=lambda pair: pair[0])


def by_week(cases: Sequence[Case], weeks: Sequence[date], *, now: datetime) -> list[tuple[date, Assessed]]:
    """Every week of the window, by the day of the raising in Shanghai."""
    found = dict(_grouped(cases, lambda case: (monday_of(shanghai_date(case.raised_at)),), now))
    return [(week, found.get(week) or assess([], now=now)) for week in weeks]


def _grouped(cases: Sequence[Case], keys: Callable[[Case], Iterable[Key]], now: datetime) -> list[tuple[Key, Assessed]]:
    groups: dict[Key, list[Case]] = {}
    for case in cases:
        for key in set(keys(case)):
            groups.setdefault(key, []).append(case)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(key, assess(group, now=now)) for key, group in ordered]
