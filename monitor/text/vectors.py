"""Word vectors from unlabelled texts, for training only: needs SciPy and scikit-learn (requirements/dev.txt).

Words that stand among the same neighbours get near vectors: positive pointwise mutual information of words up to WINDOW apart,
weighed by 1/distance, context counts raised to 0.75 (Levy, Goldberg and Dagan, "Improving distributional similarity", 2015), cut
down to DIMENSIONS by a singular value decomposition. Deterministic: fixed seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS = 150
WINDOW = 5
MIN_TEXTS = 4
PAIRS_AT_ONCE = 20_000_000


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`vectors[i]` (V x DIMENSIONS, length 1) is of `words[i]`, which occurs in `texts[i]` of `of` texts."""

    words: list[str]
    texts: list[int]
    of: int
    vectors: npt.NDArray[np.float32]


def word_vectors(cut_texts: Sequence[list[str]]) -> WordVectors:
    """Vectors of the words of texts that are cut into words; blanks are no words."""
    from sklearn.utils.extmath import randomized_svd

    seen = Counter(word for words in cut_texts for word in dict.fromkeys(words) if not word.isspace())
    vocabulary = sorted(word for word, count in seen.items() if count >= MIN_TEXTS)
    index = {word: i for i, word in enumerate(vocabulary)}
    numbers = (np.array([index.get(word, -1) for word in words if not word.isspace()], np.int32) for words in cut_texts)
    association = _association(_together(numbers, len(vocabulary)))
    left, strength, _ = randomized_svd(association, min(DIMENSIONS, len(vocabulary) - 1), n_iter=4, random_state=0)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return WordVectors(vocabulary, [seen[word] for word in vocabulary], len(cut_texts), vectors.astype(np.float32))


def _together(texts: Iterable[npt.NDArray[np.int32]], size: int) -> Any:
    """size x size: how often words stand together, nearer counting more."""
    from scipy.sparse import csr_matrix

    counts = csr_matrix((size, size), dtype=np.float32)
    left: list[Any] = []
    right: list[Any] = []
    weight: list[Any] = []

    def added(counts: Any) -> Any:
        pairs = (np.concatenate(weight), (np.concatenate(left), np.concatenate(right)))
        return counts + csr_matrix(pairs, shape=(size, size), dtype=np.float32)

    waiting = 0
    for text in texts:
        for distance in range(1, min(WINDOW, len(text) - 1) + 1):
            a, b = text[:-distance], text[distance:]
            known = (a >= 0) & (b >= 0)
            left += [a[known], b[known]]
            right += [b[known], a[known]]
            weight += [np.full(known.sum(), 1 / distance, np.float32)] * 2
            waiting += 2 * int(known.sum())
        if waiting > PAIRS_AT_ONCE:
            counts, left, right, weight, waiting = added(counts), [], [], [], 0
    return added(counts) if left else counts


def _association(counts: Any) -> Any:
    """Positive pointwise mutual information."""
    from scipy.sparse import csr_matrix

    total = np.asarray(counts.sum(axis=1)).ravel()
    context = total**0.75
    context /= context.sum()
    pairs = counts.tocoo()
    information = np.log(pairs.data / (total[pairs.row] * context[pairs.col]))
    kept = information > 0
    return csr_matrix((information[kept], (pairs.row[kept], pairs.col[kept])), shape=counts.shape, dtype=np.float32)
