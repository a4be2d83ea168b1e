"""80 % bands from the errors of a back-test (split conformal, Vovk 2005; of quantiles: Romano et al. 2019), and how bands are scored. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.topics.forecast_step import COVERAGE, HIGH, Band, Floats


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the raw ends are moved out, in units of the square root of the count (the spread of a Poisson count)."""

    down: float
    up: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Mean absolute error, mean interval score, share of counts within the band, and of how many counts."""

    mae: float
    interval_score: float
    coverage: float
    n: int


def shift_of(raw: Band, truth: Floats, *, distinct: int) -> Shift:
    """From forecasts and what came (NaN: no data), shapes (origins, steps); `distinct` counts among `truth`.

    Each end is moved so far that it would have held 90 %, raised by (n + 1/2) / n because n counts only sample the future: n + 1
    were right if all leads of a day erred as one, n if each erred alone (docs/evaluation.md has the coverage of all three).
    """
    scale = _scale(raw)
    level = min(1.0, HIGH * (distinct + 0.5) / max(distinct, 1))
    return Shift(_upper((raw.low - truth) / scale, level), _upper((truth - raw.high) / scale, level))


def shifted(raw: Band, shift: Shift) -> Band:
    """The band as shown: whole counts that lie within the moved ends, widened to hold the rounded point."""
    scale = _scale(raw)
    low = np.ceil(np.maximum(raw.low - shift.down * scale, 0) - 1e-9)
    high = np.floor(np.maximum(raw.high + shift.up * scale, 0) + 1e-9)
    point = np.rint(raw.point)
    return Band(point, np.minimum(low, point), np.maximum(high, point))


def interval_score(truth: Floats, band: Band) -> Floats:
    """Width, plus 2 / 0.2 times how far outside (Gneiting and Raftery 2007); smaller is better."""
    outside = np.maximum(band.low - truth, 0) + np.maximum(truth - band.high, 0)
    scores: Floats = band.high - band.low + 2 / (1 - COVERAGE) * outside
    return scores


def errors_of(band: Band, truth: Floats) -> Errors:
    """Over the known counts."""
    known = np.isfinite(truth)
    if not known.any():
        return Errors(0.0, 0.0, 0.0, 0)
    inside = (truth >= band.low) & (truth <= band.high)
    return Errors(
        float(np.abs(truth - band.point)[known].mean()),
        float(interval_score(truth, band)[known].mean()),
        float(inside[known].mean()),
        int(known.sum()),
    )


def _scale(raw: Band) -> Floats:
    scale: Floats = np.sqrt(np.maximum(raw.point, (raw.low + raw.high) / 2) + 1)
    return scale


def _upper(misses: Floats, level: float) -> float:
    known = misses[np.isfinite(misses)]
    return float(np.quantile(known, level, method="higher")) if known.size else 0.0
