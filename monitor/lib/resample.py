"""How sure a figure is: percentile bootstrap intervals (Efron 1979). Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

RESAMPLES = 1_000
Figure = dict[str, float]


def interval(n: int, figure: Callable[[Any], float], digits: int = 4) -> Figure:
    """The figure on all `n` things and the 2.5th and 97.5th percentile of it on resamples of them (fixed seed).

    `figure` gets indices 0..n-1, some several times; nothing to count gives 0 with the interval 0 to 0.
    """
    if not n:
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    random = np.random.default_rng(0)
    again = [figure(random.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.percentile(again, [2.5, 97.5])
    return {
        "value": round(figure(np.arange(n)), digits),
        "low": round(float(low), digits),
        "high": round(float(high), digits),
    }


def share_interval(hits: Any, of: Any, digits: int = 4) -> Figure:
    """`interval` of sum(hits) / sum(of), two arrays with one number for each thing that is drawn."""
    part, whole = np.asarray(hits, float), np.asarray(of, float)
    return interval(len(whole), lambda at: float(part[at].sum() / max(whole[at].sum(), 1e-9)), digits)
