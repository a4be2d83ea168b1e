"""What a series usually has in the hours of a window: the baseline. Pure.

Mean of comparable earlier hours, drawn towards a prior as if PRIOR further observations had been it (shrinkage; with two days of
history one loud night is not yet "usual"). Comparable is the same hour of the week with four weeks of history, else the same hour
of the day. The prior is the mean of all hours, for a topic times how the hour of the day stands out in its area (`shape`): a topic of two
days borrows the rhythm of its area. The tested hours and hours of outage are left out, never read as zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.lib.clock import HOUR, SHANGHAI, WEEK, hour_of

PRIOR = 2.0
SHAPE_HOURS = 72  # observed hours of an area from which its rhythm is known
HOUR_OF_WEEK, HOUR_OF_DAY, WINDOWS, NONE = "hour_of_week", "hour_of_day", "windows", "none"
Shape = Mapping[int, float]  # hour of the day in Shanghai -> its mean over the mean of all hours
FLAT: Shape = {}


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by hour (UTC). Hours without a key had none; hours before `start` are unknown."""

    counts: Mapping[datetime, int]
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Expected count in a window.

    `basis`: hour_of_week, hour_of_day (less than four weeks known), windows (mean of earlier windows), or none (too little
    history: expected is 0 and nothing is compared).
    """

    expected: float
    basis: str
    hours: int  # observed hours that it rests on
    left_out: int  # hours of outage


NOTHING_KNOWN = Baseline(0.0, NONE, 0, 0)


def known_hours(
    series: Series, *, tested_from: datetime, days: int, outages: frozenset[datetime]
) -> tuple[list[datetime], int]:
    """(hours before `tested_from`, at most `days` back, that tell something; how many were left out as outages)."""
    if series.start is None:
        return [], 0
    first = max(hour_of(series.start), hour_of(tested_from - timedelta(days=days)))
    hours = _hours(first, hour_of(tested_from))
    known = [hour for hour in hours if hour not in outages]
    return known, len(hours) - len(known)


@dataclass(frozen=True, slots=True)
class Profile:
    """A series by slots, ready for any window before which it was read. `enough`: of what is known to compare with."""

    means: Mapping[tuple[int, int], float]
    mean: float
    weekly: bool
    hours: int
    left_out: int
    enough: bool
    shape: Shape

    def expect(self, start: datetime, end: datetime) -> Baseline:
        """What [start, end) usually holds."""
        if not self.enough:
            return Baseline(0.0, NONE, self.hours, self.left_out)
        expected = sum(share * self._usual(hour) for hour, share in _shares(start, end))
        return Baseline(round(expected, 2), HOUR_OF_WEEK if self.weekly else HOUR_OF_DAY, self.hours, self.left_out)

    def _usual(self, hour: datetime) -> float:
        """Of one hour; a slot without an observation has its prior."""
        found = self.means.get(_slot(hour, weekly=self.weekly))
        return _prior(self.mean, hour, self.shape) if found is None else found


def profile_of(
    series: Series,
    *,
    tested_from: datetime,
    days: int,
    outages: frozenset[datetime],
    min_hours: int,
    shape: Shape = FLAT,
) -> Profile:
    """Read the hours before `tested_from` (at most `days` back) once for all windows."""
    known, left_out = known_hours(series, tested_from=tested_from, days=days, outages=outages)
    if len(known) < min_hours or not known:
        return Profile({}, 0.0, weekly=False, hours=len(known), left_out=left_out, enough=False, shape=shape)
    weekly = len(known) * HOUR >= 4 * WEEK * 0.95
    groups, like = defaultdict[tuple[int, int], list[int]](list), dict[tuple[int, int], datetime]()
    for hour in known:
        slot = _slot(hour, weekly=weekly)
        groups[slot].append(series.counts.get(hour, 0))
        like[slot] = hour
    mean = sum(map(sum, groups.values())) / len(known)
    means = {slot: _usual(observed, _prior(mean, like[slot], shape)) for slot, observed in groups.items()}
    return Profile(means, mean, weekly, len(known), left_out, enough=True, shape=shape)


def rhythm(series: Series, *, tested_from: datetime, days: int, outages: frozenset[datetime]) -> Shape:
    """How each hour of the day stands out in a series; flat when too little of it is known."""
    known, _ = known_hours(series, tested_from=tested_from, days=days, outages=outages)
    total = sum(series.counts.get(hour, 0) for hour in known)
    if len(known) < SHAPE_HOURS or not total:
        return FLAT
    groups = defaultdict[int, list[int]](list)
    for hour in known:
        groups[_slot(hour, weekly=False)[1]].append(series.counts.get(hour, 0))
    mean = total / len(known)
    return {of_day: _usual(observed, mean) / mean for of_day, observed in groups.items()}


def total_before(series: Series, *, tested_from: datetime, days: int, outages: frozenset[datetime]) -> int:
    """Count of all known hours before `tested_from`."""
    known, _ = known_hours(series, tested_from=tested_from, days=days, outages=outages)
    return sum(series.counts.get(hour, 0) for hour in known)


def _usual(observed: Iterable[int], prior: float) -> float:
    values = list(observed)
    return (sum(values) + PRIOR * prior) / (len(values) + PRIOR)


def _prior(mean: float, hour: datetime, shape: Shape) -> float:
    return mean * shape.get(_slot(hour, weekly=False)[1], 1.0)


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
