"""When to try again: doubling from five seconds to five minutes, with jitter so that a crowd does not come back at once. Pure.

A message that may have been taken already (it went out, no answer came) is repeated more rarely, up to an hour apart: whoever has it
gets it again each time.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

FIRST_S, LONGEST_S = 5, 300
LONGEST_UNANSWERED_S = 3600
JITTER = 0.2
MAX_TRIES = 300  # about a day at the longest pause
MAX_UNANSWERED = 30  # likewise


def pause(attempts: int, rng: Random, *, longest_s: int = LONGEST_S) -> timedelta:
    """Pause after the n-th failed try (n from 1)."""
    seconds = min(longest_s, FIRST_S * 2 ** min(attempts - 1, 10))
    return timedelta(seconds=seconds * rng.uniform(1 - JITTER, 1 + JITTER))
