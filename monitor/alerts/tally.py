"""Counting items of a window. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import fsum

from monitor.alerts.facts import Seen
from monitor.alerts.manners import WindowRule


@dataclass(frozen=True, slots=True)
class Tally:
    """What a window holds; `negative` are originals, `sure` those of them whose label is sure.

    `alike`: negative originals in focus that share their main concern area, the most of any area. `likely`: originals, each counted
    by the probability that it is negative, so that ten that are half sure weigh as five that are.
    """

    originals: int
    items: int
    sources: int
    negative: int
    sure: int
    alike: int = 0
    likely: float = 0.0  # to a hundredth, as the evidence keeps it

    @property
    def negative_share(self) -> float:
        """Of the originals; 0 when there are none."""
        return self.negative / self.originals if self.originals else 0.0

    def reaches(self, rule: WindowRule, *, mild: int | None = None, mild_share: float = 0.0, alike: int = 0) -> bool:
        """Whether the floor of the window is reached; `mild` originals are enough when `mild_share` of them are negative."""
        toned = self.sure >= rule.negative and self.likely >= rule.likely
        if mild is not None and self.originals >= mild:
            toned = toned or self.likely >= mild_share * self.originals
        told = self.originals >= rule.originals and self.sources >= rule.sources
        return told and toned and self.alike >= alike


def counted_items(items: Iterable[Seen], *, closed_at: datetime | None, now: datetime) -> list[Seen]:
    """What counts: not the union's own, not what a person has already closed, nothing from the future."""
    return [item for item in items if not item.own and item.at <= now and (closed_at is None or item.at > closed_at)]


def last_reply(items: Iterable[Seen], *, now: datetime) -> datetime | None:
    """When the matter was last answered: the union published on it itself, or an authority denied it."""
    return max((item.at for item in items if (item.own or item.reply) and item.at <= now), default=None)


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
        likely=round(fsum(item.likely for item in originals), 2),
        alike=max(Counter(item.area for item in originals if item.negative and item.focus).values(), default=0),
    )


def newest_first(items: Iterable[Seen]) -> tuple[int, ...]:
    """Ids for the evidence."""
    return tuple(item.id for item in sorted(items, key=lambda item: (item.at, item.id), reverse=True))
