"""Training of "about working life" and of the nine areas, needs scikit-learn (requirements/dev.txt), never imported at run time.

One-against-rest logistic regressions over the same features, the areas' keyword rules and what stands around them among them
(`cues.py`), and over the sum of the words' vectors, which is added to the words' own weights as for valence (`train.py`). Each
threshold is folded into the bias, so that 0.5 decides. One threshold serves all areas: on stories held out it was better than one
chosen for each (0.809 against 0.803 of micro-F1), since most areas have too few examples to choose by.
Headlines that annotator sessions read tell which are about working life, but not which areas: their areas differ from those of
the labelled file, and with them micro-F1 on labour words fell by a point (model card).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from monitor.text.areas import AREAS
from monitor.text.linear import OUTPUTS, WORK, LinearModel

VECTOR_SHARE = 0.7  # of what the sum of vectors weighs for valence
AREA_CUT = 0.4  # chance from which an area is given; an area missed costs as much as one too many
WORK_CUT = 0.45  # … and from which a text is about working life, though no area is likely
READ_WORK = (
    3.0  # what a headline that was read and is about working life counts: most others were chosen by their words
)
AREAS_TOLERANCE = 0.02
LEAST = 4  # positives, below which nothing is learned


def fit_areas(
    model: LinearModel,
    x: Any,
    projection: Any,
    areas: Sequence[tuple[str, ...] | None],
    c: float,
    read: Sequence[bool] | None = None,
) -> None:
    """Fill the columns; `areas`: those of each text, None where they are not known; `read`: which texts were read (none)."""
    by_readers = np.zeros(len(areas), bool) if read is None else np.array(read, bool)
    tagged = np.array([i for i, found in enumerate(areas) if found is not None], np.intp)
    own = _with_vectors(x[tagged], projection)
    for name in (WORK, *AREAS):
        target = np.array([bool(areas[i]) if name == WORK else name in (areas[i] or ()) for i in tagged], bool)
        counted = np.where(by_readers[tagged], target * (READ_WORK - 1) + 1 if name == WORK else 0.0, 1.0)
        told = counted > 0
        column = OUTPUTS.index(name)
        if target[told].sum() < LEAST:
            model.bias[column] = -30.0
            continue
        fitted = regression(own[told], target[told], c, AREAS_TOLERANCE, counted[told])
        model.weights[:, column] = _folded_in(fitted.coef_[0], len(model.names), projection)
        cut = WORK_CUT if name == WORK else AREA_CUT
        model.bias[column] = fitted.intercept_[0] - math.log(cut / (1 - cut))


def regression(x: Any, target: Any, c: float, tolerance: float, weights: Any = None) -> Any:
    """A logistic regression of `target` (bool, one a row of x), each row counting by its weight; fitted by dual coordinate descent."""
    from sklearn.linear_model import LogisticRegression

    # the dual solver is many times faster here; the intercept is regularised with it, so it is scaled up
    plain = LogisticRegression(
        C=c, solver="liblinear", dual=True, intercept_scaling=4.0, max_iter=400, tol=tolerance, random_state=0
    )
    return plain.fit(x, target, sample_weight=weights)


def _with_vectors(x: Any, projection: Any) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return x if projection is None else hstack([x, csr_matrix(x @ (VECTOR_SHARE * projection))]).tocsr()


def _folded_in(learned: Any, names: int, projection: Any) -> Any:
    """Weights of the features, what was learned over vectors added to the words'."""
    return learned if projection is None else learned[:names] + VECTOR_SHARE * projection @ learned[names:]
