"""Facts for pure tests of decisions, around one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.series import Series

NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


def seen(
    n: int, *, within: float = 6, sources: int = 4, ago: float = 0, first: int = 1, **fields: Any
) -> tuple[Seen, ...]:
    """n items spread evenly over the `within` hours that end `ago` hours back, told by `sources` sources in turn."""
    step, end = timedelta(hours=within) / max(n, 1), NOW - timedelta(hours=ago, minutes=1)
    return tuple(Seen(first + i, end - step * i, i % sources, **fields) for i in range(n))


def facts(items: tuple[Seen, ...], **fields: Any) -> TopicFacts:
    return TopicFacts(id=1, items=items, **fields)


def steady(per_hour: int, days: int = 14, *, until: datetime = NOW) -> Series:
    start = until - timedelta(days=days)
    return Series({start + timedelta(hours=h): per_hour for h in range(days * 24)}, start)
