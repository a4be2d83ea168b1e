"""Since when each source has been listened to, and what is usual for those of one age together. Pure.

A source that was added last week says nothing about the weeks before it: its hours before then are unknown, not zero, and what it
brings now is no rise. So a count is held against the same sources: each group of sources that began at the same time has a series of
its own, and a window's usual is the sum over the groups. A group that is too young to have a usual is left out of the count as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.alerts.series import NONE, NOTHING_KNOWN, Baseline, Profile, Series, profile_of
from monitor.lib.outages import FORGET


@dataclass(frozen=True, slots=True)
class Listening:
    """A source's row in time. `first_count`: hour of the first item that is counted of it, as far back as was read; `away`: when it was
    down or paused for so long that it was no longer part of the picture (end None: it still is)."""

    created_at: datetime
    first_count: datetime | None = None
    away: tuple[tuple[datetime, datetime | None], ...] = ()

    def since(self, now: datetime) -> datetime | None:
        """Since when, seen from `now`; None: not at all. What is stored from before the source was entered (history that was brought, or
        played again) counts only for moments of that time."""
        begun = self.created_at if self.created_at <= now else self.first_count
        for start, end in self.away:
            if start + FORGET >= now:
                continue
            if end is None or end > now:
                return None
            begun = max(begun, end) if begun is not None and end - start > FORGET else begun
        return begun if begun is not None and begun <= now else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Sources that began at about the same time, and what they told by hour since then."""

    sources: frozenset[int]
    series: Series


Counts = Mapping[int, Mapping[datetime, int]]  # source -> hour (UTC) -> items


def cohorts_of(
    counts: Counts, listening: Mapping[int, Listening], *, first: datetime | None, reach: datetime, now: datetime
) -> tuple[Cohort, ...]:
    """The oldest first. `first`: hour of the first count of any source; `reach`: how far back baselines look, whatever began before
    then is of one age."""
    begun: dict[int, datetime] = {}
    for source, one in listening.items():
        if (since := one.since(now)) is not None and first is not None:
            begun[source] = max(since, first)
    groups = defaultdict[datetime, list[int]](list)
    for source, since in begun.items():
        groups[datetime.min.replace(tzinfo=UTC) if since <= max(reach, first or reach) else _day(since)].append(source)
    return tuple(
        Cohort(frozenset(sources), Series(_sum(counts, sources), max(begun[one] for one in sources)))
        for _, sources in sorted(groups.items())
    )


@dataclass(frozen=True, slots=True)
class Usual:
    """Profiles of the groups that are old enough, the oldest first; `known`: their sources."""

    usual: tuple[Profile, ...]
    known: frozenset[int]
    younger: int = 0  # known sources that have been listened to for less time than the oldest
    too_short: Baseline = NOTHING_KNOWN

    def expect(self, start: datetime, end: datetime) -> Baseline:
        """What [start, end) usually holds: the groups' together, on the basis of the oldest."""
        if not self.usual:
            return self.too_short
        found = [profile.expect(start, end) for profile in self.usual]
        total = round(sum(one.expected for one in found), 2)
        return Baseline(total, found[0].basis, found[0].hours, found[0].left_out)


def usual_of(
    cohorts: Iterable[Cohort], *, tested_from: datetime, days: int, outages: frozenset[datetime], min_hours: int
) -> Usual:
    """Read every group's hours before `tested_from` once for all windows."""
    tried = [
        (one, profile_of(one.series, tested_from=tested_from, days=days, outages=outages, min_hours=min_hours))
        for one in cohorts
    ]
    able = [(one, profile) for one, profile in tried if profile.enough]
    longest = max((profile.hours for _, profile in tried), default=0)
    return Usual(
        usual=tuple(profile for _, profile in able),
        known=frozenset(source for one, _ in able for source in one.sources),
        younger=sum(len(one.sources) for one, _ in able[1:]),
        too_short=Baseline(0.0, NONE, longest, 0),
    )


def _sum(counts: Counts, sources: Iterable[int]) -> dict[datetime, int]:
    total = defaultdict[datetime, int](int)
    for source in sources:
        for hour, n in counts.get(source, {}).items():
            total[hour] += n
    return dict(total)


def _day(at: datetime) -> datetime:
    """Its beginning: whoever began on one day is of one age."""
    return at - timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
