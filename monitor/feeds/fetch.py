"""Fetches feeds: politely, safely, within limits. Expected failures are values, not exceptions.

result = await fetch(request, policy)                      one
for key, result in fetch_stream({7: request}, policy):     many at once, as they finish (runs its own loop in a thread)
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlsplit

from monitor.errors import FetchError
from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.labels import OK, PERMANENT, UNCHANGED
from monitor.feeds.politeness import (
    DOWN_TTL,
    ROBOTS_TTL,
    ROBOTS_TTL_FAILED,
    RobotsVerdict,
    manners,
    max_age_seconds,
    retry_after_seconds,
)
from monitor.feeds.robots import ALLOW_ALL, ALLOW_NONE, MAX_BYTES, parse_robots
from monitor.feeds.wire import Answer, Wire

K = TypeVar("K")
HOST_DOWN = frozenset({"dns", "refused", "timeout"})
TOO_MANY = 429


class Fetcher:
    """One run of the fetcher: a connection pool, and locks per host. Use as an async context manager."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.wire = Wire(policy)
        self._slots: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(policy.per_host))
        self._robots_locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._all = asyncio.Semaphore(policy.concurrency)

    async def __aenter__(self) -> Fetcher:
        await self.wire.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.wire.close()

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """Never raises for expected failures."""
        try:
            self.wire.check_url(request.url)
        except FetchError as error:
            return FetchResult(request.url, error.label, permanent=error.permanent, detail=error.detail)
        host = urlsplit(request.url).netloc.lower()
        async with self._slots[host], self._all:
            begin = time.monotonic()
            try:
                result = await self._fetch(request, host)
            except FetchError as error:
                if error.label in HOST_DOWN:
                    manners.down.put(host, (error.label, error.detail), DOWN_TTL)
                permanent = error.permanent or error.label in PERMANENT
                result = FetchResult(request.url, error.label, permanent=permanent, detail=error.detail)
        return replace(result, duration_ms=int((time.monotonic() - begin) * 1000))

    async def _fetch(self, request: FetchRequest, host: str) -> FetchResult:
        if down := manners.down.get(host):
            raise FetchError(down[1], label=down[0])  # it did not answer a moment ago: not asked again
        await self._check_robots(request.url)
        wait = manners.pacer.reserve(host, self._delay(request.url))
        await asyncio.sleep(wait)
        headers = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        answer = await self.wire.get(
            request.url,
            {name: value for name, value in headers.items() if value},
            limit=self.policy.max_bytes,
            before_hop=self._check_robots,
        )
        return replace(self._judge(answer), waited_ms=int(wait * 1000))

    def _judge(self, answer: Answer) -> FetchResult:
        now, cap = datetime.now(UTC), self.policy.max_wait
        headers = answer.headers
        result = FetchResult(
            url=answer.url,
            outcome=OK,
            status=answer.status,
            content_type=headers.get("Content-Type", ""),
            etag=_validator(headers.get("ETag", ""), 500),
            last_modified=_validator(headers.get("Last-Modified", ""), 200),
            retry_after=retry_after_seconds(headers.get("Retry-After", ""), now=now, cap=cap),
            max_age=max_age_seconds(headers.get("Cache-Control", ""), cap),
            moved_to=answer.moved_to,
            redirects=answer.redirects,
            raw_bytes=answer.raw_bytes,
            truncated=answer.truncated,
            link_header=_printable(", ".join(answer.headers.getall("Link", ()))),
        )
        if answer.status == 304:
            return replace(result, outcome=UNCHANGED)
        if 200 <= answer.status < 300:
            return replace(result, body=answer.body)
        label = _status_label(answer.status)
        return replace(result, outcome=label, permanent=label in PERMANENT, detail=f"HTTP {answer.status}")

    def _delay(self, url: str) -> float:
        verdict = manners.robots.get(_origin(url))
        return max(self.policy.host_delay, verdict.robots.delay if verdict else 0.0)

    async def _check_robots(self, url: str) -> None:
        if not self.policy.obey_robots:
            return
        verdict = await self._robots(_origin(url))
        if verdict.label:
            raise FetchError(verdict.detail, label=verdict.label)
        parts = urlsplit(url)
        if not verdict.robots.allows(parts.path + (f"?{parts.query}" if parts.query else "")):
            raise FetchError(f"{parts.netloc}/robots.txt", label="robots")

    async def _robots(self, origin: str) -> RobotsVerdict:
        async with self._robots_locks[origin]:
            verdict = manners.robots.get(origin)
            if verdict is None:
                verdict = await self._load_robots(origin)
                failed = bool(verdict.label)
                manners.robots.put(origin, verdict, ROBOTS_TTL_FAILED if failed else ROBOTS_TTL)
        return verdict

    async def _load_robots(self, origin: str) -> RobotsVerdict:
        """RFC 9309 2.3.1: 4xx means no rules; a server error or no answer means that nothing may be fetched for now."""
        try:
            answer = await self.wire.get(f"{origin}/robots.txt", {}, limit=MAX_BYTES)
        except FetchError as error:
            if error.label in {"too_large", "bad_encoding", "redirect_loop", "truncated", "bad_response"}:
                return RobotsVerdict(ALLOW_ALL)
            raise
        if answer.status == TOO_MANY or answer.status >= 500:
            return RobotsVerdict(ALLOW_NONE, "robots", f"robots.txt: HTTP {answer.status}")
        return RobotsVerdict(parse_robots(answer.body) if 200 <= answer.status < 300 else ALLOW_ALL)


async def fetch(request: FetchRequest, policy: Policy) -> FetchResult:
    """One poll. Never raises for expected failures."""
    async with Fetcher(policy) as fetcher:
        return await fetcher.fetch(request)


def fetch_stream(
    requests: Mapping[K, FetchRequest], policy: Policy, *, deadline: float = 90.0
) -> Iterator[tuple[K, FetchResult]]:
    """Fetch all at once and give each result as it comes; what is not done after `deadline` seconds is `deferred`."""
    done: queue.SimpleQueue[tuple[K, FetchResult] | BaseException] = queue.SimpleQueue()

    async def one(fetcher: Fetcher, key: K, request: FetchRequest) -> None:
        try:
            async with asyncio.timeout(deadline):
                result = await fetcher.fetch(request)
        except TimeoutError:
            result = FetchResult(request.url, "deferred")
        done.put((key, result))

    async def run() -> None:
        async with Fetcher(policy) as fetcher, asyncio.TaskGroup() as group:
            for key, request in requests.items():
                group.create_task(one(fetcher, key, request))

    def work() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            done.put(error)

    threading.Thread(target=work, name="fetch", daemon=True).start()
    for _ in requests:
        item = done.get()
        if isinstance(item, BaseException):
            raise item
        yield item


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _status_label(status: int) -> str:
    if status == 410:
        return "gone"
    if status == TOO_MANY:
        return "rate_limited"
    return "http_4xx" if 400 <= status < 500 else "http_5xx" if status >= 500 else "bad_response"


def _printable(value: str) -> str:
    return "".join(ch for ch in value if ch.isprintable())[:2000]


def _validator(value: str, longest: int) -> str:
    """A validator to send back as it came, or nothing when it is too long or not printable."""
    return value if len(value) <= longest and value.isprintable() else ""
