"""What one rule finds about a topic or an area at one moment, and what the findings of all rules are made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.alerts.evidence import Evidence, WindowTest
from monitor.alerts.facts import AreaFacts, Seen, TopicFacts
from monitor.alerts.manners import Manners
from monitor.alerts.tally import Tally, newest_first
from monitor.lib.clock import HOUR, hour_of


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


def window_test(tally: Tally, *, start: datetime, now: datetime, counted: int, met: bool, **more: Any) -> WindowTest:
    """The window from `start` to `now` that holds `tally`. `more`: what else WindowTest has, `threshold` at least."""
    return WindowTest(
        hours=int((now - start) / HOUR),
        start=start,
        end=now,
        originals=tally.originals,
        items=tally.items,
        sources=tally.sources,
        negative=tally.negative,
        sure=tally.sure,
        alike=tally.alike,
        likely=tally.likely,
        counted=counted,
        met=met,
        **more,
    )


def evidence_of(
    facts: TopicFacts | AreaFacts,
    manners: Manners,
    *,
    now: datetime,
    rule_version: int,
    windows: tuple[WindowTest, ...],
    level: int,
    items: Iterable[Seen],
    **more: Any,
) -> Evidence:
    """What a decision rests on. `items`: those of the longest window; `more`: what else Evidence has."""
    start = min(window.start for window in windows)
    return Evidence(
        kind=manners.kind,
        computed_at=now,
        rule_version=rule_version,
        area=facts.area,
        windows=windows,
        level=level,
        outage_hours=outage_hours_in(facts.outages, start=start, now=now),
        items=newest_first(items),
        closed_at=facts.closed_at,
        **more,
    )


def outage_hours_in(outages: frozenset[datetime], *, start: datetime, now: datetime) -> int:
    """Hours without data in the window that begins at `start`."""
    return sum(hour_of(start) <= hour < now for hour in outages)


def recently(outages: frozenset[datetime], *, hours: int, now: datetime) -> bool:
    """Whether sources were down in the last `hours`: silence then is no all-clear."""
    start = now - timedelta(hours=hours)
    return any(start - timedelta(hours=1) < hour < now for hour in outages)
