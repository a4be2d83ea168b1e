"""Training of the linear model: needs scikit-learn (requirements/dev.txt), never imported at run time.

Valence has two experts, one for headlines and one for posts, and a gate that tells the two kinds of text apart. Experts share
what they can: each feature has a common and a kind's own weight (Daumé, "Frustratingly easy domain adaptation", 2007), added
up when the file is written. Headlines are called bad more readily by as much as finds the wanted share of the bad ones on folds
held out; then each expert is calibrated by a temperature on the same folds (Guo et al., 2017). A story lies in one fold (`folds.py`).
The three classes are fitted one against the rest by the solver that the areas have (`trainareas.py`), to its end: softmax regression over
half a million features stopped after some 60 steps at the tolerance it had (1e-3), and was worse by a point of macro-F1 (model card).
A teacher's chances for headlines without a label (`Soft`; bench/teacher makes them) count beside the labels: each such headline is bad with
its chance and not bad with the rest, and so on (model card, "Learned from a teacher"). So do our own sentences of hard kinds (`frames.py`),
which are certain. Neither adds features, moves the areas, or is looked at for lean and temperature.
With unlabelled texts, valence is also learned over the sum of the words' vectors (`vectors.py`), which stands for what similar words
mean; since a sum is linear, what is learned there is added to the words' own weights and costs nothing when texts are read.
"About working life" and the nine areas are fitted by `trainareas.py`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from monitor.text import features, snow
from monitor.text.areas import AreaJudge, default_rules
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.folds import Numbers, folds_of, stories
from monitor.text.frames import framed
from monitor.text.linear import GATE, OUTPUTS, POST_CLASSES, LinearModel
from monitor.text.matcher import Matcher
from monitor.text.trainareas import fit_areas, regression
from monitor.text.types import SENTIMENTS
from monitor.text.vectors import WordVectors, word_vectors
from monitor.text.words import cut

MIN_DOCUMENTS = 2  # of a word, a sign, one or two characters
MIN_LONG = 5  # of three characters or two words: rarer ones only make the model larger and slower
SEEN_AT_ONCE = 1_000
FOLDS = 4
IN_NO_FOLD = -1
C_SENTIMENT = 1.0  # inverse regularisation of valence
VALENCE_TOLERANCE = 0.05
VECTOR_WEIGHT = 1.5  # of a word's vector beside its own feature
CLASS_WEIGHT = np.array((1.65, 0.85, 1.65))  # what is rarer or asked for (negative recall) counts for more
BAD_FOUND = 0.82  # of the bad headlines of folds held out; days to come find fewer
BAD_PRECISION = 0.72  # which may not fall below this for it
LEANS = np.arange(0.0, 0.61, 0.05)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; None where that label is not known. `post`: a microblog post, not a headline. `read`: labelled by
    annotator sessions (`readlabels.py`), whose areas only say whether it is about working life (`trainareas.py`)."""

    text: str
    sentiment: str | None
    areas: tuple[str, ...] | None
    post: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Soft:
    """A headline and the chances (neg, neu, pos; 1 together) that a teacher gave it, class weights among them; how much it counts."""

    text: str
    chances: tuple[float, float, float]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Rated:
    """Features (n x features) of headlines with chances (n x 3), and their weights (n)."""

    x: Any
    chances: Any
    weights: Any

    def take(self, rows: Any) -> _Rated:
        return _Rated(self.x[rows], self.chances[rows], self.weights[rows])


