"""Ways to forecast counts from counts alone: the two naive ones, and the empirical quantiles of like hours. Pure.

A method takes what came before an origin and gives a band for each step of the horizon. Where a method has no spread of its own, low
and high equal the point: the back-test's errors make the band (forecast_bands). The point is the median: no other number has a smaller mean absolute error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from monitor.topics.forecast_step import HIGH, LOW, Band, Floats, Ints, Past, Step

Method = Callable[[Past, Step], Band | None]


def naive(past: Past, step: Step) -> Band:
    """The last known count, for every step."""
    return only_points(np.full(step.horizon, past.known[-1] if past.known.size else 0.0))


def seasonal_naive(past: Past, step: Step) -> Band:
    """The last known count of the same slot: the hour a day ago, the day a week ago; before there is one, the last count."""
    n, last = len(past.counts), naive(past, step).point
    for i in range(step.horizon):
        same = past.counts[(n + i) % step.season : n : step.season]
        same = same[np.isfinite(same)]
        if same.size:
            last[i] = same[-1]
    return only_points(last)


def like_steps(past: Past, step: Step) -> Band:
    """Weighted 10 %, 50 % and 90 % quantiles of earlier steps: the same slot of the season most, weekends apart, the recent more.

    With no assumption on the shape of the counts it holds for sources that are silent for hours and then bring 25 items at once.
    """
    n = len(past.counts)
    at = np.arange(max(0, n - step.reach), n)
    at = at[np.isfinite(past.counts[at])]
    if not at.size:
        return naive(past, step)
    values, recency = past.counts[at], 0.5 ** ((n - at) / step.half_life)
    spread = past.dense
    found = [
        quantiles(values, _likeness(at, n + i, past.phase, step) * recency, spread=spread) for i in range(step.horizon)
    ]
    low, point, high = np.array(found).T
    return Band(np.maximum(point, 0), low, high)


def only_points(point: Floats) -> Band:
    """A band without width."""
    return Band(point, point, point)


def middle_of(*bands: Band) -> Band:
    """The mean of several bands, end by end: errors of methods that differ partly cancel (Bates and Granger 1969)."""
    return Band(
        np.mean([band.point for band in bands], axis=0),
        np.mean([band.low for band in bands], axis=0),
        np.mean([band.high for band in bands], axis=0),
    )


def _likeness(at: Ints, target: int, phase: int, step: Step) -> Floats:
    """How much each earlier step says about the target, by the calendar alone."""
    apart = (target - at) % step.season
    apart = np.minimum(apart, step.season - apart)
    kernel = np.full(step.season, step.elsewhere)
    kernel[: len(step.near)] = step.near
    weight: Floats = kernel[apart]
    if step.weekend < 1:
        other = _weekend(at + phase, step) != _weekend(np.array([target + phase]), step)
        weight = np.where(other, weight * step.weekend, weight)
    return weight


def _weekend(slots: Ints, step: Step) -> NDArray[np.bool_]:
    return slots % step.week >= step.week * 5 // 7


def quantiles(values: Floats, weights: Floats, *, spread: bool) -> Floats:
    """Quantiles LOW, 0.5, HIGH. `spread`: each count stands for the whole unit around it (the mid-distribution function,
    Parzen 2004), so that the band can be narrower than whole numbers allow; else a count that was seen.
    """
    if not weights.any():
        weights = np.ones_like(values)
    seen, place = np.unique(values, return_inverse=True)
    mass: Floats = np.cumsum(np.bincount(place, weights)) / weights.sum()
    wanted = (LOW, 0.5, HIGH)
    if not spread:
        return seen[np.minimum(np.searchsorted(mass, np.array(wanted) - 1e-9), len(seen) - 1)]
    ends = np.column_stack([seen - 0.5, seen + 0.5]).ravel()
    below = np.column_stack([np.append(0.0, mass[:-1]), mass]).ravel()
    return np.interp(wanted, below, ends)
