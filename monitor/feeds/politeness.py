"""Manners toward a host, shared in this process: pacing, robots.txt, a memory of hosts that do not answer.

Pacing across several workers is not here yet: each process paces itself, so a host sees at most one request per delay
and process. Valkey-wide pacing belongs to the feeds issue.
"""

from __future__ import annotations

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
    """Hands out moments at which a host may be asked, at least `delay` seconds apart."""

    def __init__(self) -> None:
        self._next: Expiring[float] = Expiring()
        self._lock = threading.Lock()

    def reserve(self, host: str, delay: float) -> float:
        """Seconds to wait before asking; the moment is taken."""
        if delay <= 0:
            return 0.0
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next.get(host) or 0.0)
            self._next.put(host, at + delay, ttl=at + delay - now + 1)
            return at - now

    def clear(self) -> None:
        self._next.clear()


@dataclass(frozen=True, slots=True)
class RobotsVerdict:
    """Rules of a host, or `label`/`detail` of why they could not be read (then nothing may be fetched)."""

    robots: Robots
    label: str = ""
    detail: str = ""


class Manners:
    """What this process knows of hosts; `manners` is the one everybody uses."""

    def __init__(self) -> None:
        self.pacer = Pacer()
        self.robots: Expiring[RobotsVerdict] = Expiring()
        self.down: Expiring[tuple[str, str]] = Expiring()

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
