"""How often a token, and an address, may ask: a steady rate with room for a burst, kept in Valkey for all processes together.

The generic cell rate algorithm (ITU-T I.371): one number per subject, the time at which its bucket is empty again. When Valkey is
away each process keeps its own numbers: a limit that is a little loose is better than an API that is down.
"""

from __future__ import annotations

import threading
import time
from functools import lru_cache

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

BURST_S = 10.0  # seconds' worth of requests that may come at once
MOST_LOCAL = 10_000
REST_S = 10.0  # after a failure Valkey is not asked for so long
log = structlog.get_logger(__name__)

SCRIPT = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local step, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + step
local wait = full - now - burst
if wait > 0 then return tostring(wait) end
redis.call('SET', KEYS[1], tostring(full), 'PX', math.ceil((full - now) * 1000))
return '0'
"""


def wait_for_turn(subject: str, *, per_minute: int, burst: float = BURST_S) -> float:
    """Seconds to wait before this subject may ask again; 0: go ahead, the turn is taken. `per_minute` 0: no limit.

    `burst`: so many seconds' worth may come at once.
    """
    if per_minute <= 0:
        return 0.0
    step, burst = 60.0 / per_minute, max(burst, 60.0 / per_minute)
    if _local.resting():
        return _local.take(subject, step, burst)
    try:
        return float(_script(settings.REDIS_URL)(keys=[f"tingchao:api:{subject}"], args=[step, burst]))
    except (redis.RedisError, OSError) as error:
        log.warning("api_limits_local", error=type(error).__name__)
        _local.rest()
        return _local.take(subject, step, burst)


@lru_cache(maxsize=4)
def _script(url: str) -> redis.commands.core.Script:
    once = Retry(NoBackoff(), 0)  # a limit is not worth waiting for
    client = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=once)
    return client.register_script(SCRIPT)


class _Local:
    """The same in this process alone, for as long as Valkey is away."""

    def __init__(self) -> None:
        self._full: dict[str, float] = {}
        self._lock = threading.Lock()
        self._until = 0.0

    def rest(self) -> None:
        self._until = time.monotonic() + REST_S

    def resting(self) -> bool:
        return time.monotonic() < self._until

    def take(self, subject: str, step: float, burst: float) -> float:
        now = time.monotonic()
        with self._lock:
            if len(self._full) >= MOST_LOCAL:
                self._full = {key: at for key, at in self._full.items() if at > now}
            full = max(self._full.get(subject, 0.0), now) + step
            wait = full - now - burst
            if wait > 0:
                return wait
            self._full[subject] = full
            return 0.0


_local = _Local()
