"""The net beside the straight weights (`net.py`), fitted together with them: the least cross-entropy by L-BFGS, weights held small.

Two nets from two beginnings are averaged, which is one net of twice the width: where a net ends depends on where it began.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from monitor.topics.net import Net

UNITS, BEGINNINGS = 16, 2
RIDGE, STEPS = 5.0, 200
OUTER = 0.0005  # of the examples: what lies beyond is held there, at either end of each figure
BEGIN = 0.3  # spread of the weights at the beginning
Table = npt.NDArray[np.float64]
Half = npt.NDArray[np.float32]
"""The examples: half the digits are read in half the time."""
Parts = tuple[Table, Table, Table, Table, float]
"""Into the units (H x F) and their offsets (H), out of them (H), straight (F), the constant; of standardised figures."""


def fit_net(figures: Table, truth: Table, shares: Table, weights: Table, bias: float) -> tuple[Table, float, Net]:
    """(weights, bias, net) for raw figures (N x F); `shares` = what each example weighs, `weights` and `bias` where straight ones begin."""
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    least, most = np.quantile(figures, [OUTER, 1 - OUTER], axis=0)
    table, held = (
        (part - mean).astype(np.float32) / spread.astype(np.float32)
        for part in (figures, np.clip(figures, least, most))
    )
    begin = (weights * spread, bias + float(weights @ mean))
    found = [_descend(table, held, truth, shares, begin, seed) for seed in range(BEGINNINGS)]
    straight = np.mean([parts[3] for parts in found], axis=0) / spread
    inward = np.vstack([parts[0] for parts in found]) / spread
    offset = np.concatenate([parts[1] for parts in found]) - inward @ mean
    outward = np.concatenate([parts[2] for parts in found]) / len(found)
    constant = float(np.mean([parts[4] for parts in found])) - float(straight @ mean)
    return straight, constant, Net(least, most, inward, offset, outward)


def _descend(table: Half, held: Half, truth: Table, shares: Table, begin: tuple[Table, float], seed: int) -> Parts:
    wide, random = table.shape[1], np.random.default_rng(seed)
    inward, outward = random.normal(0, BEGIN, wide * UNITS), random.normal(0, BEGIN, UNITS)
    first = np.concatenate([inward, np.zeros(UNITS), outward, begin[0], [begin[1]]])

    def loss(flat: Table) -> tuple[float, Table]:
        """What is to be made small, and its slope."""
        into, offset, out, straight, constant = _parts(flat, wide)
        units = np.tanh(held @ _half(into.T) + _half(offset))
        odds = np.clip(units @ _half(out) + table @ _half(straight) + constant, -30, 30)
        chance = 1 / (1 + np.exp(-odds))
        wrong = shares * (chance - truth)
        missed = _half(wrong)
        back = missed[:, None] * _half(out) * (1 - units * units)
        slope = np.concatenate(
            [(back.T @ held).ravel(), back.sum(axis=0), units.T @ missed, table.T @ missed, [wrong.sum()]]
        ).astype(np.float64)
        slope[:-1] += RIDGE * flat[:-1]
        surprise = shares @ np.logaddexp(0, np.where(truth > 0, -odds, odds))
        return float(surprise + RIDGE / 2 * (flat[:-1] @ flat[:-1])), slope

    done = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return _parts(cast(Table, done.x), wide)


def _half(table: Table) -> Half:
    return table.astype(np.float32)


def _parts(flat: Table, wide: int) -> Parts:
    into, offset, out, straight = np.split(flat[:-1], np.cumsum([wide * UNITS, UNITS, UNITS]))
    return into.reshape(UNITS, wide), offset, out, straight, float(flat[-1])
