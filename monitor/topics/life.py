"""The state of a topic's life from its hourly counts, with hysteresis: between two bounds it stays what it was.

    emerging -> growing -> peak -> fading -> ended -> revived -> growing ...

Counts are items (reposts too) of the last 6 hours, of the 6 before, and of the busiest 6 hours in the last 72.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.topics.heat import HourOfTopic

EMERGING, GROWING, PEAK, FADING, ENDED, REVIVED = "emerging", "growing", "peak", "fading", "ended", "revived"
HOURS = 72
SPAN = 6
SILENCE = timedelta(hours=48)  # without an item: ended
ENOUGH = 3  # fewer items in a span say nothing about growth
REVIVAL = 2  # items in a day: one late item is no revival
GROW, STILL_GROWS = 1.5, 1.1  # last span against the one before: to begin growing, to go on
HIGH, LOW = 0.8, 0.5  # last span against the busiest: from HIGH on a peak, below LOW fading


@dataclass(frozen=True, slots=True)
class Pulse:
    """Items in the last span, the one before, the busiest of 72 hours, the last 24 hours; time since the last."""

    recent: int
    before: int
    busiest: int
    day: int
    silence: timedelta


def pulse(hours: Iterable[HourOfTopic], *, now: datetime) -> Pulse:
    """Summarise the hours of the last 72 before `now`; silence is known to the hour, and 72 hours at most."""
    counts = [0] * HOURS
    for hour in hours:
        age = int((now - hour.hour).total_seconds() // 3600)
        if 0 <= age < HOURS:
            counts[age] += hour.items
    spans = [sum(counts[i : i + SPAN]) for i in range(HOURS - SPAN + 1)]
    silence = next((age for age, items in enumerate(counts) if items), HOURS)
    return Pulse(spans[0], spans[SPAN], max(spans), sum(counts[:24]), timedelta(hours=silence))


def next_state(previous: str, p: Pulse) -> str:
    """The state that follows `previous`."""
    if p.silence >= SILENCE:
        return ENDED
    if previous in (ENDED, REVIVED) and not _grows(p, GROW):
        return REVIVED if previous == REVIVED or p.day >= REVIVAL else ENDED
    if _grows(p, STILL_GROWS if previous == GROWING else GROW):
        return GROWING
    if p.busiest < ENOUGH:
        return FADING if previous in (PEAK, FADING, GROWING) else EMERGING
    if p.recent >= HIGH * p.busiest:
        return PEAK
    if p.recent < LOW * p.busiest:
        return FADING
    return previous if previous in (PEAK, FADING) else PEAK


def _grows(p: Pulse, factor: float) -> bool:
    return p.recent >= ENOUGH and p.recent >= factor * p.before
