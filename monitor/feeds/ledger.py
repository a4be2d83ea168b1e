"""Lines of the ledger for what a poll asked beside its own address: robots.txt."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.feeds.exchange import FetchResult
from monitor.feeds.hosts import host_of
from monitor.feeds.labels import OK
from monitor.models import Asked, Fetch, Source

NO_ANSWER = "refused"


def asked_at(begun: float, now: datetime) -> datetime:
    """When a request went out (`begun` on this process's monotonic clock) for somebody to whom it is `now`."""
    return now - timedelta(seconds=max(time.monotonic() - begun, 0.0)) if begun else now


def side_lines(source: Source, result: FetchResult, now: datetime) -> Iterator[Fetch]:
    """Not yet saved."""
    for side in result.side:
        yield Fetch(
            source=source,
            at=asked_at(side.begun, now),
            what=Asked.ROBOTS,
            host=host_of(side.url),
            url=side.url[:2000],
            duration_ms=side.duration_ms,
            status=side.status,
            outcome=OK if side.status else side.label or NO_ANSWER,
            bytes=side.raw_bytes,
        )
