"""What comes next, from counts: methods tried by rolling-origin back-test, the best one shown with its error beside the naive ones'. Pure.

    counts before now ──▶ every method at origins back in time ──▶ errors ──▶ bands ──▶ choice ──▶ forecast

At each origin a method sees only what came before it (Tashman 2000). Its band is made from its own errors at the other half of
the origins, so that the errors shown are of forecasts made blind. A model must beat both naive methods, else the better naive one is
used; a second model must beat the first by MARGIN, since of several equals the luckiest looks best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitor.topics.forecast_bands import Errors, errors_of, shift_of, shifted
from monitor.topics.forecast_methods import Method, like_steps, middle_of, naive, seasonal_naive
from monitor.topics.forecast_models import smoothing
from monitor.topics.forecast_step import Band, Floats, Past, Step

NAIVE, SEASONAL, LIKE, SMOOTH, MIDDLE = "naive", "seasonal_naive", "like_steps", "smoothing", "middle"
METHODS: dict[str, Method] = {NAIVE: naive, SEASONAL: seasonal_naive, LIKE: like_steps, SMOOTH: smoothing}
MODELS = (LIKE, SMOOTH, MIDDLE)  # the first is preferred
MARGIN = 0.05
BAND_WEIGHT = 0.25  # of the interval score beside the absolute error: over few origins a band's score is mostly luck
TINY = 0.01  # errors of a series that hardly ever has an item are compared as if all were this much larger


@dataclass(frozen=True, slots=True)
class Forecast:
    """Whole counts for the steps after the history, and the errors of every method in the back-test.

    `origins`: how many moments it was tried at; `back`: steps from the first of them to the end of the history.
    """

    step: Step
    method: str
    band: Band
    errors: dict[str, Errors]
    origins: int
    back: int


@dataclass(frozen=True, slots=True)
class TooShort:
    """No forecast: `known` steps of history, `least` are needed."""

    step: Step
    known: int
    least: int


def forecast_make(counts: Floats, *, phase: int, step: Step) -> Forecast | TooShort:
    """Forecast the steps after `counts` (oldest first, NaN: no data). `phase`: see `Past`."""
    return Rolling(counts, phase, step).at(len(counts))


class Rolling:
    """Forecasts of one series at many origins; what a method said at an origin is worked out once."""

    def __init__(self, counts: Floats, phase: int, step: Step) -> None:
        self.counts, self.phase, self.step = np.asarray(counts, float), phase, step
        self._said: dict[tuple[str, int], Band | None] = {}

    def at(self, origin: int) -> Forecast | TooShort:
        """As it would have been made when `origin` steps were over; nothing after them is looked at."""
        known = int(np.isfinite(self.counts[:origin]).sum())
        origins = self._origins(origin)
        if known < self.step.least or len(origins) < 2:
            return TooShort(self.step, known, self.step.least)
        truth = np.array([self.came(at, origin) for at in origins])
        trails = self._trails([*origins, origin])
        errors = {name: tried(_rows(band, slice(0, -1)), truth, self._distinct(truth)) for name, band in trails.items()}
        method = choose(errors)
        band = self._calibrated(trails[method], truth)
        return Forecast(self.step, method, band, errors, len(origins), origin - origins[0])

    def band(self, method: str, origin: int) -> Band:
        """What one method would have shown at an origin for which `at` gives a forecast. Raises KeyError if it had nothing to say."""
        origins = self._origins(origin)
        truth = np.array([self.came(at, origin) for at in origins])
        return self._calibrated(self._trails([*origins, origin])[method], truth)

    def dense(self, origin: int) -> bool:
        """Whether the steps before held DENSE items on average."""
        return Past(self.counts[:origin], self.phase).dense

    def _calibrated(self, trail: Band, truth: Floats) -> Band:
        """The last row of a trail with the band that the errors of the rows before make."""
        shift = shift_of(_rows(trail, slice(0, -1)), truth, distinct=self._distinct(truth))
        return shifted(_rows(trail, -1), shift)

    def _origins(self, end: int) -> list[int]:
        """Oldest first; none before enough steps are known."""
        known = np.cumsum(np.isfinite(self.counts[:end]))
        first = int(np.searchsorted(known, self.step.warm)) + 1
        found = range(end - self.step.stride, max(first, end - self.step.window) - 1, -self.step.stride)
        return list(found)[::-1]

    def came(self, origin: int, end: int) -> Floats:
        """What came after `origin`, as far as it was known at `end`."""
        came = np.full(self.step.horizon, np.nan)
        seen = self.counts[origin : min(end, origin + self.step.horizon)]
        came[: len(seen)] = seen
        return came

    def _distinct(self, truth: Floats) -> int:
        """How many different steps the origins' horizons hold: neighbours at a stride shorter than the horizon share theirs."""
        return max(1, round(int(np.isfinite(truth).sum()) * min(1.0, self.step.stride / self.step.horizon)))

    def _trails(self, origins: list[int]) -> dict[str, Band]:
        """What each method said at each origin; without the methods that have nothing to say at one of them."""
        trails: dict[str, Band] = {}
        for name in METHODS:
            said = [self._say(name, origin) for origin in origins]
            if all(band is not None for band in said):
                trails[name] = _stacked([band for band in said if band is not None])
        if LIKE in trails and SMOOTH in trails:
            trails[MIDDLE] = middle_of(trails[LIKE], trails[SMOOTH])
        return trails

    def _say(self, name: str, origin: int) -> Band | None:
        if (name, origin) not in self._said:
            self._said[name, origin] = METHODS[name](Past(self.counts[:origin], self.phase), self.step)
        return self._said[name, origin]


def choose(errors: dict[str, Errors]) -> str:
    """The method to show: of the models the preferred one unless another is better by MARGIN; a naive one if it is as good."""
    return preferred(errors, MODELS, (SEASONAL, NAIVE))


def preferred(errors: dict[str, Errors], models: Sequence[str], naives: Sequence[str]) -> str:
    """The same for any models (those without errors are passed over; the first must have some) and naive methods."""
    base = errors[naives[0]]
    score = {
        name: (found.mae + TINY) / (base.mae + TINY)
        + BAND_WEIGHT * (found.interval_score + TINY) / (base.interval_score + TINY)
        for name, found in errors.items()
    }
    known = [name for name in models if name in score]
    best = min(known, key=lambda name: score[name])
    if score[best] > score[known[0]] * (1 - MARGIN):
        best = known[0]
    fallback = min(naives, key=lambda name: score[name])
    return best if score[best] < score[fallback] else fallback


def tried(raw: Band, truth: Floats, distinct: int) -> Errors:
    """Errors with the band of each half of the origins made from the other half."""
    said = [np.empty_like(truth) for _ in range(3)]
    for half in (0, 1):
        mine, other = slice(half, None, 2), slice(1 - half, None, 2)
        shift = shift_of(_rows(raw, other), truth[other], distinct=max(1, distinct // 2))
        band = shifted(_rows(raw, mine), shift)
        for kept, part in zip(said, (band.point, band.low, band.high), strict=True):
            kept[mine] = part
    return errors_of(Band(*said), truth)


def _rows(band: Band, which: slice | int) -> Band:
    return Band(band.point[which], band.low[which], band.high[which])


def _stacked(bands: list[Band]) -> Band:
    return Band(
        np.array([band.point for band in bands]),
        np.array([band.low for band in bands]),
        np.array([band.high for band in bands]),
    )
