"""Folds for cross-validation that keep a story on one side, for training only: needs SciPy and scikit-learn (requirements/dev.txt).

Headlines of one story share most of their characters; a model that has seen one of them knows the others. Texts whose character
pairs are alike (cosine of TF-IDF above ALIKE) are one story, and a story lies in one fold.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

ALIKE = 0.5
AT_ONCE = 1_000

Numbers = npt.NDArray[np.intp]


def stories(texts: Sequence[str]) -> Numbers:
    """The number of each text's story."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer

    n = len(texts)
    pairs = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
    vectors = pairs.fit_transform([text or " " for text in texts])
    left: list[Numbers] = []
    right: list[Numbers] = []
    for at in range(0, n, AT_ONCE):
        likeness = (vectors[at : at + AT_ONCE] @ vectors.T).tocoo()
        alike = likeness.data > ALIKE
        left.append(likeness.row[alike] + at)
        right.append(likeness.col[alike])
    rows, columns = np.concatenate(left), np.concatenate(right)
    graph = csr_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], np.intp)


def folds_of(groups: Numbers, count: int) -> Numbers:
    """The fold of each text, groups kept together. Deterministic: fixed seed."""
    order = np.random.default_rng(0).permutation(int(groups.max()) + 1)
    return np.asarray(order[groups] % count, np.intp)
