"""`manage.py evaluate topics|duplicates` on pairs: are `a` and `b` of one matter, or does one repeat the other? Pure.

Each pair is clustered alone, as two headlines of which no time is known: by what the two say and what is known of ordinary headlines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.lib.jsonlines import Record
from monitor.lib.resample import Figure, interval, share_interval
from monitor.topics.offline import Assigned, cluster_all
from monitor.topics.records import pair_items
from monitor.topics.single_pass import tfidf

Answers = npt.NDArray[np.bool_]
DEFINITIONS = {
    "topics": "the two get one topic",
    "duplicates": "the second is linked to the first as its repetition",
    "tfidf_cosine": "cosine >= the threshold with the best F1 on these very labels, IDF of this very file",
    "intervals": "95 % bootstrap over pairs",
}


def evaluate_topic_pairs(rows: Sequence[Record]) -> dict[str, Any]:
    """Label `same_event`, beside `a` and `b`."""
    return _score(rows, lambda two: two[0].topic == two[1].topic)


def evaluate_duplicate_pairs(rows: Sequence[Record]) -> dict[str, Any]:
    """The same, but a pair counts as found when it is linked as near-duplicates."""
    return _score(rows, lambda two: two[1].duplicate_of is not None)


def _score(rows: Sequence[Record], same: Callable[[list[Assigned]], bool]) -> dict[str, Any]:
    truth = np.array([row["same_event"] for row in rows], bool)
    found = np.array([same(cluster_all(pair_items(row))) for row in rows], bool)
    threshold, theirs = _cosine(rows, truth)
    return {
        "n": len(rows),
        "pairs_of_one_event": int(truth.sum()),
        "figures": pair_figures(found, truth),
        "baselines": {
            "all_the_same": pair_figures(np.ones(len(rows), bool), truth),
            "tfidf_cosine": {"threshold": threshold, **pair_figures(theirs, truth)},
        },
        "definitions": DEFINITIONS,
    }


def pair_figures(found: Answers, truth: Answers) -> dict[str, Figure]:
    """F1, precision and recall of "the same"."""
    both = found & truth

    def f1(at: Any) -> float:
        return float(2 * both[at].sum() / max(found[at].sum() + truth[at].sum(), 1))

    return {
        "f1": interval(len(truth), f1),
        "precision": share_interval(both, found),
        "recall": share_interval(both, truth),
    }


def _cosine(rows: Sequence[Record], truth: Answers) -> tuple[float, Answers]:
    vectors = tfidf([item for row in rows for item in pair_items(row)])
    cosines = np.array(
        [sum(w * b.get(word, 0.0) for word, w in a.items()) for a, b in zip(vectors[::2], vectors[1::2], strict=True)]
    )
    tried = [round(step / 20, 2) for step in range(1, 20)]
    best = max(tried, key=lambda least: _f1(cosines >= least, truth))
    return best, cosines >= best


def _f1(found: Answers, truth: Answers) -> float:
    return float(2 * (found & truth).sum() / max(found.sum() + truth.sum(), 1))
