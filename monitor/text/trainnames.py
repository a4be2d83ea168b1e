"""Training of the learnt look for names of persons (`namemodel.py`): needs scikit-learn (requirements/dev.txt), never imported at run time.

A file of labels has a line for each text that is learnt from: the first twelve digits of its blake2b digest, names as "start:length", and after
a second tab what is left out (neither a name nor none). What is none of them is no name. So the file holds labels and no sentence.

Names are also put where other names stand, and into sentences of our own (`data/nameframes.txt`): a surname by how often it is met or any that
there is, a given name of characters by how often they are met in given names or any that are.
"""

from __future__ import annotations

import gzip
import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from monitor.text.namemodel import (
    BITS,
    FIRST_BITS,
    Facts,
    Ints,
    Joined,
    classes_of_characters,
    features,
    first_features,
    places_of,
)
from monitor.text.namewords import GIVEN, RARE, RAREST, SURNAMES
from monitor.text.words import tag

SEED = 20261127
TOGETHER = 256
LOST = 0.015  # of the names at the first step
Spans = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, its names and what is left out, as (start, length)."""

    text: str
    names: Spans
    left_out: Spans = frozenset()
    weight: float = 1.0


def digest(text: str) -> str:
    """What stands for a text in the file of labels."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def read_labels(path: Path) -> dict[str, tuple[Spans, Spans]]:
    """(names, left out) of each digest."""
    with gzip.open(path, "rt") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return {row[0]: (_spans(row[1]), _spans(row[2])) for row in rows}


def write_labels(path: Path, rows: Iterable[Labelled]) -> None:
    """The same for texts, sorted; the file is the same whenever it is written."""
    lines = sorted(f"{digest(row.text)}\t{_written(row.names)}\t{_written(row.left_out)}\n" for row in rows)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write("".join(lines).encode())


def _spans(field: str) -> Spans:
    return frozenset((int(a), int(b)) for a, b in (one.split(":") for one in field.split()))


def _written(spans: Spans) -> str:
    return " ".join(f"{start}:{long}" for start, long in sorted(spans))


class Names:
    """Makes up names."""

    def __init__(self, labelled: Sequence[Labelled], seed: int = SEED) -> None:
        self._random = random.Random(seed)  # noqa: S311
        found = [row.text[start : start + long] for row in labelled for start, long in sorted(row.names)]
        self._surnames = Counter(name[0] for name in found)
        self._surnames.update(dict.fromkeys(sorted(SURNAMES), 3))
        self._every = sorted(SURNAMES | RARE | RAREST)
        self._single = Counter(name[1] for name in sorted(set(found)) if len(name) == 2)
        self._first = Counter(name[1] for name in sorted(set(found)) if len(name) == 3)
        self._last = Counter(name[2] for name in sorted(set(found)) if len(name) == 3)
        self._given = sorted(GIVEN)

    def _of(self, counts: Counter[str], every: Sequence[str], share: float) -> str:
        if self._random.random() < share:
            return self._random.choice(every)
        return self._random.choices(list(counts), list(counts.values()))[0]

    def make(self) -> str:
        """A surname and one (in four of ten) or two characters."""
        surname = self._of(self._surnames, self._every, 0.35)
        if self._random.random() < 0.4:
            return surname + self._of(self._single, self._given, 0.3)
        return surname + self._of(self._first, self._given, 0.3) + self._of(self._last, self._given, 0.3)

    def put(self, row: Labelled, weight: float) -> Labelled:
        """The text with other names where its names stand; what is named twice is named alike."""
        own: dict[str, str] = {}
        out, names, at, size = [], set(), 0, 0
        for start, long in sorted(row.names):
            if start < at:
                continue
            name = own.setdefault(row.text[start : start + long], self.make())
            out += [row.text[at:start], name]
            size += start - at
            names.add((size, len(name)))
            size += len(name)
            at = start + long
        return Labelled("".join(out) + row.text[at:], frozenset(names), frozenset(), weight)

    def framed(self, frame: str, weight: float) -> Labelled:
        """A sentence of our own with names."""
        parts = frame.split("{}")
        text, names = parts[0], set()
        for part in parts[1:]:
            name = self.make()
            names.add((len(text), len(name)))
            text += name + part
        return Labelled(text, frozenset(names), frozenset(), weight)


