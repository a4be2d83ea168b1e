"""Valence of what a text reports: three classes with probabilities and the words that moved them. Pure.

`TingchaoScorer` (default): one linear layer over characters, words and signs, SnowNLP's log-odds among the signs as the prior
(`features.py`, `linear.py`; trained by `train.py`, described in data/sentiment-card.md). `SnowNLPScorer`: the prior alone, the baseline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from monitor.text import snow
from monitor.text.linear import LinearModel, Seen, Vector, shipped_model
from monitor.text.types import SENTIMENTS

UNSURE_BELOW = 0.55  # probability of the likeliest class
WHY_WORDS = 6


@dataclass(frozen=True, slots=True)
class Score:
    """(neg, neu, pos), summing to 1; the words that moved the likeliest class, strongest first."""

    p: tuple[float, float, float]
    why: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """The likeliest class."""
        return SENTIMENTS[max(range(3), key=self.p.__getitem__)]

    @property
    def unsure(self) -> bool:
        """Whether even the likeliest class is not likely enough to be shown without a mark."""
        return max(self.p) < UNSURE_BELOW


class Scorer(Protocol):
    """Anything that scores a folded text and its words."""

    version: str

    def score(self, folded: str, words: list[str]) -> Score: ...


class TingchaoScorer:
    """The shipped model."""

    def __init__(self, model: LinearModel | None = None) -> None:
        self.model = model or shipped_model()
        self.version = self.model.version
        self.columns = [self.model.outputs.index(name) for name in SENTIMENTS]

    def score(self, folded: str, words: list[str]) -> Score:
        return self.score_seen(self.model.see(folded, words))

    def score_seen(self, seen: Seen, logits: Vector | None = None) -> Score:
        """Score features already extracted (they are shared with the area filter)."""
        logits = self.model.logits(seen) if logits is None else logits
        p = softmax([float(logits[c]) / self.model.temperature for c in self.columns])
        best = max(range(3), key=p.__getitem__)
        against = tuple(c for i, c in enumerate(self.columns) if i != best)
        return Score(p, _readable(self.model.terms(seen, self.columns[best], against)))


class SnowNLPScorer:
    """SnowNLP's Bayes model over rjieba's words; neutral between its customary thresholds 0.4 and 0.6."""

    version = "snownlp"

    def score(self, folded: str, words: list[str]) -> Score:
        odds = snow.log_odds(words)
        pos = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
        label = 0 if pos < 0.4 else 2 if pos >= 0.6 else 1
        p = [0.0, 0.0, 0.0]
        p[label] = 0.5
        rest = [(0, 1 - pos), (1, 1 - abs(2 * pos - 1)), (2, pos)]
        total = sum(value for _, value in rest)
        mixed = [p[i] + 0.5 * value / total for i, value in rest]
        return Score((mixed[0], mixed[1], mixed[2]), ())


def softmax(values: list[float]) -> tuple[float, float, float]:
    """Three logits to probabilities."""
    top = max(values)
    raised = [math.exp(value - top) for value in values]
    total = sum(raised)
    neg, neu, pos = (value / total for value in raised)
    return neg, neu, pos


def _readable(terms: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Words and character runs of two or more, for a person; parts of a word already named are left out."""
    shown: list[tuple[str, float]] = []
    for name, weight in terms:
        if weight <= 0 or len(shown) == WHY_WORDS:
            break
        word = name.lstrip("\x04").replace("\x05", "").strip("\x02\x03")
        if name[0] == "\x06" or len(word) < 2 or not all(c.isalnum() for c in word):
            continue
        if not any(word in other or other in word for other, _ in shown):
            shown.append((word, round(weight, 3)))
    return tuple(shown)
