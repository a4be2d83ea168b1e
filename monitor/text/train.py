"""Training of the linear model: needs scikit-learn (requirements/dev.txt), never imported at run time.

Valence has two experts, one for headlines and one for posts, and a gate that tells the two kinds of text apart. Experts share
what they can: each feature has a common and a kind's own weight (Daumé, "Frustratingly easy domain adaptation", 2007), added
up when the file is written. Each expert is calibrated by a temperature from 4-fold cross-validation (Guo et al., 2017).
With unlabelled texts, valence is also learned over the sum of the words' vectors (`vectors.py`), which stands for what similar words
mean; since a sum is linear, what is learned there is added to the words' own weights and costs nothing when texts are read.
"About working life" and the nine areas are one-against-rest logistic regressions in which a hit of an area's keyword rules is
a feature too; each area's threshold is chosen by cross-validation and folded into its bias, so that 0.5 decides.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from monitor.text import features, snow
from monitor.text.areas import AREAS, AreaJudge, default_rules
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.linear import GATE, OUTPUTS, POST_CLASSES, WORK, LinearModel
from monitor.text.matcher import Matcher
from monitor.text.types import SENTIMENTS
from monitor.text.vectors import WordVectors, word_vectors
from monitor.text.words import cut

MIN_DOCUMENTS = 2
SEEN_AT_ONCE = 1_000
FOLDS = 4
VECTOR_WEIGHT = 1.5  # of a word's vector beside its own feature
CLASS_WEIGHT = {0: 1.65, 1: 0.85, 2: 1.65}  # what is rarer or asked for (negative recall) counts for more
AREA_CUTS = np.arange(0.2, 0.61, 0.05)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; None where that label is not known. `post`: a microblog post, not a headline."""

    text: str
    sentiment: str | None
    areas: tuple[str, ...] | None
    post: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    folded: str
    words: list[str]
    signs: list[str]


def train(
    examples: Sequence[Example],
    *,
    version: str,
    unlabelled: Sequence[str] = (),
    c_sentiment: float = 2.0,
    c_areas: float = 4.0,
) -> LinearModel:
    """Fit on labelled texts; the result is what `LinearModel.save` writes. Vectors are of both kinds of texts' words."""
    reader = _reader()
    texts = [reader(example.text) for example in examples]
    more = [cut(fold(clean_html(text))) for text in unlabelled]
    vectors = word_vectors([*more, *(text.words for text in texts)]) if more else None
    model = _empty(texts, version, vectors)
    x = _matrix(model, texts)
    _fit_sentiment(model, x, _projection(model.names, vectors), examples, c_sentiment)
    _fit_areas(model, x, examples, c_areas)
    return model


