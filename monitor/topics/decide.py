"""The learned decision: how likely two sides are one matter. A logistic regression over `evidence`; see data/decide.json."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from monitor.topics.evidence import NAMES

DATA = Path(__file__).parent / "data" / "decide.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each figure of `evidence.NAMES`, and the constant."""

    weights: tuple[float, ...]
    bias: float

    def odds(self, figures: Sequence[float]) -> float:
        """Logarithm of the odds that it is one matter."""
        return self.bias + sum(w * x for w, x in zip(self.weights, figures, strict=True))


@dataclass(frozen=True, slots=True)
class Decider:
    """Weights for headlines alone, and for where some side has more text."""

    headline: Weights
    body: Weights

    def of(self, bodies: int) -> Weights:
        """`bodies` = items on both sides that have more than a headline."""
        return self.body if bodies else self.headline


def probability(odds: float) -> float:
    """0..1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def load_decider() -> Decider:
    """The shipped weights. ValueError when they are for other figures than this version computes."""
    data = json.loads(DATA.read_text("utf-8"))
    return Decider(**{kind: _weights(data[kind]) for kind in ("headline", "body")})


def _weights(data: dict[str, Any]) -> Weights:
    if tuple(data["weights"]) != NAMES:
        raise ValueError("data/decide.json is of another version")
    return Weights(tuple(data["weights"].values()), data["bias"])
