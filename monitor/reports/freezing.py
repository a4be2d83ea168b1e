"""Small words of freezing: shares, changes, times as they stand in the frozen numbers. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Frozen = dict[str, Any]


def iso(at: datetime) -> str:
    """ISO 8601 in UTC, whole seconds."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def share(part: float, whole: float) -> float | None:
    """Per cent with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def change(now: int, before: int | None) -> float | None:
    """环比: per cent against the period before."""
    return round(100 * (now - before) / before, 1) if before else None


def minutes(start: datetime, end: datetime) -> int:
    """Whole minutes between two moments, never less than none."""
    return max(0, round((end - start).total_seconds() / 60))
