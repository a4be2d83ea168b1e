"""When to ask a source again. Pure: `now` and the jitter are passed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

RECENT = 20
BACKOFF_CAP_S = 6 * 3600
MAX_DOUBLINGS = 10
SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. In an exercise every interval is `shortest`."""

    shortest: int
    longest: int
    drill: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The next poll, and the source's interval (seconds) before jitter, back-off and Retry-After."""

    at: datetime
    interval_s: int


def next_check(
    *,
    now: datetime,
    limits: Limits,
    interval_s: int,
    times: Sequence[datetime] = (),
    new: int = 0,
    failures: int = 0,
    floor_s: int | None = None,
    retry_after_s: int | None = None,
    first: bool = False,
    jitter: float = 0.0,
) -> Plan:
    """The source's own rhythm between `limits`, not before what it asks for.

    `times` are those of its recent entries (any order), `new` how many this poll brought, `floor_s` what ttl, `sy:` or
    Cache-Control ask for, `jitter` 0..1 (adds up to a tenth, so that sources spread out). Each failure doubles. After the
    `first` poll the wait is anything up to the interval: sources that were brought together do not stay together.
    """
    if limits.drill:
        return Plan(now + timedelta(seconds=max(limits.shortest, retry_after_s or 0)), limits.shortest)
    interval = interval_s
    if not failures:
        interval = rhythm(times, now) or _adapted(interval_s, new)
    floor = min(max(limits.shortest, floor_s or 0), limits.longest)
    interval = min(max(interval, floor), limits.longest)
    wait = float(interval)
    if failures:
        wait = max(limits.shortest * 2.0 ** min(failures - 1, MAX_DOUBLINGS), floor)
        wait = min(wait, max(BACKOFF_CAP_S, floor), limits.longest)
    jitter = min(max(jitter, 0.0), 1.0)
    wait = max(wait * jitter, floor) if first and not failures else wait * (1 + SPREAD * jitter)
    wait = max(wait, min(retry_after_s or 0, limits.longest))
    return Plan(now + timedelta(seconds=wait), interval)


def rhythm(times: Sequence[datetime], now: datetime) -> int | None:
    """Half the median gap between recent entries, seconds; longer when the source has been quiet for longer than that.

    None when the dates say nothing: fewer than three, or all of one moment (some feeds stamp the time of the poll).
    """
    past = sorted((at for at in times if at <= now), reverse=True)[:RECENT]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(past)]
    if len(gaps) < 2 or past[0] - past[-1] < timedelta(seconds=60):
        return None
    silence = (now - past[0]).total_seconds()
    return int(max(median(gaps) / 2, silence / 8))


def _adapted(interval_s: int, new: int) -> int:
    """Without dates: closer after news, further apart without."""
    return int(interval_s * (0.7 if new else 1.25))
