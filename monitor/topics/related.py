"""How near two words stand in ordinary news: vectors of frequent words, so that one matter told in other words can meet.

`data/related.npz`: `keys` (V sorted uint32 word hashes), `vectors` (V x D int8), `scale` (V float16); never a word or a
sentence. Positive pointwise mutual information of words within sentences, truncated SVD (Levy, Goldberg and Dagan 2015);
made by `monitor.topics.train_related`, described in `data/topics-card.md`. Pure but for reading that file once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from monitor.topics.vectors import cleared

DATA = Path(__file__).parent / "data" / "related.npz"
Matrix = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
WeightedWords = list[tuple[int, float]]
"""Word hashes (`vectors.word_key`) with their weights."""


@dataclass(frozen=True, slots=True)
class Related:
    """Unit vectors of the known words and where each stands."""

    rows: dict[int, int]
    vectors: Matrix

    def places(self, words: Iterable[tuple[int, float]]) -> tuple[Places, Matrix]:
        """Rows and weights of the words that are known."""
        rows = self.rows
        found = [(row, weight) for key, weight in words if (row := rows.get(key)) is not None]
        if not found:
            return np.zeros(0, np.intp), np.zeros(0, np.float32)
        places, weights = zip(*found, strict=True)
        return np.array(places, np.intp), np.array(weights, np.float32)


@dataclass(frozen=True, slots=True)
class Side:
    """What the words of one side mean: rows of the known ones, their weights, the mean direction, and the weight of all words."""

    rows: Places
    weights: Matrix
    mean: Matrix
    weight: float


def direction(vectors: Matrix, weights: Matrix) -> Matrix:
    """Weighted mean as a unit vector; zeros when there is nothing to average."""
    total = weights @ vectors
    length = float(np.sqrt(total @ total))
    return total / length if length > 0 else total


def coverage(ours: Side, theirs: Side, related: Related) -> float:
    """0..1: how well each of our words is matched by its nearest one among theirs."""
    if not len(ours.rows) or not len(theirs.rows) or ours.weight <= 0:
        return 0.0
    near = related.vectors.take(ours.rows, axis=0) @ related.vectors.take(theirs.rows, axis=0).T
    return float(near.max(axis=1) @ ours.weights) / ours.weight


@cache
def load_related() -> Related:
    """The shipped vectors."""
    with np.load(DATA) as data:
        vectors = data["vectors"].astype(np.float32) * data["scale"].astype(np.float32)[:, None]
        return Related({cleared(int(key)): row for row, key in enumerate(data["keys"])}, vectors)
