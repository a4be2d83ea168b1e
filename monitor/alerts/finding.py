"""What one rule finds about a topic or an area at one moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.evidence import Evidence
from monitor.alerts.manners import Manners
from monitor.lib.clock import hour_of


@dataclass(frozen=True, slots=True)
class Finding:
    """`met`: the rule asks for an alert. `fresh`: it would do so by what came lately alone: a calm thread speaks again."""

    manners: Manners
    reason: str  # a fixed word for logs and tests
    met: bool
    fresh: bool
    evidence: Evidence

    @property
    def kind(self) -> str:
        """The rule's kind."""
        return self.manners.kind

    @property
    def level(self) -> int:
        """1 blue to 4 red."""
        return self.evidence.level


def outage_hours_in(outages: frozenset[datetime], *, start: datetime, now: datetime) -> int:
    """Hours without data in the window that begins at `start`."""
    return sum(hour_of(start) <= hour < now for hour in outages)


def recently(outages: frozenset[datetime], *, hours: int, now: datetime) -> bool:
    """Whether sources were down in the last `hours`: silence then is no all-clear."""
    start = now - timedelta(hours=hours)
    return any(start - timedelta(hours=1) < hour < now for hour in outages)
