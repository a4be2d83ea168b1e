"""Forecasts by statsmodels: exponential smoothing (Holt-Winters) of square roots. Pure; the library is loaded at the first call (seconds), or by `load`."""

from __future__ import annotations

import warnings

import numpy as np

from monitor.topics.forecast_methods import only_points
from monitor.topics.forecast_step import Band, Floats, Past, Step

LEAST_MEAN = 1.0  # counts a step: below, levels of square roots say nothing that quantiles of like steps do not
REACH = 28 * 24
HALF = 0.375  # Anscombe 1948: sqrt(n + 3/8) of Poisson counts has about the same variance everywhere


def smoothing(past: Past, step: Step) -> Band | None:
    """Additive season for hours, none for days (weeks are too few). None: too sparse or too short, or the fit fails."""
    history = past.counts[-REACH:]
    known = np.isfinite(history)
    season = step.season if step.season < step.week else None
    if len(history) < (10 + 2 * season if season else 7) or not known.any() or history[known].mean() < LEAST_MEAN:
        return None
    roots = np.sqrt(_filled(history, step.season) + HALF)
    if np.ptp(roots) == 0:
        return None
    try:
        ahead = _fit(roots, season, step.horizon)
    except (ValueError, np.linalg.LinAlgError):
        return None
    if not np.isfinite(ahead).all():
        return None
    return only_points(np.maximum(ahead**2 - HALF, 0))


def load() -> None:
    """The library, for whoever parts into processes that will all forecast some day: 100 MiB once instead of in each.

    It is used once with a season and once without: what it loads and sets up only then would be each process's own.
    """
    counts = 2.0 + np.arange(4.0 * 24) % 24
    for season in (24, None):
        _fit(np.sqrt(counts), season, 24)


def _fit(roots: Floats, season: int | None, horizon: int) -> Floats:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing  # 3 s and 100 MB: see `load`

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that did not converge is judged by the back-test, like any other
        model = ExponentialSmoothing(
            roots,
            seasonal="add" if season else None,
            seasonal_periods=season,
            initialization_method="heuristic" if len(roots) >= 10 else "estimated",
        )
        return np.asarray(model.fit().forecast(horizon), float)


def _filled(history: Floats, season: int) -> Floats:
    """Smoothing needs every step: one without data takes the count a season before, else the median."""
    filled, median = history.copy(), float(np.median(history[np.isfinite(history)]))
    for i in np.flatnonzero(~np.isfinite(filled)):
        filled[i] = filled[i - season] if i >= season else median
    return filled
