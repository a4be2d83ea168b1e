"""What this process knows of hosts: their next moments, rules of robots.txt, and who did not answer a moment ago.

All workers share the same through Valkey (board.py, pacing.py); this is what a process goes by while Valkey is away, and
what saves it from asking twice.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

from monitor.feeds.robots import Robots

T = TypeVar("T")
MAX_HOSTS = 20_000
ROBOTS_TTL = 24 * 3600.0
ROBOTS_TTL_FAILED = 600.0
DOWN_TTL = 30.0


class Expiring(Generic[T]):
    """A small thread-safe memory whose entries expire; the oldest go first when it is full."""

    def __init__(self, size: int = MAX_HOSTS) -> None:
        self._rows: OrderedDict[str, tuple[float, T]] = OrderedDict()
        self._size, self._lock = size, threading.Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            row = self._rows.get(key)
            if row is None or row[0] < time.monotonic():
                self._rows.pop(key, None)
                return None
            return row[1]

    def put(self, key: str, value: T, ttl: float) -> None:
        with self._lock:
            self._rows[key] = (time.monotonic() + ttl, value)
            self._rows.move_to_end(key)
            while len(self._rows) > self._size:
                self._rows.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()


class Pacer:
    """Hands out moments at which a host may be asked, at least `delay` seconds apart. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._next: Expiring[float] = Expiring()
        self._later: Expiring[float] = Expiring()
        self._lock = threading.Lock()

    def reserve(self, host: str, delay: float, patience: float = math.inf) -> float | None:
        """Seconds to wait before asking, the moment is taken; None, and nothing is taken, when that is over `patience`."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next.get(host) or 0.0)
            if at - now > patience:
                return None
            self._take(host, at, delay, now)
            return at - now

    def agree(self, host: str, wait: float, delay: float) -> float:
        """The others gave us a moment in `wait` seconds: the same, or later when this process asked by itself meanwhile."""
        with self._lock:
            now = time.monotonic()
            at = max(now + wait, self._next.get(host) or 0.0)
            self._take(host, at, delay, now)
            return at - now

    def later(self, host: str, step: float, least: float) -> float:
        """Seconds until the turn of a source that is put off: each `step` after the one before, none before `least`."""
        with self._lock:
            now = time.monotonic()
            last = self._later.get(host)
            turn = max(now + least, self._next.get(host) or 0.0, last + step if last else 0.0)
            self._later.put(host, turn, ttl=turn - now + step)
            return turn - now

    def clear(self) -> None:
        self._next.clear()
        self._later.clear()

    def _take(self, host: str, at: float, delay: float, now: float) -> None:
        if delay > 0:
            self._next.put(host, at + delay, ttl=at + delay - now)


@dataclass(frozen=True, slots=True)
class RobotsVerdict:
    """Rules of a host, or `label`/`detail` of why they could not be read (then nothing may be fetched)."""

    robots: Robots
    label: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Down:
    """A host that did not answer: how it failed, and until when (monotonic) that is believed without asking again."""

    label: str
    detail: str
    until: float


class Manners:
    """What this process knows of hosts; `manners` is the one everybody uses."""

    def __init__(self) -> None:
        self.pacer = Pacer()
        self.robots: Expiring[RobotsVerdict] = Expiring()
        self.down: Expiring[Down] = Expiring()

    def clear(self) -> None:
        self.pacer.clear()
        self.robots.clear()
        self.down.clear()


manners = Manners()


def retry_after_seconds(raw: str, *, now: datetime, cap: int) -> int | None:
    """Retry-After as seconds from now (delta or HTTP date, RFC 9110), at most `cap`; None when absent or nonsense."""
    raw = raw.strip()
    if raw.isascii() and raw.isdigit():
        return min(int(raw[:9]), cap)
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(int((at - now).total_seconds()), 0), cap)


def max_age_seconds(cache_control: str, cap: int) -> int | None:
    """max-age of a Cache-Control header, seconds, at most `cap`; None when absent, no-cache or no-store."""
    words = [word.strip().lower() for word in cache_control.split(",")]
    if "no-cache" in words or "no-store" in words:
        return None
    for word in words:
        name, _, value = word.partition("=")
        value = value.strip('" ')
        if name.strip() == "max-age" and value.isascii() and value.isdigit():
            return min(int(value[:9]), cap)
    return None
