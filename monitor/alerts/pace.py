"""A robot takes 20 messages a minute: more is refused, and DingTalk then refuses all for ten minutes. Pure.

Generic cell rate algorithm (ITU-T I.371): one stored time says how much of the allowance is used up. A burst of `BURST`, then
one every `EVERY` seconds: never more than 20 in any 60 seconds, however many workers send.
"""

from __future__ import annotations

from datetime import datetime, timedelta

BURST = 5
EVERY = timedelta(seconds=4)


def turn_wait(paced_to: datetime | None, now: datetime) -> timedelta:
    """How long the next message has to wait; zero when it may go now."""
    if paced_to is None:
        return timedelta()
    return max(timedelta(), paced_to - (BURST - 1) * EVERY - now)


def turn_taken(paced_to: datetime | None, now: datetime) -> datetime:
    """`paced_to` once a message has gone at `now`."""
    return max(paced_to or now, now) + EVERY


def turn_after(pause: timedelta, now: datetime) -> datetime:
    """`paced_to` that lets nothing through for `pause`: the robot said that it had enough."""
    return now + pause + (BURST - 1) * EVERY