def taught() -> list[Example]:
    """Sentences written for this project about what is hard (`data/taught.tsv`), as headlines without known areas."""
    lines = resources.files("monitor.text").joinpath("data/taught.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [Example(text, label, None) for label, text in rows]


def _reader() -> Callable[[str], _Read]:
    rules = default_rules()
    matcher = Matcher(rules.vocabulary())
    judge = AreaJudge(rules, matcher.index)

    def read(text: str) -> _Read:
        folded = fold(clean_html(text))
        found = judge.judge(matcher.find(folded), len(folded))
        words = cut(folded[: features.MAX_CHARS])
        return _Read(folded, words, features.area_signs(found))

    return read


def _empty(texts: Sequence[_Read], version: str, vectors: WordVectors | None) -> LinearModel:
    """Vocabulary and idf; no weights yet. A word that only unlabelled texts have is in it too, if it has a vector."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(features.char_grams(text.folded[: features.MAX_CHARS]))
        seen.update(features.word_grams(text.words))
        seen.update(features.signs(text.folded[: features.MAX_CHARS], snow.log_odds(text.words)))
        seen.update(text.signs)
    common = (name for name, n in seen.items() if n >= MIN_DOCUMENTS and "\n" not in name)
    rare = {name: math.log((1 + len(texts)) / (1 + seen[name])) + 1 for name in common}
    if vectors is not None:
        for word, count in zip(vectors.words, vectors.texts, strict=True):
            if "\n" not in word:
                rare.setdefault(features.WORD + word, math.log((1 + vectors.of) / (1 + count)) + 1)
    names = sorted(rare)
    idf = np.array([rare[name] for name in names], np.float32)
    empty = np.zeros((len(names), len(OUTPUTS)), np.float32)
    return LinearModel(names, idf, empty, np.zeros(len(OUTPUTS), np.float32), OUTPUTS, version)


def _matrix(model: LinearModel, texts: Sequence[_Read]) -> Any:
    from scipy.sparse import csr_matrix

    parts = [
        model.see([(text.folded, text.words, text.signs) for text in texts[at : at + SEEN_AT_ONCE]])
        for at in range(0, len(texts), SEEN_AT_ONCE)
    ]
    bounds = np.cumsum([0, *(count for part in parts for count in np.diff(part.starts))])
    data, ids = (np.concatenate([getattr(part, name) for part in parts]) for name in ("values", "ids"))
    return csr_matrix((data, ids, bounds), shape=(len(texts), len(model.names)))


def _projection(names: list[str], vectors: WordVectors | None) -> Any:
    """len(names) x dimensions: the vector of each feature that is a word, 0 for the others; None without vectors."""
    if vectors is None:
        return None
    projection = np.zeros((len(names), vectors.vectors.shape[1]), np.float32)
    index = {name: i for i, name in enumerate(names)}
    for word, vector in zip(vectors.words, vectors.vectors, strict=True):
        if (number := index.get(features.WORD + word)) is not None:
            projection[number] = VECTOR_WEIGHT * vector
    return projection


def _fit_sentiment(model: LinearModel, x: Any, projection: Any, examples: Sequence[Example], c: float) -> None:
    """Fill the columns of both experts and of the gate."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    rated = [i for i, example in enumerate(examples) if example.sentiment]
    y = np.array([SENTIMENTS.index(examples[i].sentiment or "") for i in rated])
    post = np.array([examples[i].post for i in rated], float)
    own = _with_own_copies(x[rated], post, projection)
    held_out = np.zeros((len(rated), 3))
    for fit, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(own, y):
        held_out[test] = _softmax_regression(own[fit], y[fit], c).decision_function(own[test])
    fitted = _softmax_regression(own, y, c)
    n = len(model.names)
    for offset, kind, classes in ((n, 0, SENTIMENTS), (2 * n, 1, POST_CLASSES)):
        of_kind = post == kind
        t = _temperature(held_out[of_kind], y[of_kind]) if of_kind.any() else 1.0
        columns = [OUTPUTS.index(name) for name in classes]
        learned = fitted.coef_[:, :n] + fitted.coef_[:, offset : offset + n]
        if projection is not None:
            learned = learned + fitted.coef_[:, 3 * n :] @ projection.T
        model.weights[:, columns] = learned.T / t
        model.bias[columns] = fitted.intercept_ / t
    gate = OUTPUTS.index(GATE)
    model.bias[gate] = -30.0  # headlines only, unless there are posts to tell them from
    if 0 < post.sum() < len(post):
        telling = LogisticRegression(C=3.0, max_iter=400).fit(x[rated], post)
        model.weights[:, gate], model.bias[gate] = telling.coef_[0], telling.intercept_[0]


def _softmax_regression(x: Any, y: Any, c: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=c, max_iter=200, tol=1e-3, class_weight=CLASS_WEIGHT).fit(x, y)


def _with_own_copies(x: Any, post: Any, projection: Any) -> Any:
    """[common, headline's own, post's own, sum of the words' vectors] columns."""
    from scipy.sparse import csr_matrix, diags, hstack

    summed = [] if projection is None else [csr_matrix(x @ projection)]
    return hstack([x, diags(1 - post) @ x, diags(post) @ x, *summed]).tocsr()


def _fit_areas(model: LinearModel, x: Any, examples: Sequence[Example], c: float) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    tagged = [i for i, example in enumerate(examples) if example.areas is not None]
    for name in (WORK, *AREAS):
        areas = [examples[i].areas or () for i in tagged]
        target = np.array([bool(found) if name == WORK else name in found for found in areas])
        column = OUTPUTS.index(name)
        if target.sum() < FOLDS:
            model.bias[column] = -30.0
            continue
        plain = LogisticRegression(C=c, max_iter=400, solver="liblinear")
        fitted = plain.fit(x[tagged], target)
        model.weights[:, column], model.bias[column] = fitted.coef_[0], fitted.intercept_[0]
        if name != WORK:
            folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
            chances = cross_val_predict(plain, x[tagged], target, cv=folds, method="predict_proba")[:, 1]
            best = max(AREA_CUTS, key=lambda threshold: _f1(target, chances > threshold))
            model.bias[column] -= math.log(best / (1 - best))


def _f1(true: Any, found: Any) -> float:
    return float(2 * (true & found).sum() / max(1, true.sum() + found.sum()))


def _temperature(logits: Any, y: Any) -> float:
    from scipy.optimize import minimize_scalar

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(y)), y]))

    return float(minimize_scalar(loss, bounds=(0.3, 5), method="bounded").x)
