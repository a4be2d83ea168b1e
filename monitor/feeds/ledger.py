"""Lines of the ledger for what a poll asked beside its own address: robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from monitor.feeds.exchange import FetchResult
from monitor.feeds.hosts import host_of
from monitor.feeds.labels import OK
from monitor.models import Asked, Fetch, Source

NO_ANSWER = "refused"


def side_lines(source: Source, result: FetchResult, now: datetime) -> Iterator[Fetch]:
    """Not yet saved."""
    for side in result.side:
        yield Fetch(
            source=source,
            at=now,
            what=Asked.ROBOTS,
            host=host_of(side.url),
            url=side.url[:2000],
            duration_ms=side.duration_ms,
            status=side.status,
            outcome=OK if side.status else side.label or NO_ANSWER,
            bytes=side.raw_bytes,
        )
