"""What an alert decision rests on, as values and as the JSON that stays with the alert. Pure; holds no titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.alerts.series import Baseline

METHOD = "rising-1"
MAX_ITEMS = 60


@dataclass(frozen=True, slots=True)
class WindowTest:
    """One tested window: what was counted, what is usual, what would have been needed."""

    hours: int
    start: datetime
    end: datetime
    originals: int
    items: int  # reposts included
    sources: int  # distinct, reposts included
    negative: int  # originals
    own: Baseline
    area: Baseline
    threshold: float
    floor_originals: int
    floor_sources: int
    met: bool

    def stored(self) -> dict[str, Any]:
        """As JSON; times ISO UTC."""
        return {
            "hours": self.hours,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "originals": self.originals,
            "items": self.items,
            "sources": self.sources,
            "negative": self.negative,
            "own": _baseline(self.own),
            "area": _baseline(self.area),
            "threshold": self.threshold,
            "floor_originals": self.floor_originals,
            "floor_sources": self.floor_sources,
            "met": self.met,
        }


@dataclass(frozen=True, slots=True)
class LevelParts:
    """Points behind a level."""

    speed: int
    volume: int
    spread: int
    negative: int
    grave: int

    @property
    def points(self) -> int:
        return self.speed + self.volume + self.spread + self.negative + self.grave


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything needed to draw, to explain and to recompute a decision about a topic."""

    computed_at: datetime
    rule_version: int
    area: str
    windows: tuple[WindowTest, ...]
    level: int
    parts: LevelParts
    rising: bool  # the shortest window runs at least as fast as the longest
    outage_hours: int  # hours of outage inside the longest window
    items: tuple[int, ...]  # newest first, of the longest window

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        parts = self.parts
        return {
            "kind": "topic_rising",
            "method": METHOD,
            "rule_version": self.rule_version,
            "computed_at": self.computed_at.isoformat(),
            "area": self.area,
            "windows": [window.stored() for window in self.windows],
            "level": self.level,
            "points": {
                "speed": parts.speed,
                "volume": parts.volume,
                "spread": parts.spread,
                "negative": parts.negative,
                "grave": parts.grave,
                "total": parts.points,
            },
            "rising": self.rising,
            "outage_hours": self.outage_hours,
            "items": list(self.items[:MAX_ITEMS]),
        }


def _baseline(value: Baseline) -> dict[str, Any]:
    return {"expected": value.expected, "basis": value.basis, "hours": value.hours, "left_out": value.left_out}
