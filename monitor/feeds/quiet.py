"""When a source has been quiet for longer than its own rhythm explains. Pure; times are aware UTC, gaps are seconds awake.

Nights (23:00 to 07:00 in Shanghai) do not count as silence, nor do weekends for a source that hardly publishes then. The
limit is the larger of one and a half times the longest gap and mean + 4 standard deviations of the gaps: about the 99 %
quantile where items come at random (exponential gaps), close to the rhythm itself where they come like a daily paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from statistics import fmean, pstdev

from monitor.lib.clock import SHANGHAI

KEPT = 64
FEWEST_GAPS = 5
WAKES, SLEEPS = time(7), time(23)
LEAST_S = 12 * 3600  # three quarters of a waking day: nobody need know sooner that a source pauses
LEAST_YOUNG_S = 24 * 3600  # of a rhythm known for less than three days
YOUNG = timedelta(days=3)
WEEKS = timedelta(days=14)
FEWEST_FOR_WEEKENDS = 10
LONGEST_DAYS = 400  # further ahead is never


def times_merge(before: Iterable[datetime], news: Iterable[datetime], *, now: datetime) -> list[datetime]:
    """The latest distinct moments of publication, oldest first; dates in the future are nobody's rhythm."""
    return sorted({at for at in (*before, *news) if at <= now})[-KEPT:]


def quiet_at(times: Sequence[datetime]) -> datetime | None:
    """The moment from which the source counts as silent; None while its rhythm is not known (fewer than five gaps)."""
    if len(times) <= FEWEST_GAPS:
        return None
    resting = weekends_off(times)
    gaps = [awake_s(earlier, later, weekends_off=resting) for earlier, later in pairwise(times)]
    least = LEAST_YOUNG_S if times[-1] - times[0] < YOUNG else LEAST_S
    limit = max(1.5 * max(gaps), fmean(gaps) + 4 * pstdev(gaps), least)
    return awake_after(times[-1], limit, weekends_off=resting)


def weekends_off(times: Sequence[datetime]) -> bool:
    """True when over at least two weeks at most one item in twenty came at a weekend."""
    if len(times) < FEWEST_FOR_WEEKENDS or times[-1] - times[0] < WEEKS:
        return False
    return sum(_weekend(at.astimezone(SHANGHAI)) for at in times) * 20 <= len(times)


def awake_s(start: datetime, end: datetime, *, weekends_off: bool) -> float:
    """Seconds between two moments without nights (and weekends)."""
    return sum(
        (min(close, end) - max(begin, start)).total_seconds() for begin, close in _days(start, end, weekends_off)
    )


def awake_after(start: datetime, seconds: float, *, weekends_off: bool) -> datetime | None:
    """The moment when that many seconds awake have passed since `start`; None when that is more than a year ahead."""
    for begin, close in _days(start, start + timedelta(days=LONGEST_DAYS), weekends_off):
        begin = max(begin, start)
        there = (close - begin).total_seconds()
        if there >= seconds:
            return (begin + timedelta(seconds=seconds)).astimezone(UTC)
        seconds -= there
    return None


def _days(start: datetime, end: datetime, weekends_off: bool) -> Iterable[tuple[datetime, datetime]]:
    """Waking hours that touch [start, end), each (begin, close)."""
    day = start.astimezone(SHANGHAI).date()
    while (begin := datetime.combine(day, WAKES, SHANGHAI)) < end:
        close = datetime.combine(day, SLEEPS, SHANGHAI)
        if close > start and not (weekends_off and _weekend(begin)):
            yield begin, close
        day += timedelta(days=1)


def _weekend(at: datetime) -> bool:
    return at.weekday() >= 5
