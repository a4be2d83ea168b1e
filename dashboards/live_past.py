"""What changed of late, for a page that was drawn a moment ago and joins only now. No input or output.

Moments are aware; they are told apart to a twentieth of a second, always towards "changed after". Threads of pages may ask while the
loop adds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import Lock

STEP_S = 0.05
KEPT = timedelta(minutes=2)
EVERYTHING = frozenset({"tick"})


class Past:
    """`begins`: since when notices are heard; of before nothing is known."""

    def __init__(self, begins: datetime) -> None:
        self._begins = begins
        self._lock = Lock()
        self._steps: dict[int, set[str]] = {}  # oldest first

    def add(self, kinds: Iterable[str], at: datetime) -> None:
        """Something of these kinds changed."""
        with self._lock:
            self._steps.setdefault(_step(at), set()).update(kinds)
            while self._steps and (first := next(iter(self._steps))) < _step(at - KEPT):
                del self._steps[first]
                self._begins = max(self._begins, _begin(first + 1))

    def missed(self, since: datetime | None) -> frozenset[str]:
        """Kinds of what changed at `since` or later; everything (`tick`) where that is not known."""
        with self._lock:
            if since is None or since < self._begins:
                return EVERYTHING
            first, found = _step(since), set[str]()
            for step in reversed(self._steps):
                if step < first:
                    break
                found |= self._steps[step]
            return frozenset(found)


def _step(at: datetime) -> int:
    return int(at.timestamp() // STEP_S)


def _begin(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP_S, UTC)
