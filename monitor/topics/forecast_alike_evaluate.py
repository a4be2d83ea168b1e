"""Scores of the forecasts of single topics, as `manage.py evaluate forecast` prints them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from monitor.lib.resample import Figure, interval
from monitor.topics.forecast import Forecast
from monitor.topics.forecast_alike import AHEAD, COMPARED_LEAST, Life, forecast_alike, moments_of
from monitor.topics.forecast_bands import interval_score
from monitor.topics.forecast_step import DENSE, Band, Floats

SAMPLE = 300  # moments that are scored, drawn with a fixed seed
HELD_OUT = 2 / 3


def alike_scored(lives: Sequence[Life]) -> dict[str, Any]:
    """Figures over moments of the last third, with the naive forecast (the 24 hours before, no band) beside them."""
    big = {life.topic: life for life in lives if np.nansum(life.counts) >= COMPARED_LEAST}
    moments = moments_of(big.values())
    if not len(moments.hour):
        return {"n": 0, "why": "no topic with a whole day after one of its moments"}
    first = moments.hour.min() + (moments.hour.max() - moments.hour.min()) * HELD_OUT
    late = np.flatnonzero(moments.hour >= first)
    drawn = np.sort(np.random.default_rng(0).choice(late, min(SAMPLE, len(late)), replace=False))
    made, truth, last = [], [], []
    for i in drawn:
        life, hour = big[int(moments.topic[i])], int(moments.hour[i])
        then = Life(life.topic, life.begun, life.counts[: hour - life.begun])
        found = forecast_alike(then, moments.where(np.flatnonzero(moments.hour + AHEAD <= hour)))
        if found is not None:
            made.append(found)
            truth.append(moments.followed[i])
            last.append(moments.last[i])
    return (
        _figures(made, np.array(truth), np.array(last)) if made else {"n": 0, "why": "too few topics to compare with"}
    )


def _figures(made: Sequence[Forecast], truth: Floats, last: Floats) -> dict[str, Any]:
    band = Band(*(np.array([part[0] for part in parts]) for parts in _parts(made)))
    inside = (truth >= band.low) & (truth <= band.high)
    busy = np.flatnonzero(last >= DENSE)
    return {
        "n": len(truth),
        "topic_mae": _mean(np.abs(truth - band.point)),
        "naive_mae": _mean(np.abs(truth - last)),
        "interval_score": _mean(interval_score(truth, band)),
        "coverage": _mean(inside),
        "busy": {
            "n": len(busy),
            "topic_mae": _mean(np.abs(truth - band.point)[busy]),
            "naive_mae": _mean(np.abs(truth - last)[busy]),
            "coverage": _mean(inside[busy]),
        },
        "methods": {name: sum(one.method == name for one in made) for name in sorted({one.method for one in made})},
    }


def _parts(made: Sequence[Forecast]) -> tuple[list[Floats], list[Floats], list[Floats]]:
    return [one.band.point for one in made], [one.band.low for one in made], [one.band.high for one in made]


def _mean(values: Any) -> Figure:
    found = np.asarray(values, float)
    return interval(len(found), lambda at: float(found[at].mean()))
