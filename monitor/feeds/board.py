"""What all worker processes know of hosts: short-lived keys in Valkey, asked in batches. Losing them loses nothing.

    tingchao:host:{name}:next    when the host may be asked next, ms of Valkey's clock
    tingchao:host:{name}:slots   who is asking it now: token -> when the slot is given up for lost
    tingchao:host:{name}:want    processes that asked for a slot within the last second
    tingchao:host:{name}:later   the last turn that was promised to a source that was put off
    tingchao:host:{name}:down    it did not answer a moment ago: label and detail
    tingchao:robots:<origin>     the rules of its robots.txt that apply to us (robots_memory.py)

Each step over the keys of one host is one script, so it is all or nothing; the time is Valkey's, so workers' clocks do not
matter. When Valkey is away every answer is None for AWAY seconds, then it is tried again.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import redis.asyncio as valkey
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

PREFIX = "tingchao:host:"
AWAY = 10.0
SOCKET_S = 1.0
RESERVE = """
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local spacing, patience, least, limit, lease = unpack(ARGV, 1, 5)
local down = redis.call('GET', KEYS[4])
if down then return {'down', redis.call('PTTL', KEYS[4]), down} end
local at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
if at - now > tonumber(patience) then
    local turn = tonumber(redis.call('GET', KEYS[3]) or 0) + ARGV[6]
    turn = math.max(turn, at, now + least)
    redis.call('SET', KEYS[3], string.format('%d', turn), 'PX', turn - now + ARGV[6])
    return {'later', turn - now}
end
for _, key in ipairs({KEYS[2], KEYS[5]}) do redis.call('ZREMRANGEBYSCORE', key, '-inf', now) end
local who, own, slots = string.sub(ARGV[7], 1, 8), 0, redis.call('ZRANGE', KEYS[2], 0, -1)
redis.call('ZADD', KEYS[5], now + 1000, who)
redis.call('PEXPIRE', KEYS[5], 1000)
local crowd = redis.call('ZCARD', KEYS[5])
for _, token in ipairs(slots) do if string.sub(token, 1, 8) == who then own = own + 1 end end
local taken = #slots >= tonumber(limit) or (crowd > 1 and own >= math.ceil(limit / crowd))
if taken and not redis.call('ZSCORE', KEYS[2], ARGV[7]) then return {'full'} end
redis.call('ZADD', KEYS[2], at + lease, ARGV[7])
redis.call('PEXPIRE', KEYS[2], math.max(redis.call('PTTL', KEYS[2]), at - now + lease))
if tonumber(spacing) > 0 then redis.call('SET', KEYS[1], string.format('%d', at + spacing), 'PX', at - now + spacing) end
return {'go', at - now, crowd > tonumber(limit) and 1 or 0}
"""
"""Arguments in ms: spacing, patience (-1: put off), least wait of one put off, slots of the host, lease of a slot, step
between those put off; then the token, whose first eight bytes name the process: those that want slots within the same second
get equal shares. Answers: go + wait + whether there are more processes than slots, later + wait, full, down + rest of the
memory + why."""

log = structlog.get_logger(__name__)
_away = {"until": 0.0, "said": False}


class Board:
    """One connection to Valkey for one event loop. What is asked in one turn of the loop goes out together."""

    def __init__(self, url: str) -> None:
        self._client = valkey.Redis.from_url(
            url,
            socket_timeout=SOCKET_S,
            socket_connect_timeout=SOCKET_S,
            retry=Retry(NoBackoff(), 1),
        )
        self._outbox: list[tuple[tuple[Any, ...], asyncio.Future[Any] | None]] = []
        self._flusher: asyncio.Task[None] | None = None

    @property
    def away(self) -> bool:
        """Valkey did not answer a moment ago."""
        return time.monotonic() < _away["until"]

    async def call(self, *command: Any) -> Any:
        """The reply, or None when Valkey is away (or has none)."""
        if self.away:
            return None
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._post(command, answer)
        return await answer

    def send(self, *command: Any) -> None:
        """Not waited for; lost when Valkey is away."""
        if not self.away:
            self._post(command, None)

    async def close(self) -> None:
        """What was sent goes out first."""
        if self._flusher is not None:
            await self._flusher
        await self._client.aclose()

    def _post(self, command: tuple[Any, ...], answer: asyncio.Future[Any] | None) -> None:
        self._outbox.append((command, answer))
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        while self._outbox:
            batch, self._outbox = self._outbox, []
            replies: list[Any] = [None] * len(batch)
            try:
                replies = await self._exchange([command for command, _ in batch])
            finally:
                for (_, answer), reply in zip(batch, replies, strict=True):
                    if answer is not None and not answer.done():
                        answer.set_result(reply)

    async def _exchange(self, commands: list[tuple[Any, ...]]) -> list[Any]:
        try:
            async with self._client.pipeline(transaction=False) as pipe:
                for command in commands:
                    pipe.execute_command(*command)
                replies: list[Any] = await pipe.execute(raise_on_error=False)
        except (RedisError, OSError) as error:
            _away_note(error)
            return [None] * len(commands)
        faults = [reply for reply in replies if isinstance(reply, RedisError)]
        if faults:
            _away_note(faults[0])
        else:
            _away["said"] = False
        return [None if isinstance(reply, RedisError) else reply for reply in replies]


def _away_note(error: Exception) -> None:
    """Said once, until it answers again."""
    _away["until"] = time.monotonic() + AWAY
    if not _away["said"]:
        _away["said"] = True
        log.warning("host_board_away", error=type(error).__name__, effect="each process paces hosts by itself")


def board_forget_away() -> None:
    """Try Valkey again at once."""
    _away.update(until=0.0, said=False)


def host_keys(host: str) -> tuple[str, ...]:
    """next, slots, later, down, want."""
    return tuple(f"{PREFIX}{{{host}}}:{name}" for name in ("next", "slots", "later", "down", "want"))
