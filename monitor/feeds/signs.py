"""Signs that something is odd with a source though it answers: late answers, impossible dates, everything new. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from monitor.feeds.parsed import Entry

KEPT_MS = 5
SLOW_MS, SWIFT_MS = 8_000, 5_000  # slow from the first on, until below the second
EMPTY, FUTURE, ALL_NEW = "empty", "future", "all_new"
FEWEST_FUTURE = 3
AHEAD, AHEAD_OF_DAY = timedelta(hours=1), timedelta(hours=24)
FULL = 10  # entries of a document that is full enough to judge
SHARE_NEW = 0.9
EXPLAINED = 5  # so many times the usual number of new entries is still a busy day
UNKNOWN_RHYTHM = timedelta(days=1)
REMEMBERED = timedelta(hours=24)  # so long "everything new" is shown, else the next poll would hide it


def recent_merge(before: Sequence[int], ms: int) -> list[int]:
    """Durations of the last answers, milliseconds, newest last."""
    return [*before, max(ms, 0)][-KEPT_MS:]


def is_slow(recent: Sequence[int], *, before: bool) -> bool:
    """The median of the last answers is late; once slow, it must become clearly faster. At least three answers."""
    return len(recent) >= 3 and median(recent) > (SWIFT_MS if before else SLOW_MS)


def dates_ahead(entries: Iterable[Entry], *, now: datetime) -> str:
    """ "future n/m" when most dated entries (at least three) carry a time that has not come yet; else ''."""
    dated = [entry for entry in entries if entry.published]
    n = sum(_ahead(entry, now) for entry in dated)
    return f"{FUTURE} {n}/{len(dated)}" if n >= FEWEST_FUTURE and n * 2 > len(dated) else ""


def _ahead(entry: Entry, now: datetime) -> bool:
    margin = AHEAD_OF_DAY if entry.dated == "day" else AHEAD
    return entry.published is not None and entry.published > now + margin


def all_new(*, fresh: int, total: int, last_ok_at: datetime | None, times: Sequence[datetime], now: datetime) -> str:
    """ "all_new n/m" when nine tenths of a full document are new on a known source and its rhythm does not explain it.

    `last_ok_at` None: not known before. `times` are its moments of publication before this poll, oldest first.
    """
    if last_ok_at is None or total < FULL or fresh < SHARE_NEW * total:
        return ""
    since = now - last_ok_at
    span = times[-1] - times[0] if len(times) > 2 else timedelta()
    if not span:
        return "" if since > UNKNOWN_RHYTHM else f"{ALL_NEW} {fresh}/{total}"
    expected = (len(times) - 1) * (since / span)
    return "" if fresh <= EXPLAINED * expected else f"{ALL_NEW} {fresh}/{total}"


def concern_after(before: str, since: datetime | None, found: str | None, now: datetime) -> str:
    """What is odd after a poll: as before when nothing was read (None); "everything new" is remembered for a day."""
    if found is None:
        stale = before.startswith(ALL_NEW) and (since is None or now - since >= REMEMBERED)
        return "" if stale else before
    if not found and before.startswith(ALL_NEW) and since is not None and now - since < REMEMBERED:
        return before
    return found
