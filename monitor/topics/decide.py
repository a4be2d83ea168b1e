"""The learned decision: how likely two sides are one matter. Logistic regressions over `evidence`; see data/decide.json."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any

from monitor.topics.evidence import NAMES
from monitor.topics.kind import Kind

DATA = Path(__file__).parent / "data" / "decide.json"
KINDS = ("headline", "post", "article")


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each figure of `evidence.NAMES`, and the constant."""

    weights: tuple[float, ...]
    bias: float

    def odds(self, figures: Sequence[float]) -> float:
        """Logarithm of the odds that it is one matter."""
        return self.bias + float(sum(map(mul, self.weights, figures)))


@dataclass(frozen=True, slots=True)
class Decider:
    """Weights for headlines alone, for short posts and for articles."""

    headline: Weights
    post: Weights
    article: Weights

    def odds(self, kind: Kind, figures: Sequence[float]) -> float:
        """Logarithm of the odds; between posts and articles in proportion, so that no character more or less tips it."""
        if kind is None:
            return self.headline.odds(figures)
        if kind in {0.0, 1.0}:
            return (self.article if kind else self.post).odds(figures)
        return (1 - kind) * self.post.odds(figures) + kind * self.article.odds(figures)


def probability(odds: float) -> float:
    """0..1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def load_decider() -> Decider:
    """The shipped weights. ValueError when they are for other figures than this version computes."""
    data = json.loads(DATA.read_text("utf-8"))
    return Decider(**{kind: _weights(data[kind]) for kind in KINDS})


def _weights(data: dict[str, Any]) -> Weights:
    if tuple(data["weights"]) != NAMES:
        raise ValueError("data/decide.json is of another version")
    return Weights(tuple(data["weights"].values()), data["bias"])
