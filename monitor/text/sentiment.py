"""Valence of what a text reports: three classes with probabilities and the words that moved them. Pure.

`TingchaoScorer` (default): one linear layer over characters, words and signs, SnowNLP's log-odds among the signs as the prior
(`features.py`, `linear.py`; trained by `train.py`, described in data/sentiment-card.md). `SnowNLPScorer`: the prior alone, the baseline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from monitor.text import snow
from monitor.text.linear import GATE, POST_CLASSES, LinearModel, Seen, Vector, shipped_model
from monitor.text.types import SENTIMENTS

Chances = tuple[float, float, float]
UNSURE_BELOW = 0.55  # probability of the likeliest class
WHY_WORDS = 6


@dataclass(frozen=True, slots=True)
class Score:
    """(neg, neu, pos), summing to 1; the words that moved the likeliest class, strongest first."""

    p: Chances
    why: tuple[tuple[str, float], ...] = ()

    @property
    def label(self) -> str:
        """The likeliest class."""
        return SENTIMENTS[self.p.index(max(self.p))]

    @property
    def unsure(self) -> bool:
        """Whether even the likeliest class is not likely enough to be shown without a mark."""
        return max(self.p) < UNSURE_BELOW


class Scorer(Protocol):
    """Anything that scores a folded text and its words."""

    version: str

    def score(self, folded: str, words: list[str]) -> Score: ...


class TingchaoScorer:
    """The shipped model: its two experts, mixed by how much the text looks like a post."""

    def __init__(self, model: LinearModel | None = None) -> None:
        self.model = model or shipped_model()
        self.version = self.model.version
        index = self.model.outputs.index
        self.experts = [[index(name) for name in names] for names in (SENTIMENTS, POST_CLASSES)]
        self.gate = index(GATE)

    def score(self, folded: str, words: list[str]) -> Score:
        seen = self.model.see([(folded, words, [])])
        logits = self.model.logits(seen)[0].tolist()
        p = self.chances(logits)
        return Score(p, self.why(seen, logits, p))

    def chances(self, logits: list[float]) -> Chances:
        """(neg, neu, pos) from the logits of a text."""
        share = self._share(logits)
        return softmax([(1 - share) * logits[h] + share * logits[q] for h, q in zip(*self.experts, strict=True)])

    def all_chances(self, logits: Vector) -> list[Chances]:
        """`chances` of B texts from their logits (B x K)."""
        rows = logits.astype(np.float64)
        share = 1 / (1 + np.exp(-np.clip(rows[:, self.gate, None], -30.0, 30.0)))
        headline, post = (rows[:, expert] for expert in self.experts)
        mixed = (1 - share) * headline + share * post
        raised = np.exp(mixed - mixed.max(axis=1, keepdims=True))
        return list(map(tuple, (raised / raised.sum(axis=1, keepdims=True)).tolist()))

    def why(self, seen: Seen, logits: list[float], p: Chances) -> tuple[tuple[str, float], ...]:
        """What moved the likeliest class of one text."""
        share, best = self._share(logits), max(range(3), key=p.__getitem__)
        direction = np.zeros(len(self.model.outputs), np.float32)
        for i, (headline, post) in enumerate(zip(*self.experts, strict=True)):
            sign = 1.0 if i == best else -0.5
            direction[headline], direction[post] = sign * (1 - share), sign * share
        return self.model.readable(seen, direction, WHY_WORDS)

    def _share(self, logits: list[float]) -> float:
        """How much the text looks like a post."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logits[self.gate]))))


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


def softmax(values: list[float]) -> Chances:
    """Three logits to probabilities."""
    top = max(values)
    raised = [math.exp(value - top) for value in values]
    total = sum(raised)
    neg, neu, pos = (value / total for value in raised)
    return neg, neu, pos
