"""The turn of a host: at most so many requests at a time and so many seconds apart, over all worker processes.

    async with pacing.turn("yunhe.example", spacing=0.5):
        ... one request ...

gate (this process, in order) ─▶ board (all processes: moment and slot, one script) ─▶ sleep ─▶ request ─▶ slot given back

A turn that is further away than `Policy.patience`, or at a host that has been silent, is not waited for: DeferredError
says in how many seconds to come back, each source a step after the other; the host's clock does not move for it. A slot
of a worker that was killed is free again after its lease. Without Valkey each process keeps to the same rules alone.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from monitor.errors import FetchError
from monitor.feeds.board import RESERVE, Board, host_keys
from monitor.feeds.exchange import Policy
from monitor.feeds.gate import Gate, PutOffError
from monitor.feeds.politeness import DOWN_TTL, Down, manners

STEP = 0.2
"""Shortest time between two sources that come back, seconds."""
FULL_AGAIN = 0.1  # seconds; other processes hold every slot
LEASE_MARGIN = 15.0
LATE = 0.02
HOST_DOWN = frozenset({"dns", "refused", "timeout"})
NOT_ASKED = frozenset({"blocked_address", "bad_url", "proxy", "deferred"})


class DeferredError(FetchError):
    """The turn is `seconds` away; nothing was asked."""

    label = "deferred"

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class HostDownError(FetchError):
    """The host did not answer, now or a moment ago; it is not asked again for `seconds`."""

    def __init__(self, down: Down) -> None:
        super().__init__(down.detail, label=down.label)
        self.seconds = max(down.until - time.monotonic(), 1.0)


class Pacing:
    """Of one run of the fetcher."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.board = Board(policy.board) if policy.board else None
        self._gates: dict[str, Gate] = {}
        self._all = asyncio.Semaphore(policy.concurrency)
        self._lease = int((policy.timeout + policy.patience + LEASE_MARGIN) * 1000)

    async def close(self) -> None:
        if self.board is not None:
            await self.board.close()

    def gate(self, host: str) -> Gate:
        """The host's gate in this process."""
        return self._gates.setdefault(host, Gate(self.policy.per_host))

    @asynccontextmanager
    async def turn(self, host: str, spacing: float, *, alone: bool = False) -> AsyncIterator[float]:
        """Seconds that were waited. Raises DeferredError, HostDownError. `alone`: only while nobody else asks the host."""
        self.check(host)
        gate, begin = self.gate(host), time.monotonic()
        try:
            await gate.enter(spacing, self.policy.patience)
        except PutOffError as error:
            raise await self.put_off(host, error.pace) from None
        token = _who(os.getpid()) + os.urandom(8)
        try:
            self.check(host)
            wait = await self._reserve(host, gate, spacing, token, 1 if alone else gate.limit)
            due = time.monotonic() + wait
            await _sleep(wait)
            async with self._all:
                if time.monotonic() - due > (spacing * 0.1 + LATE if spacing else self.policy.patience):
                    wait = await self._reserve(host, gate, spacing, token, gate.limit)  # the moment passed by
                    await _sleep(wait)
                self.check(host)
                asked = time.monotonic()
                try:
                    yield asked - begin
                except FetchError as error:
                    self._failed(host, gate, error, asked)
                    raise
                gate.took(time.monotonic() - asked)
        finally:
            if self.board is not None:
                self.board.send("ZREM", host_keys(host)[1], token)
            gate.rest(FULL_AGAIN * 1.5)
            gate.leave()

    def check(self, host: str) -> None:
        """Raises HostDownError when it did not answer a moment ago."""
        if down := manners.down.get(host):
            raise HostDownError(down)

    async def put_off(self, host: str, pace: float) -> DeferredError:
        """The error that says when to come back. Raises HostDownError when others found out that there is no point."""
        step, least = max(pace, STEP), self.policy.patience
        answer = await self._ask(host, 0.0, b"", patience=-0.001, least=least, step=step)
        if answer is None:
            return DeferredError(manners.pacer.later(host, step, least))
        self._hear_down(host, answer)
        return DeferredError(answer[1] / 1000)

    async def _reserve(self, host: str, gate: Gate, spacing: float, token: bytes, limit: int) -> float:
        """Seconds until our moment."""
        patience, until = self.policy.patience, time.monotonic() + self.policy.patience
        await _sleep(gate.resting)
        while True:
            answer = await self._ask(host, spacing, token, patience=patience, limit=limit)
            if answer is None:
                wait = manners.pacer.reserve(host, spacing, patience)
                if wait is None:
                    step = max(spacing, STEP)
                    raise DeferredError(manners.pacer.later(host, step, 0.0))
            elif answer[0] == b"full":
                if time.monotonic() > until:
                    raise await self.put_off(host, gate.pace(spacing))
                await asyncio.sleep(FULL_AGAIN)
                continue
            elif answer[0] == b"later":
                raise DeferredError(answer[1] / 1000)
            else:
                self._hear_down(host, answer)
                gate.crowded = bool(answer[2])
                wait = manners.pacer.agree(host, answer[1] / 1000, spacing)
            gate.expect(wait)
            return wait

    async def _ask(
        self,
        host: str,
        spacing: float,
        token: bytes,
        *,
        patience: float,
        least: float = 0.0,
        limit: int = 1,
        step: float = 0.0,
    ) -> Any:
        if self.board is None:
            return None
        step = max(step, spacing, STEP)
        numbers = [int(seconds * 1000) for seconds in (spacing, patience, least)]
        keys = host_keys(host)
        return await self.board.call(
            "EVAL", RESERVE, len(keys), *keys, *numbers, limit, self._lease, int(step * 1000), token
        )

    def _hear_down(self, host: str, answer: list[Any]) -> None:
        if answer[0] == b"down":
            label, _space, detail = answer[2].decode().partition(" ")
            down = Down(label, detail, time.monotonic() + max(answer[1], 0) / 1000)
            manners.down.put(host, down, max(answer[1], 0) / 1000)
            raise HostDownError(down)

    def _failed(self, host: str, gate: Gate, error: FetchError, asked: float) -> None:
        """A host that answered somebody meanwhile is not down: one of its pages is slow or broken."""
        if error.label in NOT_ASKED:
            return
        if error.label not in HOST_DOWN:
            gate.answered = time.monotonic()
        elif gate.answered < asked:
            down = Down(error.label, error.detail, time.monotonic() + DOWN_TTL)
            manners.down.put(host, down, DOWN_TTL)
            if self.board is not None:
                text = f"{error.label} {error.detail}"
                self.board.send("SET", host_keys(host)[3], text, "PX", int(DOWN_TTL * 1000))
            raise HostDownError(down) from None


@lru_cache(maxsize=1)
def _who(pid: int) -> bytes:
    """The name of this process, eight bytes; a forked one gets its own."""
    return os.urandom(8)


async def _sleep(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
