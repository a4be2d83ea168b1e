"""How near two words stand in ordinary news: vectors of frequent words, so that one matter told in other words can meet.

`data/related.npz`: `keys` (V sorted uint32 word hashes), `vectors` (V x D int8), `scale` (V float16); never a word or a
sentence. Positive pointwise mutual information of words within sentences, truncated SVD (Levy, Goldberg and Dagan 2015);
made by `monitor.topics.train_related`, described in `data/topics-card.md`. Pure but for reading that file once.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from monitor.topics.vectors import cleared

DATA = Path(__file__).parent / "data" / "related.npz"
Matrix = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Side:
    """What the words of one side mean: rows of the known ones, their weights, the mean direction, the weight of all words; of what
    is held against many others also the vectors of the rows; sorted hashes of all features, and of how many items."""

    rows: Places
    weights: Matrix
    mean: Matrix
    weight: float
    vectors: Matrix | None = None
    keys: Keys | None = None
    size: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Unit vectors of the known words, and which row is whose: `keys` are sorted, `rows` beside them."""

    keys: Keys
    rows: Places
    vectors: Matrix

    def places(self, keys: Keys, weights: Matrix) -> tuple[Places, Matrix]:
        """Rows and weights of the words (hashes) that are known."""
        at = self.keys.searchsorted(keys)
        known = self.keys.take(at, mode="clip") == keys
        return self.rows[at[known]], weights[known]

    def of(self, side: Side) -> Matrix:
        """The vectors of a side's known words, one a row."""
        return self.vectors.take(side.rows, axis=0) if side.vectors is None else side.vectors


def direction(vectors: Matrix, weights: Matrix) -> Matrix:
    """Weighted mean as a unit vector; zeros when there is nothing to average."""
    total = weights @ vectors
    length = float(np.sqrt(total @ total))
    return total / length if length > 0 else total


def coverage(ours: Side, theirs: Side, related: Related) -> float:
    """0..1: how well each of our words is matched by its nearest one among theirs."""
    if not len(ours.rows) or not len(theirs.rows) or ours.weight <= 0:
        return 0.0
    near = related.of(ours) @ related.of(theirs).T
    return float(np.maximum.reduce(near, axis=1) @ ours.weights) / ours.weight


@cache
def load_related() -> Related:
    """The shipped vectors."""
    with np.load(DATA) as data:
        vectors = data["vectors"].astype(np.float32) * data["scale"].astype(np.float32)[:, None]
        keys = np.array([cleared(key) for key in data["keys"].tolist()], np.uint32)
        rows = np.argsort(keys)
        return Related(keys[rows], rows, vectors)
