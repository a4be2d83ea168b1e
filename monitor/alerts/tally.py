"""Counting items of a window. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.facts import Seen
from monitor.alerts.manners import WindowRule


@dataclass(frozen=True, slots=True)
class Tally:
    """What a window holds; `negative` are originals, `sure` those of them whose label is sure."""

    originals: int
    items: int
    sources: int
    negative: int
    sure: int

    @property
    def negative_share(self) -> float:
        """Of the originals; 0 when there are none."""
        return self.negative / self.originals if self.originals else 0.0

    def reaches(self, rule: WindowRule, *, mild: int | None = None) -> bool:
        """Whether the floor of the window is reached; `mild` originals are enough whatever the tone."""
        toned = self.sure >= rule.negative or (mild is not None and self.originals >= mild)
        return self.originals >= rule.originals and self.sources >= rule.sources and toned


def counted_items(items: Iterable[Seen], *, closed_at: datetime | None, now: datetime) -> list[Seen]:
    """What counts: not the union's own, not what a person has already closed, nothing from the future."""
    return [item for item in items if not item.own and item.at <= now and (closed_at is None or item.at > closed_at)]


def tally_of(items: Iterable[Seen], start: datetime) -> Tally:
    """Counts of the items after `start`."""
    inside = [item for item in items if item.at > start]
    originals = [item for item in inside if item.original]
    return Tally(
        originals=len(originals),
        items=len(inside),
        sources=len({item.source for item in inside}),
        negative=sum(item.negative for item in originals),
        sure=sum(item.negative and not item.unsure for item in originals),
    )


def newest_first(items: Iterable[Seen]) -> tuple[int, ...]:
    """Ids for the evidence."""
    return tuple(item.id for item in sorted(items, key=lambda item: (item.at, item.id), reverse=True))
