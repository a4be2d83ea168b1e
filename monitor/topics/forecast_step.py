"""The steps that are forecast, and the values that the parts of a forecast hand each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COVERAGE = 0.8
LOW, HIGH = (1 - COVERAGE) / 2, (1 + COVERAGE) / 2
DENSE = 5.0  # mean count a step from which a band can hit 80 %; below, whole numbers make it hold more


@dataclass(frozen=True, slots=True)
class Step:
    """A step of time and how it is forecast. Lengths are in steps.

    `near`: weight of an earlier step by its distance from the same slot of the season, 0 beyond; `elsewhere` takes the place of 0.
    `weekend`: what is left of it when one is on a weekend and the other is not. `half_life`: age at which half is left.
    """

    name: str
    season: int
    week: int
    horizon: int
    window: int  # the back-test begins at most this far back
    stride: int  # between two origins; prime to 24, so that hourly ones wander through the day
    warm: int  # known steps before the first origin of the back-test
    least: int  # known steps without which there is no forecast
    reach: int  # older history is not looked at
    near: tuple[float, ...]
    elsewhere: float
    weekend: float
    half_life: float


HOURS = Step("hour", 24, 168, 24, 14 * 24, 23, 72, 120, 56 * 24, (1.0, 0.25), 0.0, 0.4, 7 * 24.0)
DAYS = Step("day", 7, 7, 7, 28, 1, 7, 14, 182, (1.0,), 0.3, 1.0, 14.0)
NEXT = Step("next", 7, 7, 1, 28, 1, 7, 14, 182, (1.0,), 0.3, 1.0, 14.0)  # 24 hours in one number, from any hour on
STEPS = {step.name: step for step in (HOURS, DAYS, NEXT)}


@dataclass(frozen=True, slots=True)
class Past:
    """Counts before an origin, oldest first; NaN: no data. `phase`: place of the first one in the week, Monday 0:00 is 0."""

    counts: Floats
    phase: int

    @property
    def known(self) -> Floats:
        """The counts that are known."""
        return self.counts[np.isfinite(self.counts)]

    @property
    def dense(self) -> bool:
        """Whether a step holds DENSE items on average."""
        return self.known.size > 0 and float(self.known.mean()) >= DENSE


@dataclass(frozen=True, slots=True)
class Band:
    """Forecasts with the ends of their band: three arrays of one shape, (steps,) or (origins, steps)."""

    point: Floats
    low: Floats
    high: Floats
