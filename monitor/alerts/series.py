"""What a series usually has in the hours of a window: the baseline. Pure.

Mean of comparable earlier hours, drawn towards the mean of all hours as if PRIOR further observations had been the
latter (shrinkage; with two days of history one loud night is not yet "usual"). Comparable is the same hour of the week
with four weeks of history, else the same hour of the day. The tested hours and hours of outage are left out, never
read as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.lib.clock import HOUR, SHANGHAI, WEEK, hour_of

PRIOR = 2.0


@dataclass(frozen=True, slots=True)
class Series:
    """Originals by hour (UTC). Hours without a key had none; hours before `start` are unknown."""

    counts: Mapping[datetime, int]
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Expected count in a window. `basis`: hour_of_week, hour_of_day, or none (too little history: expected is 0)."""

    expected: float
    basis: str
    hours: int  # observed hours that it rests on
    left_out: int  # hours of outage


NOTHING_KNOWN = Baseline(0.0, "none", 0, 0)


def baseline(
    series: Series,
    *,
    start: datetime,
    end: datetime,
    tested_from: datetime,
    days: int,
    outages: frozenset[datetime],
    min_hours: int,
) -> Baseline:
    """What [start, end) usually holds, judged by the hours before `tested_from` (at most `days` back)."""
    if series.start is None:
        return NOTHING_KNOWN
    first = max(hour_of(series.start), hour_of(tested_from - timedelta(days=days)))
    hours = _hours(first, hour_of(tested_from))
    known = [hour for hour in hours if hour not in outages]
    left_out = len(hours) - len(known)
    if len(known) < min_hours or not known:
        return Baseline(0.0, "none", len(known), left_out)
    weekly = len(known) * HOUR >= 4 * WEEK * 0.95
    total, groups = 0, dict[tuple[int, int], list[int]]()
    for hour in known:
        n = series.counts.get(hour, 0)
        total += n
        groups.setdefault(_slot(hour, weekly=weekly), []).append(n)
    mean = total / len(known)
    expected = sum(
        share * _usual(groups.get(_slot(hour, weekly=weekly), []), mean) for hour, share in _shares(start, end)
    )
    return Baseline(round(expected, 2), "hour_of_week" if weekly else "hour_of_day", len(known), left_out)


def _usual(observed: list[int], mean: float) -> float:
    return (sum(observed) + PRIOR * mean) / (len(observed) + PRIOR)


def _slot(hour: datetime, *, weekly: bool) -> tuple[int, int]:
    local = hour.astimezone(SHANGHAI)
    return (local.weekday() if weekly else 0, local.hour)


def _hours(first: datetime, end: datetime) -> list[datetime]:
    return [first + n * HOUR for n in range(max(0, (end - first) // HOUR))]


def _shares(start: datetime, end: datetime) -> list[tuple[datetime, float]]:
    """Each hour that the window touches, with the share of it that lies inside."""
    shares, hour = [], hour_of(start)
    while hour < end:
        inside = min(end, hour + HOUR) - max(start, hour)
        shares.append((hour, inside / HOUR))
        hour += HOUR
    return shares
