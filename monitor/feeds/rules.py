"""May this address be fetched, and how fast: robots.txt of its site, read once a day for all workers.

RFC 9309 2.3.1: 4xx means no rules; a server error or no answer means that nothing may be fetched for now.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yarl import URL

from monitor.errors import FetchError
from monitor.feeds.exchange import Policy, SideRequest
from monitor.feeds.gate import LOOK
from monitor.feeds.pacing import DeferredError, Pacing
from monitor.feeds.politeness import ROBOTS_TTL, ROBOTS_TTL_FAILED, RobotsVerdict, manners
from monitor.feeds.robots import ALLOW_ALL, ALLOW_NONE, MAX_BYTES, parse_robots, robots_pack, robots_unpack
from monitor.feeds.wire import Turn, Wire

MEMORY = "tingchao:robots:"
MOST_SHARED = 64 * 1024  # characters of packed rules; longer ones each process reads for itself
UNREADABLE = frozenset({"too_large", "bad_encoding", "redirect_loop", "truncated", "bad_response"})
TOO_MANY = 429


def host_name(target: URL) -> str:
    """Host, and port unless it is the usual one: what is paced."""
    return target.host_port_subcomponent or ""


class Rules:
    """Of one run of the fetcher. `turn` is that of a request for robots.txt."""

    def __init__(self, policy: Policy, wire: Wire, pacing: Pacing) -> None:
        self.policy, self.wire, self.pacing = policy, wire, pacing
        self._loading: dict[str, asyncio.Task[RobotsVerdict]] = {}

    async def close(self) -> None:
        """Give up what is still being read."""
        tasks = list(self._loading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def spacing(self, target: URL, turn: Turn, side: list[SideRequest]) -> float:
        """Seconds between requests to this host. Raises FetchError `robots` when the address is not for us.

        A request for robots.txt that was made is added to `side`.
        """
        if not self.policy.obey_robots:
            return self.policy.host_delay
        origin = str(target.origin())
        verdict = manners.robots.get(origin) or await self._verdict(origin, host_name(target), turn, side)
        if verdict.label:
            raise FetchError(verdict.detail, label=verdict.label)
        if not verdict.robots.allows(target.raw_path_qs):
            raise FetchError(f"{host_name(target)}/robots.txt", label="robots")
        return max(self.policy.host_delay, verdict.robots.delay)

    async def _verdict(self, origin: str, host: str, turn: Turn, side: list[SideRequest]) -> RobotsVerdict:
        """Asked by the first who needs it; the others wait as long as the host gives a sign of life."""
        task = self._loading.get(origin)
        if task is None:
            task = self._loading[origin] = asyncio.create_task(self._load(origin, turn, side))
            task.add_done_callback(lambda done: self._loaded(origin, done))
            return await asyncio.shield(task)
        until = time.monotonic() + self.policy.patience
        while not task.done():
            await asyncio.wait({task}, timeout=LOOK)
            if not task.done() and (self.pacing.gate(host).silent or time.monotonic() > until):
                raise await self.pacing.put_off(host, self.policy.host_delay)
        error = task.exception()
        self.pacing.check(host)
        if isinstance(error, DeferredError):
            raise await self.pacing.put_off(host, self.policy.host_delay)
        if isinstance(error, FetchError):
            raise FetchError(error.detail, label=error.label, permanent=error.permanent)
        return task.result()

    def _loaded(self, origin: str, task: asyncio.Task[RobotsVerdict]) -> None:
        self._loading.pop(origin, None)
        if not task.cancelled():
            task.exception()  # those who wait get it; when nobody does any more it is no news

    async def _load(self, origin: str, turn: Turn, side: list[SideRequest]) -> RobotsVerdict:
        verdict, left = await self._remembered(origin)
        if verdict is None:
            verdict = await self._asked(origin, turn, side)
            left = ROBOTS_TTL_FAILED if verdict.label else ROBOTS_TTL
            self._remember(origin, verdict, left)
        manners.robots.put(origin, verdict, left)
        return verdict

    async def _asked(self, origin: str, turn: Turn, side: list[SideRequest]) -> RobotsVerdict:
        url, begin = f"{origin}/robots.txt", 0.0
        status, raw_bytes, label = None, 0, ""

        @asynccontextmanager
        async def noted(hop: str) -> AsyncIterator[None]:
            nonlocal begin
            async with turn(hop):
                begin = begin or time.monotonic()
                yield

        try:
            answer = await self.wire.get(url, {}, limit=MAX_BYTES, turn=noted)
            status, raw_bytes = answer.status, answer.raw_bytes
        except FetchError as error:
            label = error.label
            if label in UNREADABLE:
                return RobotsVerdict(ALLOW_ALL)
            raise
        finally:
            if begin:
                side.append(SideRequest(url, status, int((time.monotonic() - begin) * 1000), raw_bytes, label, begin))
        if status == TOO_MANY or status >= 500:
            return RobotsVerdict(ALLOW_NONE, "robots", f"robots.txt: HTTP {status}")
        return RobotsVerdict(parse_robots(answer.body) if 200 <= status < 300 else ALLOW_ALL)

    async def _remembered(self, origin: str) -> tuple[RobotsVerdict | None, float]:
        """What another process read, and for how many seconds it holds."""
        board = self.pacing.board
        if board is None:
            return None, 0.0
        packed, left = await asyncio.gather(board.call("GET", MEMORY + origin), board.call("PTTL", MEMORY + origin))
        if packed is None or left is None or left <= 0:
            return None, 0.0
        detail, _line, rules = packed.decode(errors="replace").partition("\n")
        try:
            return RobotsVerdict(robots_unpack(rules), "robots" if detail else "", detail), left / 1000
        except ValueError:
            return None, 0.0

    def _remember(self, origin: str, verdict: RobotsVerdict, seconds: float) -> None:
        packed = f"{verdict.detail}\n{robots_pack(verdict.robots)}"
        if self.pacing.board is not None and len(packed) <= MOST_SHARED:
            self.pacing.board.send("SET", MEMORY + origin, packed, "PX", int(seconds * 1000))
