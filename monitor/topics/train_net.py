"""The net beside the straight weights (`net.py`), fitted together with them: the least cross-entropy by L-BFGS, weights held small.

Nets from several beginnings are averaged, which is one net of so many times the width: where a net ends depends on where it began.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from monitor.topics.net import Net

STEPS = 200
OUTER = 0.0005  # of the examples: what lies beyond is held there, at either end of each figure
BEGIN = 0.3  # spread of the weights at the beginning
Table = npt.NDArray[np.float64]
Half = npt.NDArray[np.float32]
"""The examples: half the digits are read in half the time."""
Parts = tuple[Table, Table, Table, Table, float]
"""Into the units (H x F) and their offsets (H), out of them (H), straight (F), the constant; of standardised figures."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Hidden units of each net, how many nets are averaged, and what holds their weights small."""

    units: int = 16
    beginnings: int = 2
    ridge: float = 5.0


POSTS = Shape()


def fit_net(
    figures: Table, truth: Table, shares: Table, weights: Table, bias: float, shape: Shape = POSTS
) -> tuple[Table, float, Net]:
    """(weights, bias, net) for raw figures (N x F); `shares` = what each example weighs, `weights` and `bias` where straight ones begin."""
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    least, most = np.quantile(figures, [OUTER, 1 - OUTER], axis=0)
    table, held = (
        (part - mean).astype(np.float32) / spread.astype(np.float32)
        for part in (figures, np.clip(figures, least, most))
    )
    begin = (weights * spread, bias + float(weights @ mean))
    found = [_descend(table, held, truth, shares, begin, seed, shape) for seed in range(shape.beginnings)]
    straight = np.mean([parts[3] for parts in found], axis=0) / spread
    inward = np.vstack([parts[0] for parts in found]) / spread
    offset = np.concatenate([parts[1] for parts in found]) - inward @ mean
    outward = np.concatenate([parts[2] for parts in found]) / len(found)
    constant = float(np.mean([parts[4] for parts in found])) - float(straight @ mean)
    return straight, constant, Net(least, most, inward, offset, outward)


def _descend(
    table: Half, held: Half, truth: Table, shares: Table, begin: tuple[Table, float], seed: int, shape: Shape
) -> Parts:
    from scipy.optimize import minimize

    wide, random, units = table.shape[1], np.random.default_rng(seed), shape.units
    inward, outward = random.normal(0, BEGIN, wide * units), random.normal(0, BEGIN, units)
    first = np.concatenate([inward, np.zeros(units), outward, begin[0], [begin[1]]])

    def loss(flat: Table) -> tuple[float, Table]:
        """What is to be made small, and its slope."""
        into, offset, out, straight, constant = _parts(flat, wide, units)
        bent = np.tanh(held @ _half(into.T) + _half(offset))
        odds = np.clip(bent @ _half(out) + table @ _half(straight) + constant, -30, 30)
        chance = 1 / (1 + np.exp(-odds))
        wrong = shares * (chance - truth)
        missed = _half(wrong)
        back = missed[:, None] * _half(out) * (1 - bent * bent)
        slope = np.concatenate(
            [(back.T @ held).ravel(), back.sum(axis=0), bent.T @ missed, table.T @ missed, [wrong.sum()]]
        ).astype(np.float64)
        slope[:-1] += shape.ridge * flat[:-1]
        surprise = shares @ np.logaddexp(0, np.where(truth > 0, -odds, odds))
        return float(surprise + shape.ridge / 2 * (flat[:-1] @ flat[:-1])), slope

    done = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return _parts(cast(Table, done.x), wide, units)


def _half(table: Table) -> Half:
    return table.astype(np.float32)


def _parts(flat: Table, wide: int, units: int) -> Parts:
    into, offset, out, straight = np.split(flat[:-1], np.cumsum([wide * units, units, units]))
    return into.reshape(units, wide), offset, out, straight, float(flat[-1])
