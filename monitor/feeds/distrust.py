"""Whether the dates of a source are those of its entries, or only of the poll. Pure.

Some feeds stamp every entry anew with the time at which they are asked. Two signs: at least five entries of one
document, and more than half of those with a date, carry the moment of the poll; or at least half of the entries that
were seen before and read as they did carry another date than they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.feeds.identity import Known
from monitor.feeds.parsed import Entry

POLL_TIME, MOVING = "poll_time", "moving"
FEWEST = 5
BEFORE, AFTER = timedelta(seconds=10), timedelta(seconds=100)
"""Around the moment of asking: a host's clock may be a little behind, and a request may have waited for its turn."""
SAME = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Doubt:
    """`n` of `total` entries showed it."""

    reason: str
    n: int
    total: int

    def __str__(self) -> str:
        return f"dates:{self.reason} {self.n}/{self.total}"


def doubt_poll_time(entries: Iterable[Entry], *, now: datetime) -> Doubt | None:
    """More than half of the dated entries carry the time of the poll."""
    dates = [entry.published for entry in entries if entry.published and entry.dated == "second"]
    n = sum(now - BEFORE <= at <= now + AFTER for at in dates)
    return Doubt(POLL_TIME, n, len(dates)) if n >= FEWEST and n * 2 > len(dates) else None


def doubt_moving(same: Iterable[tuple[Entry, Known]], published: Mapping[int, datetime | None]) -> Doubt | None:
    """At least half of the unchanged entries have another date than at first storing (`published`, by item id)."""
    pairs = [
        (entry.published, before)
        for entry, known in same
        if entry.published and entry.dated == "second" and (before := published.get(known.item_id))
    ]
    n = sum(abs(now - before) > SAME for now, before in pairs)
    return Doubt(MOVING, n, len(pairs)) if n and n * 2 >= len(pairs) else None