def frames() -> list[str]:
    """`data/nameframes.txt`."""
    lines = resources.files("monitor.text").joinpath("data/nameframes.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def candidates(rows: Sequence[Labelled]) -> Iterator[tuple[Ints, Ints, Any, Any]]:
    """(features of the first step, of the second, whether it is a name, weight) of every place, by portions."""
    classes = classes_of_characters()
    for at in range(0, len(rows), TOGETHER):
        part = rows[at : at + TOGETHER]
        tagged = [tag(row.text) for row in part]
        joined = Joined.of([row.text for row in part], Facts.of([(one.words, one.kinds) for one in tagged]))
        begin, long = places_of(joined, classes)
        of = np.searchsorted(joined.starts, begin, "right") - 1
        spans = list(zip(of.tolist(), (begin - joined.starts[of]).tolist(), long.tolist(), strict=True))
        right = np.array([(start, many) in part[n].names for n, start, many in spans], bool)
        out = np.array([_touches((start, many), part[n].left_out) for n, start, many in spans], bool)
        weights = np.array([part[n].weight for n, _, _ in spans])
        kept = ~out
        first, second = first_features(joined, begin, long), features(joined, begin, long, classes)
        yield first[kept].astype(np.int32), second[kept].astype(np.int32), right[kept], weights[kept]


def _touches(span: tuple[int, int], others: Spans) -> bool:
    return any(span[0] < start + long and start < span[0] + span[1] for start, long in others)


def fit(ids: Ints, right: Any, weights: Any, bits: int, c: float) -> tuple[Any, float]:
    """(weights of the hashed features, bias)."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows, columns = ids.shape
    x = csr_matrix(
        (np.ones(rows * columns, np.float32), ids.flatten(), np.arange(0, rows * columns + 1, columns)),
        (rows, 1 << bits),
    )
    x.sum_duplicates()  # liblinear wants each feature once, in order
    model = LogisticRegression(C=c, solver="liblinear", max_iter=100, tol=0.01)
    model.fit(x, right, sample_weight=weights)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def joined(texts: Iterable[str], labels: Mapping[str, tuple[Spans, Spans]]) -> list[Labelled]:
    """The texts that have labels."""
    return [Labelled(text, *labels[key]) for text in texts if (key := digest(text)) in labels]


def train(labelled: Sequence[Labelled], *, copies: int = 3, each_frame: int = 20, c: float = 0.3) -> dict[str, Any]:
    """The parts of the file of weights."""
    names = Names(labelled)
    with_names = [row for row in labelled if row.names and not row.left_out]
    rows = [
        *labelled,
        *(names.put(row, 0.5) for _ in range(copies) for row in with_names),
        *(names.framed(frame, 0.5) for frame in frames() for _ in range(each_frame)),
    ]
    portions = list(candidates(rows))
    first, second, right, weights = (np.concatenate([portion[n] for portion in portions]) for n in range(4))
    one, bias_one = fit(first, right, weights, FIRST_BITS, 1.0)
    scores = one.take(first).sum(axis=1) + bias_one
    least = min(float(np.quantile(scores[right], LOST)), float(np.median(scores[~right])))
    left = scores > least
    two, bias = fit(second[left], right[left], weights[left], BITS, c)
    scales = [float(np.abs(part).max()) / 127 for part in (one, two)]
    return {
        "first": np.round(one / scales[0]).astype(np.int8),
        "second": np.round(two / scales[1]).astype(np.int8),
        "scale": np.array(scales, np.float32),
        "least": np.float32(least - bias_one),
        "bias": np.float32(bias),
        "left": np.float32(left.mean()),
    }
