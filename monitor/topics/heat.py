"""How hot a topic is: 0-100, the sum of four parts that are shown beside it.

With v = originals + half the reposts, each halved for every 12 hours of age, and fresh = v / (v + 1):

    volume     = 60 * min(1, log2(1 + v) / 5)                     full at 31 fresh items
    speed      = 15 * clip(log2((r3 + 0.1) / (r24 + 0.1)) / 4) * fresh    rates per hour: last 3 h, the 24 h before
    spread     = 15 * clip(log2(sources) / 4) * fresh             full at 16 sources, each by its weight (1 unless changed)
    negativity = 10 * share of negative originals * fresh

The half-life, like the weights, is a choice and not a measurement. Everything cools to 0 when nothing new comes.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_LIFE = timedelta(hours=12)
WINDOW = timedelta(hours=72)  # older hours weigh less than 1/64 and are left out
REPOST = 0.5


@dataclass(frozen=True, slots=True)
class HourOfTopic:
    """Counts of one topic in the hour that starts at `hour` (aware)."""

    hour: datetime
    items: int
    originals: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Parts in points; their sum is the heat."""

    volume: float
    speed: float
    spread: float
    negativity: float

    @property
    def total(self) -> float:
        return round(self.volume + self.speed + self.spread + self.negativity, 2)


def topic_heat(hours: Iterable[HourOfTopic], *, sources: float, negative_share: float, now: datetime) -> Heat:
    """Heat at `now` from the hours of the last 72; `sources` = weights of the distinct ones summed up, `negative_share` 0..1 of originals."""
    known = [h for h in hours if timedelta() <= now - h.hour <= WINDOW]
    v = sum(_weight(h) * 0.5 ** ((now - h.hour) / HALF_LIFE) for h in known)
    fresh = v / (v + 1)
    recent = sum(_weight(h) for h in known if now - h.hour < timedelta(hours=3)) / 3
    before = sum(_weight(h) for h in known if timedelta(hours=3) <= now - h.hour < timedelta(hours=27)) / 24
    return Heat(
        volume=round(60 * min(1.0, math.log2(1 + v) / 5), 2),
        speed=round(15 * _clip(math.log2((recent + 0.1) / (before + 0.1)) / 4) * fresh, 2),
        spread=round(15 * _clip(math.log2(max(1.0, sources)) / 4) * fresh, 2),
        negativity=round(10 * _clip(negative_share) * fresh, 2),
    )


def _weight(hour: HourOfTopic) -> float:
    return hour.originals + REPOST * (hour.items - hour.originals)


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
