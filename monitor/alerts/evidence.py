"""What an alert decision rests on, as values and as the JSON that stays with the alert. Pure; holds no titles."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from monitor.alerts.series import NOTHING_KNOWN, Baseline

METHOD = "kinds-4"  # changes when the same rows would give other numbers: `recheck` then says that it cannot compare
METHODS = {  # kinds with a way of their own: 2, each source is held against its own time
    "area_volume": "areas-2",
    "topic_spread": "spread-2",
}
MAX_ITEMS = 60


@dataclass(frozen=True, slots=True)
class WindowTest:
    """One tested window: what was counted, what is usual, what would have been needed.

    `counted` is what is held against `threshold`: originals, negative originals, sources or hits, by the rule's kind.
    """

    hours: int
    start: datetime
    end: datetime
    originals: int
    items: int  # reposts included
    sources: int  # distinct, reposts included
    negative: int  # originals
    sure: int  # negative originals whose label is sure
    counted: int
    threshold: float
    met: bool
    own: Baseline = NOTHING_KNOWN
    area: Baseline = NOTHING_KNOWN
    floor_originals: int = 0
    floor_sources: int = 0
    floor_negative: int = 0
    alike: int = 0  # negative originals in focus that share their main area
    floor_alike: int = 0
    likely: float = 0.0  # originals, each counted by the probability that it is negative
    floor_likely: float = 0.0

    def stored(self) -> dict[str, Any]:
        """As JSON; times ISO UTC."""
        return {
            **asdict(self),
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
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
        """All of them."""
        return self.speed + self.volume + self.spread + self.negative + self.grave


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything needed to draw, to explain and to recompute a decision about a topic or an area.

    `kinds`: every rule that was met at that moment, the one that speaks first. `detail`: further numbers of the kind.
    """

    kind: str
    computed_at: datetime
    rule_version: int
    area: str
    windows: tuple[WindowTest, ...]
    level: int
    parts: LevelParts | None = None
    rising: bool = False  # the shortest window runs at least as fast as the longest
    outage_hours: int = 0  # hours of outage inside the longest window
    items: tuple[int, ...] = ()  # newest first, of the longest window
    kinds: tuple[str, ...] = ()
    detail: tuple[tuple[str, float], ...] = ()
    rules: tuple[int, ...] = ()  # grave rules that fired
    plans: tuple[int, ...] = ()  # standing plans that fired
    plans_on: tuple[int, ...] = ()  # plans whose own alert was on then: what `counted` counts of the kind plan_hit
    units: tuple[int, ...] = ()  # that the items which fired named
    closed_at: datetime | None = None  # what a person had closed before does not count
    answered_at: datetime | None = None  # nor what had been told before the union or an authority answered

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "kind": self.kind,
            "kinds": list(self.kinds or (self.kind,)),
            "method": method_of(self.kind),
            "rule_version": self.rule_version,
            "computed_at": self.computed_at.isoformat(),
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
            **({"answered_at": self.answered_at.isoformat()} if self.answered_at else {}),
            "area": self.area,
            "windows": [window.stored() for window in self.windows],
            "level": self.level,
            **({"points": {**asdict(self.parts), "total": self.parts.points}} if self.parts else {}),
            "rising": self.rising,
            "outage_hours": self.outage_hours,
            "items": list(self.items[:MAX_ITEMS]),
            "detail": dict(self.detail),
            "rules": list(self.rules),
            **({"plans": list(self.plans)} if self.plans else {}),
            **({"plans_on": list(self.plans_on)} if self.plans_on else {}),
            "units": list(self.units),
        }


def method_of(kind: str) -> str:
    """How alerts of this kind are counted now."""
    return METHODS.get(kind, METHOD)
