"""The requests of one process to one host: how many are under way, who waits for a place, and whether waiting makes sense."""

from __future__ import annotations

import asyncio
import time
from collections import deque

STALL = 1.0
"""Seconds without any answer after which nobody waits for a host (twice its usual time, if that is longer)."""
LOOK = 0.25  # seconds between two looks whether waiting still makes sense
GLANCE = 0.05  # seconds in which what has come already is read, before a host is taken for silent
WEIGHT = 0.2


class PutOffError(Exception):
    """Waiting would take too long; `pace` is how many seconds apart the host's sources may come back."""

    def __init__(self, pace: float) -> None:
        super().__init__(pace)
        self.pace = pace


class Gate:
    """At most `limit` at a time; those who wait come in order. Of one event loop."""

    def __init__(self, limit: int) -> None:
        self.limit, self.busy = limit, 0
        self.usual = 0.0  # seconds that an answer takes
        self.answered = 0.0  # monotonic time of the last answer
        self._moved = time.monotonic()  # until then standing still is no sign of a dead host
        self._late = 0.0  # until then our own lateness is counted
        self.crowded = False  # more processes want the host than may ask it
        self._rest = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def pace(self, spacing: float) -> float:
        """Seconds from one request to the next, as far as we can tell."""
        return max(spacing, self.usual / self.limit)

    @property
    def silent(self) -> bool:
        """A request is under way and nothing has come back for a while."""
        return self.busy > 0 and time.monotonic() - self._moved > max(STALL, 2 * self.usual)

    def lag(self, due: float) -> None:
        """We ourselves come later than `due`, short of processor time: an answer may lie there unread, so that time is no silence."""
        now = time.monotonic()
        lost = now - max(due, self._late, self._moved)
        if lost > 0:
            self._moved, self._late = self._moved + lost, now

    def expect(self, wait: float) -> None:
        """A request goes out in `wait` seconds."""
        self._moved = max(self._moved, time.monotonic() + wait)

    def took(self, seconds: float) -> None:
        """The host answered."""
        self.answered = self._moved = time.monotonic()
        self.usual = seconds if not self.usual else self.usual + WEIGHT * (seconds - self.usual)

    def rest(self, seconds: float) -> None:
        """Where it is crowded, let another process have the slot that we gave back."""
        if self.crowded:
            self._rest = time.monotonic() + seconds

    @property
    def resting(self) -> float:
        """Seconds that are left of it."""
        return self._rest - time.monotonic()

    async def enter(self, spacing: float, patience: float) -> None:
        """Take a place, or raise PutOffError when that would take more than `patience` seconds or the host is silent."""
        if self.silent and (self.busy >= self.limit or self._waiting):
            await asyncio.sleep(GLANCE)
        if self.busy < self.limit and not self._waiting:
            if not self.busy:
                self.expect(0.0)
            self.busy += 1
            return
        if self.silent or (len(self._waiting) + 1) * self.pace(spacing) > patience:
            raise PutOffError(self.pace(spacing))
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await self._wait(place, spacing, time.monotonic() + patience)
        except BaseException:
            if place.done():  # it was given to us, who do not want it any more
                self.leave()
            else:
                self._waiting.remove(place)
            raise

    async def _wait(self, place: asyncio.Future[None], spacing: float, until: float) -> None:
        while not place.done():
            left = until - time.monotonic()
            if left <= 0 or self.silent:
                raise PutOffError(self.pace(spacing))
            wait = min(left, LOOK)
            due = time.monotonic() + wait
            await asyncio.wait({place}, timeout=wait)
            self.lag(due)

    def leave(self) -> None:
        """Give the place to who waits longest."""
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self.busy -= 1
