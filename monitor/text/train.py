"""Training of the linear model: needs scikit-learn (requirements/dev.txt), never imported at run time.

Method: TF-IDF blocks of `features.py`, multinomial logistic regression for the three classes; one-against-rest logistic regression for
"about working life" and each concern area; temperature by 5-fold cross-validation (Guo et al. 2017, "On calibration of modern neural networks").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from monitor.text import features, snow
from monitor.text.areas import AREAS
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.linear import LinearModel
from monitor.text.types import SENTIMENTS
from monitor.text.words import cut

MIN_DOCUMENTS = 3
WORK = "work"
OUTPUTS = (*SENTIMENTS, WORK, *AREAS)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; None where that label is not known."""

    text: str
    sentiment: str | None
    areas: tuple[str, ...] | None


def train(examples: Sequence[Example], *, version: str, c_sentiment: float = 4.0, c_areas: float = 8.0) -> LinearModel:
    """Fit on labelled texts; the result is what `LinearModel.save` writes."""
    from sklearn.linear_model import LogisticRegression

    folded = [fold(clean_html(example.text))[: features.MAX_CHARS] for example in examples]
    words = [cut(text) for text in folded]
    model = _empty(folded, words, version)
    x = _matrix(model, folded, words)
    rated = [i for i, example in enumerate(examples) if example.sentiment]
    y = np.array([SENTIMENTS.index(examples[i].sentiment or "") for i in rated])
    weights = np.zeros((len(model.names), len(OUTPUTS)), np.float32)
    bias = np.zeros(len(OUTPUTS), np.float32)
    fitted = LogisticRegression(C=c_sentiment, max_iter=400).fit(x[rated], y)
    weights[:, :3], bias[:3] = fitted.coef_.T, fitted.intercept_
    tagged = [i for i, example in enumerate(examples) if example.areas is not None]
    for column, name in enumerate(OUTPUTS[3:], start=3):
        target = np.array(
            [bool(examples[i].areas) if name == WORK else name in (examples[i].areas or ()) for i in tagged]
        )
        one = LogisticRegression(C=c_areas, max_iter=400, solver="liblinear").fit(x[tagged], target)
        weights[:, column], bias[column] = one.coef_[0], one.intercept_[0]
    temperature = _temperature(x[rated], y, c_sentiment)
    return LinearModel(model.names, model.idf, weights, bias, OUTPUTS, version, temperature)


def _empty(folded: Sequence[str], words: Sequence[list[str]], version: str) -> LinearModel:
    """Vocabulary and idf; signs always weigh the same."""
    seen: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for text, cut_words in zip(folded, words, strict=True):
        seen.update(features.char_grams(text))
        seen.update(features.word_grams(cut_words))
        signs.update(features.signs(text, snow.log_odds(cut_words)))
    names = sorted(name for name, n in (seen | signs).items() if n >= MIN_DOCUMENTS and "\n" not in name)
    idf = np.array([np.log((1 + len(folded)) / (1 + (seen[name] or signs[name]))) + 1 for name in names], np.float32)
    empty = np.zeros((len(names), len(OUTPUTS)), np.float32)
    return LinearModel(names, idf, empty, np.zeros(len(OUTPUTS), np.float32), OUTPUTS, version)


def _matrix(model: LinearModel, folded: Iterable[str], words: Iterable[list[str]]) -> Any:
    from scipy.sparse import csr_matrix

    rows = [model.see(text, cut_words) for text, cut_words in zip(folded, words, strict=True)]
    bounds = np.cumsum([0, *(len(row.ids) for row in rows)])
    data = np.concatenate([row.values for row in rows])
    return csr_matrix((data, np.concatenate([row.ids for row in rows]), bounds), shape=(len(rows), len(model.names)))


def _temperature(x: Any, y: Any, c: float) -> float:
    from scipy.optimize import minimize_scalar
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    logits = cross_val_predict(LogisticRegression(C=c, max_iter=300), x, y, cv=5, method="decision_function")

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(y)), y]))

    return float(minimize_scalar(loss, bounds=(0.3, 5), method="bounded").x)