@dataclass(frozen=True, slots=True)
class _Read:
    folded: str
    words: list[str]
    signs: list[str]


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Weights (3 x features) and bias (3) of the classes."""

    weights: Any
    bias: Any

    def logits(self, x: Any) -> Any:
        return x @ self.weights.T + self.bias


def train(
    examples: Sequence[Example],
    *,
    version: str,
    vectors: WordVectors | None = None,
    soft: Sequence[Soft] = (),
    own: Sequence[Soft] = (),
    c_sentiment: float = C_SENTIMENT,
    c_areas: float = 4.0,
) -> LinearModel:
    """Fit on labelled texts; the result is what `LinearModel.save` writes.

    For valence alone: `soft`, headlines that a teacher rated, and `own`, sentences that were written for it (`hard_kinds`).
    """
    reader = text_reader()
    texts = [reader(example.text) for example in examples]
    model = _empty(texts, version, vectors)
    x, projection = feature_rows(model, texts), _projection(model.names, vectors)
    rated = [reader(one.text) for one in soft]
    folds = folds_of(stories([text.folded for text in (*texts, *rated)]), FOLDS)
    folds = np.concatenate([folds, np.full(len(own), IN_NO_FOLD, np.intp)])
    rated += [reader(one.text) for one in own]
    told = [*soft, *own]
    chances, weights = np.array([one.chances for one in told]), np.array([one.weight for one in told])
    taught_by = _Rated(feature_rows(model, rated), chances, weights) if told else None
    _fit_sentiment(model, x, projection, examples, folds, c_sentiment, taught_by)
    read = [example.read for example in examples]
    fit_areas(model, x, projection, [example.areas for example in examples], c_areas, read)
    return model


def vectors_of(examples: Sequence[Example], unlabelled: Sequence[str]) -> WordVectors | None:
    """Vectors of the words of both kinds of texts; None without unlabelled ones."""
    if not unlabelled:
        return None
    return word_vectors([cut(fold(clean_html(text))) for text in (*unlabelled, *(one.text for one in examples))])


def taught() -> list[Example]:
    """Sentences written for this project about what is hard (`data/taught.tsv`), as headlines without known areas."""
    lines = resources.files("monitor.text").joinpath("data/taught.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [Example(text, label, None) for label, text in rows]


def hard_kinds() -> list[Soft]:
    """Sentences of hard kinds out of frames (`frames.py`), weighing what a label weighs."""
    certain = dict(zip(SENTIMENTS, ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), strict=True))
    weights = dict(zip(SENTIMENTS, CLASS_WEIGHT.tolist(), strict=True))
    return [Soft(text, certain[label], weights[label]) for label, text in framed()]


def text_reader() -> Callable[[str], _Read]:
    """What makes of a text (HTML or plain) what a model is shown of it."""
    rules = default_rules()
    matcher = Matcher(rules.vocabulary())
    judge = AreaJudge(rules, matcher.index)

    def read(text: str) -> _Read:
        folded = fold(clean_html(text))
        found = judge.judge(matcher.find(folded), len(folded))
        words = cut(folded[: features.MAX_CHARS])
        return _Read(folded, words, features.area_signs(found, folded))

    return read


def _empty(texts: Sequence[_Read], version: str, vectors: WordVectors | None) -> LinearModel:
    """Vocabulary and idf; no weights yet. A word that only unlabelled texts have is in it too, if it has a vector."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(features.char_grams(text.folded[: features.MAX_CHARS]))
        seen.update(features.word_grams(text.words))
        seen.update(features.signs(text.folded[: features.MAX_CHARS], snow.log_odds(text.words)))
        seen.update(text.signs)
    common = (name for name, n in seen.items() if n >= _least(name) and "\n" not in name)
    rare = {name: math.log((1 + len(texts)) / (1 + seen[name])) + 1 for name in common}
    if vectors is not None:
        for word, count in zip(vectors.words, vectors.texts, strict=True):
            if "\n" not in word:
                rare.setdefault(features.WORD + word, math.log((1 + vectors.of) / (1 + count)) + 1)
    names = sorted(rare)
    idf = np.array([rare[name] for name in names], np.float32)
    empty = np.zeros((len(names), len(OUTPUTS)), np.float32)
    return LinearModel(names, idf, empty, np.zeros(len(OUTPUTS), np.float32), OUTPUTS, version)


def _least(name: str) -> int:
    """In how many texts a feature must occur to be one."""
    long = name[0] == features.PAIR or (name[0] not in features.NO_RUN and len(name) > 2)
    return MIN_LONG if long else MIN_DOCUMENTS


def feature_rows(model: LinearModel, texts: Sequence[_Read]) -> Any:
    """Values of the model's features, a sparse matrix: texts x features."""
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


