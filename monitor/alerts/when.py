"""When a message is due: at once, after quiet hours, with the next digest, when a storm is over, or with other news of sources. Pure;
Asia/Shanghai.

Red passes always. Nothing is dropped: whatever waits has a due time, and goes as one digest with the others that wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from monitor.lib.clock import DAY, SHANGHAI

RED = 4
QUIET, DIGEST, STORM, SOURCES = "quiet", "digest", "storm", "sources"
STORM_WAIT = timedelta(minutes=5)
SOURCES_WAIT, SOURCES_APART = timedelta(minutes=2), timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Times:
    """A member's wishes. `rhythm`: now, hourly or daily; both quiet times or neither."""

    quiet_from: time | None = None
    quiet_to: time | None = None
    rhythm: str = "now"
    daily_at: time | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When to send, and why not now ('' for now)."""

    at: datetime
    waits_for: str = ""


ALWAYS = Times()


def due(times: Times, *, level: int, storm_until: datetime | None, now: datetime, together: str = STORM) -> Due:
    """Of a message of this level written at `now`. `storm_until`: too much was told lately, the rest goes together then; `together`: as
    what, STORM or SOURCES."""
    if level >= RED:
        return Due(now)
    found = Due(now)
    if times.rhythm != "now":
        found = Due(next_digest(times, now), DIGEST)
    elif storm_until is not None:
        found = Due(storm_until, together)
    ends = quiet_end(times, found.at)
    return found if ends is None else Due(ends, QUIET if not found.waits_for else found.waits_for)


def quiet_end(times: Times, at: datetime) -> datetime | None:
    """The end of the quiet hours that hold `at`; None outside them."""
    if times.quiet_from is None or times.quiet_to is None or times.quiet_from == times.quiet_to:
        return None
    local = at.astimezone(SHANGHAI)
    clock, first, last = local.time(), times.quiet_from, times.quiet_to
    inside = first <= clock < last if first < last else clock >= first or clock < last
    if not inside:
        return None
    return _next(local, last)


def next_digest(times: Times, now: datetime) -> datetime:
    """The next full hour, or the next time of the daily digest (08:00 when none is set)."""
    local = now.astimezone(SHANGHAI)
    if times.rhythm == "hourly":
        return (local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)).astimezone(now.tzinfo)
    return _next(local, times.daily_at or time(8)).astimezone(now.tzinfo)


def _next(local: datetime, clock: time) -> datetime:
    at = datetime.combine(local.date(), clock, SHANGHAI)
    return at if at > local else at + DAY


def storm_until(told: int, pending_until: datetime | None, *, most: int, now: datetime) -> datetime | None:
    """When a storm's digest goes: `told` messages were written for one target in the last minutes, `most` may go one by one.

    `pending_until`: due time of those that already wait for the storm's end; what comes now joins them. 0 as `most`: no limit.
    """
    if not most or told < most:
        return None
    return pending_until if pending_until is not None and pending_until > now else now + STORM_WAIT


def sources_until(told_at: datetime | None, pending_until: datetime | None, *, now: datetime) -> datetime:
    """When news of sources goes. Sources fail together, behind one proxy say, each when it is next asked: every notice waits a moment
    for the others, and one target hears of sources twice an hour at most.

    `told_at`: when something was last written that has gone since; `pending_until`: due time of what waits, past when it is about to go.
    """
    if pending_until is not None and pending_until > now:
        return pending_until
    last = max((at for at in (told_at, pending_until) if at is not None), default=None)
    return now + SOURCES_WAIT if last is None else max(now + SOURCES_WAIT, last + SOURCES_APART)
