"""Fetches feeds: politely, safely, within limits. Expected failures are values, not exceptions.

    async with Fetcher(policy) as fetcher:
        result = await fetcher.fetch(request)

check address ─▶ robots.txt (rules.py) ─▶ the host's turn (pacing.py) ─▶ GET (wire.py) ─▶ redirect? the same for its target

Many at once from synchronous code: stream.py.
"""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType

from monitor.errors import FetchError
from monitor.feeds.exchange import FetchRequest, FetchResult, Policy, SideRequest
from monitor.feeds.labels import OK, PERMANENT, UNCHANGED
from monitor.feeds.pacing import DeferredError, HostDownError, Pacing
from monitor.feeds.politeness import max_age_seconds, retry_after_seconds
from monitor.feeds.rules import TOO_MANY, Rules, host_name
from monitor.feeds.wire import Answer, Wire


@dataclass(slots=True)
class _Trip:
    """What one fetch cost beside its own answer: seconds of waiting for turns, requests for robots.txt."""

    waited: float = 0.0
    begun: float = 0.0
    side: list[SideRequest] = field(default_factory=list)


class Fetcher:
    """One run of the fetcher: a connection pool, and the turns of hosts. Use as an async context manager."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.wire = Wire(policy)
        self.pacing = Pacing(policy)
        self._rules = Rules(policy, self.wire, self.pacing)

    async def __aenter__(self) -> Fetcher:
        await self.wire.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self._rules.close()
        await self.wire.close()
        await self.pacing.close()

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """Never raises for expected failures."""
        begin, trip = time.monotonic(), _Trip()
        try:
            result = await self._fetch(request, trip)
        except DeferredError as error:
            seconds = min(error.seconds, float(self.policy.max_wait))
            result = FetchResult(request.url, error.label, defer_s=seconds)
        except FetchError as error:
            result = FetchResult(
                request.url,
                error.label,
                permanent=error.permanent or error.label in PERMANENT,
                detail=error.detail,
                retry_after=math.ceil(error.seconds) if isinstance(error, HostDownError) else None,
            )
        took = int((time.monotonic() - begin) * 1000)
        waited = min(int(trip.waited * 1000), took)
        return replace(result, duration_ms=took, waited_ms=waited, side=tuple(trip.side), begun=trip.begun)

    async def _fetch(self, request: FetchRequest, trip: _Trip) -> FetchResult:
        headers = {
            "If-None-Match": _validator(request.etag, 500),
            "If-Modified-Since": _validator(request.last_modified, 200),
            "Accept": request.accept,
        }
        answer = await self.wire.get(
            request.url,
            {name: value for name, value in headers.items() if value},
            limit=self.policy.max_bytes,
            turn=lambda url: self._turn(url, trip),
        )
        return self._judge(answer)

    @asynccontextmanager
    async def _turn(self, url: str, trip: _Trip) -> AsyncIterator[None]:
        """Of a request for a feed, at first or after a redirect."""
        target = self.wire.check_url(url)
        self.pacing.check(host_name(target))
        spacing = await self._rules.spacing(target, lambda robots: self._robots_turn(robots, trip), trip.side)
        async with self.pacing.turn(host_name(target), spacing) as waited:
            trip.waited += waited
            trip.begun = trip.begun or time.monotonic()
            yield

    @asynccontextmanager
    async def _robots_turn(self, url: str, trip: _Trip) -> AsyncIterator[None]:
        """Of a request for robots.txt: alone, so that a dead host keeps one process waiting and not all."""
        target = self.wire.check_url(url)
        async with self.pacing.turn(host_name(target), self.policy.host_delay, alone=True) as waited:
            trip.waited += waited
            yield

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


async def fetch(request: FetchRequest, policy: Policy) -> FetchResult:
    """One poll. Never raises for expected failures."""
    async with Fetcher(policy) as fetcher:
        return await fetcher.fetch(request)


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
