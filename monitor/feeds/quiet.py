"""When a source has been quiet for longer than its own rhythm explains. Pure; times are aware UTC, gaps are seconds awake.

Nights (23:00 to 07:00 in Shanghai) do not count as silence, nor do weekends for a source that hardly publishes then. The
limit is the larger of one and a half times the longest gap and mean + 4 standard deviations of the gaps: about the 99 %
quantile where items come at random (exponential gaps), close to the rhythm itself where they come like a daily paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import sqrt

KEPT = 64
FEWEST_GAPS = 5
MONDAY = datetime(
    1970, 1, 4, 16, tzinfo=UTC
)  # midnight in Shanghai; its summer time of 1986 to 1991 is nobody's rhythm now
WAKES_S, AWAKE_S = 7 * 3600, 16 * 3600  # of a day
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
    mean = sum(gaps) / len(gaps)
    deviation = sqrt(sum((gap - mean) ** 2 for gap in gaps) / len(gaps))
    limit = max(1.5 * max(gaps), mean + 4 * deviation, least)
    return awake_after(times[-1], limit, weekends_off=resting)


def weekends_off(times: Sequence[datetime]) -> bool:
    """True when over at least two weeks at most one item in twenty came at a weekend."""
    if len(times) < FEWEST_FOR_WEEKENDS or times[-1] - times[0] < WEEKS:
        return False
    return sum((at - MONDAY).days % 7 >= 5 for at in times) * 20 <= len(times)


def awake_s(start: datetime, end: datetime, *, weekends_off: bool) -> float:
    """Seconds between two moments without nights (and weekends)."""
    return _awake(end, weekends_off) - _awake(start, weekends_off)


def awake_after(start: datetime, seconds: float, *, weekends_off: bool) -> datetime | None:
    """The moment when that many seconds awake (more than none) have passed since `start`; None when it is over a year ahead."""
    days, rest = divmod(_awake(start, weekends_off) + seconds, AWAKE_S)
    if not rest:  # as the day ends, not as the next one begins
        days, rest = days - 1, AWAKE_S
    if weekends_off:
        weeks, days = divmod(days, 5)
        days += weeks * 7
    if days - (start - MONDAY).days > LONGEST_DAYS:
        return None
    return MONDAY + timedelta(days=days, seconds=WAKES_S + rest)


def _awake(at: datetime, weekends_off: bool) -> float:
    """Seconds awake since that Monday."""
    since = at - MONDAY
    today = min(max(since.seconds + since.microseconds / 1e6 - WAKES_S, 0), AWAKE_S)
    if not weekends_off:
        return since.days * AWAKE_S + today
    weeks, day = divmod(since.days, 7)
    return (weeks * 5 + min(day, 5)) * AWAKE_S + (today if day < 5 else 0)
