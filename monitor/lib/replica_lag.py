"""How far a replica lags, from what was seen of both sides. Pure.

A replica's own clock and `pg_last_xact_replay_timestamp()` do not tell: on a quiet primary that grows while nothing is missing, and
a replica whose wire is cut believes that it has everything. So the positions of the primary's log are noted with the time at which
they were seen; the lag is the age of the oldest of them that the replica has not replayed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Positions:
    """Positions of the primary's log (bytes) with the time (seconds, any clock) at which each was seen, oldest first."""

    kept: deque[tuple[float, int]] = field(default_factory=deque)
    known: bool = False  # the replica has reached one of them: before that its lag is not known

    def seen(self, now: float, primary: int) -> None:
        """The primary stands at `primary`. A standing one adds nothing."""
        if not self.kept or self.kept[-1][1] != primary:
            self.kept.append((now, primary))

    def lag(self, now: float, replayed: int) -> float | None:
        """Seconds that the replica is behind, at least; None while that is not known."""
        while self.kept and self.kept[0][1] <= replayed:
            self.kept.popleft()
            self.known = True
        if not self.kept:
            return 0.0
        return now - self.kept[0][0] if self.known else None