def _fit_sentiment(
    model: LinearModel,
    x: Any,
    projection: Any,
    examples: Sequence[Example],
    folds: Numbers,
    c: float,
    soft: _Rated | None = None,
) -> None:
    """Fill the columns of both experts and of the gate. `folds`: of the examples, then of the headlines that a teacher rated."""
    from sklearn.linear_model import LogisticRegression

    rated = [i for i, example in enumerate(examples) if example.sentiment]
    y = np.array([SENTIMENTS.index(examples[i].sentiment or "") for i in rated])
    post = np.array([examples[i].post for i in rated], float)
    own = _with_own_copies(x[rated], post, projection)
    held_out = np.zeros((len(rated), 3))
    if soft is not None:
        soft = _Rated(_with_own_copies(soft.x, np.zeros(soft.x.shape[0]), projection), soft.chances, soft.weights)
    for fit, test in _splits(folds[rated], y):
        told = None if soft is None else soft.take(~np.isin(folds[len(examples) :], folds[rated][test]))
        held_out[test] = _one_against_rest(own[fit], y[fit], c, told).logits(own[test])
    fitted = _one_against_rest(own, y, c, soft)
    n = len(model.names)
    for offset, kind, classes in ((n, 0, SENTIMENTS), (2 * n, 1, POST_CLASSES)):
        of_kind = post == kind
        lean, t = np.zeros(3), 1.0
        if of_kind.any():
            lean[0] = 0.0 if kind else _lean(held_out[of_kind], y[of_kind])
            t = _temperature(held_out[of_kind] + lean, y[of_kind])
        columns = [OUTPUTS.index(name) for name in classes]
        learned = fitted.weights[:, :n] + fitted.weights[:, offset : offset + n]
        if projection is not None:
            learned = learned + fitted.weights[:, 3 * n :] @ projection.T
        model.weights[:, columns] = learned.T / t
        model.bias[columns] = (fitted.bias + lean) / t
    gate = OUTPUTS.index(GATE)
    model.bias[gate] = -30.0  # headlines only, unless there are posts to tell them from
    if 0 < post.sum() < len(post):
        telling = LogisticRegression(C=3.0, max_iter=400).fit(x[rated], post)
        model.weights[:, gate], model.bias[gate] = telling.coef_[0], telling.intercept_[0]


def _splits(folds: Numbers, y: Any) -> Iterator[tuple[Any, Any]]:
    """(fit, test) row numbers; by class and not by story where too few texts leave a fold without a class to learn."""
    from sklearn.model_selection import StratifiedKFold

    parts = [(np.flatnonzero(folds != k), np.flatnonzero(folds == k)) for k in range(FOLDS)]
    parts = [(fit, test) for fit, test in parts if len(test)]
    if all(len(set(y[fit])) == len(set(y)) for fit, _ in parts):
        yield from parts
    else:
        yield from StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(y, y)


def _lean(logits: Any, y: Any) -> float:
    """What is added to "bad": the least that finds BAD_FOUND of the bad, as long as BAD_PRECISION holds."""
    chosen = 0.0
    for lean in LEANS.tolist():
        bad = (logits + np.array((lean, 0, 0))).argmax(axis=1) == 0
        right = int((bad & (y == 0)).sum())
        if lean and right < BAD_PRECISION * bad.sum():
            break
        chosen = lean
        if right >= BAD_FOUND * (y == 0).sum():
            break
    return chosen


def _one_against_rest(x: Any, y: Any, c: float, soft: _Rated | None = None) -> _Fitted:
    """A regression for each class against the other two (Rifkin and Klautau, "In defense of one-vs-all classification", 2004).

    What a teacher rated is there twice, as the class and as not the class, weighing by the chance of each.
    """
    from scipy.sparse import vstack

    known = np.eye(len(SENTIMENTS), dtype=bool)[y]
    weights = np.repeat(CLASS_WEIGHT[y][:, None], len(SENTIMENTS), axis=1)
    if soft is not None:
        x = vstack([x, soft.x, soft.x]).tocsr()
        known = np.vstack([known, np.ones_like(soft.chances, bool), np.zeros_like(soft.chances, bool)])
        counted = soft.weights[:, None]
        weights = np.vstack([weights, counted * soft.chances, counted * (1 - soft.chances)])
    fits = [regression(x, known[:, i], c, VALENCE_TOLERANCE, weights[:, i]) for i in range(len(SENTIMENTS))]
    return _Fitted(np.vstack([one.coef_[0] for one in fits]), np.array([one.intercept_[0] for one in fits]))


def _with_own_copies(x: Any, post: Any, projection: Any) -> Any:
    """[common, headline's own, post's own, sum of the words' vectors] columns."""
    from scipy.sparse import csr_matrix, diags, hstack

    summed = [] if projection is None else [csr_matrix(x @ projection)]
    return hstack([x, diags(1 - post) @ x, diags(post) @ x, *summed]).tocsr()


def _temperature(logits: Any, y: Any) -> float:
    from scipy.optimize import minimize_scalar

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(y)), y]))

    return float(minimize_scalar(loss, bounds=(0.3, 5), method="bounded").x)
