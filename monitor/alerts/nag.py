"""When an alert that nobody has taken up is spoken of again: first to the leads, then as a reminder. Pure.

Levels 1 blue .. 4 red. The time to acknowledge is the lead's (prepare.times_in_force); of blue alerts nobody is reminded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

LEAST = 2  # yellow
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=12)


class Nag(StrEnum):
    """What to do when the time has come."""

    STOP = "stop"  # closed, or somebody works on it
    HOLD = "hold"  # its topic is muted: nothing now, looked at again when the next reminder would come
    LEAD = "lead"  # not acknowledged in time: the leads hear of it
    REMIND = "remind"


def nag(*, status: str, told_lead: bool, muted: bool = False) -> Nag:
    """`status` as AlertStatus; an acknowledged alert that nobody works on is reminded of without the leads. `muted`: a person said, with
    a reason, that the topic is known and no more messages are wanted."""
    if muted and status in ("open", "acknowledged"):
        return Nag.HOLD
    if status == "open":
        return Nag.REMIND if told_lead else Nag.LEAD
    return Nag.REMIND if status == "acknowledged" else Nag.STOP


def first_after(level: int, minutes: Sequence[int]) -> timedelta | None:
    """The time to acknowledge; None when this level is not reminded of."""
    return timedelta(minutes=minutes[level - 1]) if level >= LEAST else None


def next_after(level: int, minutes: Sequence[int], reminders: int, *, calm: bool) -> timedelta:
    """Pause before the next reminder: doubling from the level's time, between a quarter and half a day; calm ones rarely."""
    first = first_after(level, minutes)
    if first is None or calm:
        return LONGEST
    return min(max(first, SHORTEST) * (1 << min(reminders, 10)), LONGEST)
