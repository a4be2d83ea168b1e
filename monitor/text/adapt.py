"""A model that goes on learning from a team's corrections, without the files that it was trained from. Needs SciPy. Pure.

The weights of the shipped model are where learning starts, and every step away from them costs (a normal prior around them, as
in Chelba and Acero, "Adaptation of maximum entropy capitalizer", 2004). Corrections are errors, so they alone would say that the
model is always wrong: texts that nobody corrected are shown as well, with the chances that the model gives them, so that it goes
on saying what it said of them (Li and Hoiem, "Learning without forgetting", 2016). Valence moves for headlines and posts
alike; how much a text looks like a post, features and their idf stay. Figures: docs/evaluation.md, "Learning on from corrections".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.text.areas import AREAS
from monitor.text.linear import OUTPUTS, POST_CLASSES, WORK, LinearModel
from monitor.text.sentiment import TingchaoScorer
from monitor.text.train import Example, feature_rows, text_reader
from monitor.text.trainareas import AREA_CUT, WORK_CUT
from monitor.text.types import SENTIMENTS

C = 1.0  # what an example counts beside the cost of leaving the weights
KEPT_WEIGHT = 0.3  # of a text that nobody corrected, beside one that was
BIAS = 4.0  # a step of the bias costs as much as a fourth of one of a weight
STEPS = 200

Numbers = npt.NDArray[np.float64]
_TOPICS = (WORK, *AREAS)
_CUTS = np.array([WORK_CUT, *[AREA_CUT] * len(AREAS)])
_FOLDED_IN = np.log(_CUTS / (1 - _CUTS))  # what training took from the bias, so that 0.5 decides


@dataclass(frozen=True, slots=True)
class _Told:
    """n texts (n x features), what the model says of them (logits, n x K), what it should say (chances, n x K), what each counts (n)."""

    x: Any
    logits: Numbers
    chances: Numbers
    counts: Numbers


def adapted(model: LinearModel, corrected: Sequence[Example], kept: Sequence[str], *, version: str) -> LinearModel:
    """The model after corrections. `kept`: texts that were read and that nobody corrected. The same arguments give the same model."""
    reader = text_reader()
    x = feature_rows(model, [reader(text) for text in (*(one.text for one in corrected), *kept)])
    logits = (x @ model.weights + model.bias).astype(np.float64)
    weights, bias = model.weights.copy(), model.bias.copy()
    for columns, told, chances in (
        ((SENTIMENTS, POST_CLASSES), _valence(model, x, logits, corrected), _softmax),
        ((_TOPICS,), _topics(x, logits, corrected), _sigmoid),
    ):
        steps, of_bias = _moved(told, chances)
        for names in columns:
            at = [OUTPUTS.index(name) for name in names]
            weights[:, at] += steps
            bias[at] += of_bias
    return LinearModel(model.names, model.idf, weights, bias, model.outputs, version)


def _valence(model: LinearModel, x: Any, logits: Numbers, corrected: Sequence[Example]) -> _Told:
    """Texts whose valence a member set, and the kept ones. The logarithms of chances are logits as good as any."""
    said = np.array(TingchaoScorer(model).all_chances(logits.astype(np.float32)))
    rows = _rows(corrected, len(said), [one.sentiment is not None for one in corrected])
    chances = said.copy()
    for i, one in enumerate(corrected):
        if one.sentiment is not None:
            chances[i] = [label == one.sentiment for label in SENTIMENTS]
    return _Told(x[rows], np.log(np.maximum(said[rows], 1e-12)), chances[rows], _counts(rows, corrected))


def _topics(x: Any, logits: Numbers, corrected: Sequence[Example]) -> _Told:
    """Texts whose areas a member set, and the kept ones."""
    own = logits[:, [OUTPUTS.index(name) for name in _TOPICS]] + _FOLDED_IN
    rows = _rows(corrected, len(own), [one.areas is not None for one in corrected])
    chances = _sigmoid(own)[0]
    for i, one in enumerate(corrected):
        if one.areas is not None:
            chances[i] = [bool(one.areas), *(area in one.areas for area in AREAS)]
    return _Told(x[rows], own[rows], chances[rows], _counts(rows, corrected))


def _rows(corrected: Sequence[Example], texts: int, known: list[bool]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(np.array([*known, *[True] * (texts - len(corrected))], bool))


def _counts(rows: npt.NDArray[np.intp], corrected: Sequence[Example]) -> Numbers:
    return np.where(rows < len(corrected), 1.0, KEPT_WEIGHT)


def _moved(told: _Told, chances_of: Callable[[Numbers], tuple[Numbers, Numbers]]) -> tuple[Any, Any]:
    """Steps of the weights (features x K) and of the bias (K) that bring what is said nearest to what should be, at their price."""
    from scipy.optimize import minimize

    wanted = told.chances
    used = np.unique(told.x.indices)
    x = told.x[:, used].astype(np.float64)
    shape = (len(used), wanted.shape[1])

    def cost(flat: Numbers) -> tuple[float, Numbers]:
        steps, of_bias = flat[: math.prod(shape)].reshape(shape), flat[math.prod(shape) :]
        logits = told.logits + x @ steps + BIAS * of_bias
        said, whole = chances_of(logits)
        loss = told.counts @ (whole - (wanted * logits).sum(axis=1))
        off = (said - wanted) * told.counts[:, None]
        slope = np.concatenate([(x.T @ off).ravel(), BIAS * off.sum(axis=0)])
        return float(C * loss + flat @ flat / 2), C * slope + flat

    found = minimize(
        cost, np.zeros(math.prod(shape) + shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    ).x
    steps = np.zeros((told.x.shape[1], shape[1]), np.float32)
    steps[used] = found[: math.prod(shape)].reshape(shape)
    return steps, (BIAS * found[math.prod(shape) :]).astype(np.float32)


def _softmax(logits: Numbers) -> tuple[Numbers, Numbers]:
    """Chances of classes of which one is true (n x K), and the logarithm of what they were divided by (n)."""
    top = logits.max(axis=1, keepdims=True)
    raised = np.exp(logits - top)
    whole = raised.sum(axis=1, keepdims=True)
    return raised / whole, (top + np.log(whole))[:, 0]


def _sigmoid(logits: Numbers) -> tuple[Numbers, Numbers]:
    """Chances of each by itself (n x K), and the same logarithm, summed (n)."""
    return 1 / (1 + np.exp(-np.clip(logits, -40, 40))), np.logaddexp(0, logits).sum(axis=1)
