"""Word vectors from unlabelled texts: `python -m monitor.topics.train_related SENTENCES.txt`, one sentence a line.

Words of one sentence count as neighbours (a long sentence counts less per pair); positive pointwise mutual information
with smoothed contexts; SVD; 8 bits a number. A developer's tool: needs scikit-learn and a few minutes.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from monitor.topics.related import DATA, Matrix
from monitor.topics.vectors import content_words, word_key

WORDS, LEAST, LENGTH, DIMENSIONS = 30_000, 5, 40, 64
SMOOTHING = 0.75  # of the counts of contexts: rare ones are overrated else
NUMBER = re.compile(r"[\d.%]+")


def train(sentences: Sequence[Sequence[str]]) -> tuple[list[str], Matrix]:
    """Words and their unit vectors."""
    from scipy.sparse import coo_matrix
    from sklearn.utils.extmath import randomized_svd

    seen = Counter(word for words in sentences for word in set(words))
    vocabulary = sorted(w for w, n in seen.most_common(WORDS) if n >= LEAST and not NUMBER.fullmatch(w))
    places = {word: i for i, word in enumerate(vocabulary)}
    rows, columns, counts = [], [], []
    for words in sentences:
        ids = sorted({places[word] for word in words if word in places})[:LENGTH]
        for a in ids:
            for b in ids:
                if a != b:
                    rows.append(a)
                    columns.append(b)
                    counts.append(1 / math.sqrt(len(ids) - 1))
    size = len(vocabulary)
    table = coo_matrix((np.array(counts, np.float32), (rows, columns)), shape=(size, size)).tocsr().tocoo()
    totals = np.bincount(table.row, table.data, size) + 1e-9
    contexts = totals**SMOOTHING / (totals**SMOOTHING).sum()
    information = np.log(table.data / (totals[table.row] * contexts[table.col]))
    kept = information > 0
    shape = (table.row[kept], table.col[kept])
    positive = coo_matrix((information[kept], shape), shape=(size, size)).tocsr()
    left, strength, _ = randomized_svd(positive, n_components=2 * DIMENSIONS, n_iter=4, random_state=0)
    vectors = (left * np.sqrt(strength))[:, :DIMENSIONS].astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vocabulary, vectors / np.maximum(lengths, 1e-9)


def save(words: Sequence[str], vectors: Matrix, path: Path = DATA) -> None:
    """Write `data/related.npz`."""
    keys = np.array([word_key(word) for word in words], np.uint32)
    _, first = np.unique(keys, return_index=True)
    chosen, keys = vectors[first], keys[first]
    scale = np.abs(chosen).max(axis=1) / 127
    rounded = np.rint(chosen / np.maximum(scale, 1e-9)[:, None]).astype(np.int8)
    np.savez_compressed(path, keys=keys, vectors=rounded, scale=scale.astype(np.float16))


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    save(*train([content_words(line) for line in lines]))
