"""Hours in which too many sources were down for a count to mean anything. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.lib.clock import HOUR, hour_of

HALF = timedelta(minutes=30)
FORGET = timedelta(hours=72)  # a source away for longer is no longer part of the picture


@dataclass(frozen=True, slots=True)
class Down:
    """An outage of one source; `end` None: it goes on."""

    source: int
    start: datetime
    end: datetime | None


def outage_hours(
    outages: Iterable[Down], *, sources: int, share: float, since: datetime, now: datetime
) -> frozenset[datetime]:
    """Hours (UTC starts) for at least half of which at least `share` of `sources` were down."""
    down: dict[datetime, set[int]] = defaultdict(set)
    for outage in outages:
        end = min(outage.end or now, outage.start + FORGET, now)
        hour = hour_of(max(outage.start, since))
        while hour < end:
            if min(end, hour + HOUR) - max(outage.start, hour) >= HALF:
                down[hour].add(outage.source)
            hour += HOUR
    return frozenset(hour for hour, who in down.items() if len(who) >= max(share * sources, 1))
