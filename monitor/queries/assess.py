"""Assessment (考核): how fast alerts were seen and closed, by unit, area and week. Pure; never by person, never by sentiment.

Definitions are those that the page prints (`dashboards/answer_words.py`). Times are hours of the clock.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

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


class _Told(NamedTuple):
    """What figures need of a case: spans in seconds, None where it has not come to that; `in_time`: None where it is not counted."""

    acknowledged: float | None
    resolved: float | None
    seen_in_time: bool | None
    closed_in_time: bool | None
    late: bool
    false_alarm: bool


def assess(cases: Sequence[Case], *, now: datetime) -> Assessed:
    """A deadline that is not over is not counted, whether met yet or not; one that is over and not met counts as missed."""
    return _assessed([_told(case, now) for case in cases])


def _told(case: Case, now: datetime) -> _Told:
    raised, seen, closed, due = case.raised_at, case.acknowledged_at, case.closed_at, case.due_at
    return _Told(
        (seen - raised).total_seconds() if seen else None,
        (closed - raised).total_seconds() if closed else None,
        _in_time(seen or closed, case.acknowledge_by, now),
        _in_time(closed, due, now),
        closed is None and due is not None and due < now,
        case.false_alarm,
    )


def _in_time(done: datetime | None, due: datetime | None, now: datetime) -> bool | None:
    if due is None:
        return None
    if done is not None:
        return done <= due
    return False if due < now else None


def _assessed(told: Sequence[_Told]) -> Assessed:
    resolved = [one.resolved for one in told if one.resolved is not None]
    return Assessed(
        n=len(told),
        acknowledged=_spread([one.acknowledged for one in told if one.acknowledged is not None]),
        resolved=_spread(resolved),
        seen_in_time=_share([one.seen_in_time for one in told]),
        closed_in_time=_share([one.closed_in_time for one in told]),
        open=len(told) - len(resolved),
        open_late=sum(one.late for one in told),
        false_alarms=share(sum(one.false_alarm for one in told if one.resolved is not None), len(resolved)),
    )


def spread(spans: Sequence[timedelta]) -> Spread:
    """Percentiles by linear interpolation (Hyndman and Fan 1996, type 7)."""
    return _spread([span.total_seconds() for span in spans])


def _spread(seconds: list[float]) -> Spread:
    if not seconds:
        return Spread(0, None, None)
    seconds.sort()
    median, p90 = (timedelta(seconds=round(_quantile(seconds, share))) for share in (0.5, 0.9))
    return Spread(len(seconds), median, p90)


def _share(counted: list[bool | None]) -> Share:
    return share(counted.count(True), len(counted) - counted.count(None))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """As numpy.percentile gives it, which takes a tenth of a millisecond for each of a hundred small groups."""
    place = share * (len(ordered) - 1)
    first = math.floor(place)
    low, high, part = ordered[first], ordered[min(first + 1, len(ordered) - 1)], place - first
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


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
    groups: dict[Key, list[_Told]] = {}
    for case in cases:
        told = _told(case, now)
        for key in set(keys(case)):
            groups.setdefault(key, []).append(told)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(key, _assessed(group)) for key, group in ordered]
