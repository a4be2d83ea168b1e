"""When to try again: doubling from five seconds to five minutes, with jitter so that a crowd does not come back at once. Pure."""

from __future__ import annotations

from datetime import timedelta
from random import Random

FIRST_S, LONGEST_S = 5, 300
JITTER = 0.2
MAX_TRIES = 300  # about a day at the longest pause


def pause(attempts: int, rng: Random) -> timedelta:
    """Pause after the n-th failed try (n from 1)."""
    seconds = min(LONGEST_S, FIRST_S * 2 ** min(attempts - 1, 10))
    return timedelta(seconds=seconds * rng.uniform(1 - JITTER, 1 + JITTER))
