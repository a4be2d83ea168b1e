"""The learned decision: how likely two sides are one matter. Logistic regressions over `evidence` (`evidence_headline` where there
are headlines alone), for headlines and posts with a small net beside it (`net.py`); see data/decide.json.

Two single headlines of which no time is known, with little else alive, are judged mostly by weights of their own: that two were seen on
one day speaks for one matter, and weights that learnt from days count on it.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any

from monitor.topics.evidence import NAMES
from monitor.topics.evidence_headline import HEADLINE_NAMES
from monitor.topics.kind import Kind
from monitor.topics.net import Net, net_of

DATA = Path(__file__).parent / "data" / "decide.json"
KINDS = ("headline", "post", "article", "undated")
FIGURES = {"headline": HEADLINE_NAMES, "post": NAMES, "article": NAMES, "undated": HEADLINE_NAMES}
OF_PAIRS = 0.8  # what weights for undated headlines count at most (the rest: those for headlines);
FEW_ALIVE = 20.0  # half as much where so many topics are alive: the stream itself begins to say what is common in it


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each figure of its kind (FIGURES), the constant, and what a net adds where there is one."""

    weights: tuple[float, ...]
    bias: float
    net: Net | None = None

    def odds(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Logarithm of the odds that it is one matter, for each row of figures."""
        straight = [self.bias + float(sum(map(mul, self.weights, figures))) for figures in rows]
        if self.net is None or not rows:
            return straight
        return [one + bent for one, bent in zip(straight, self.net.odds(rows), strict=True)]


@dataclass(frozen=True, slots=True)
class Decider:
    """Weights for headlines alone, for short posts, for articles, and for two single headlines without times."""

    headline: Weights
    post: Weights
    article: Weights
    undated: Weights

    def odds_undated(self, headline: float, figures: Sequence[float], alive: int) -> float:
        """Logarithm of the odds of two single headlines of which no time is known; `headline` = what `odds` says of them,
        `alive` = how many topics there are."""
        share = OF_PAIRS * FEW_ALIVE / (FEW_ALIVE + alive)
        return share * self.undated.odds([figures])[0] + (1 - share) * headline

    def odds(self, kind: Kind, figures: Sequence[float]) -> float:
        """Logarithm of the odds of one pair of sides."""
        return self.odds_of([kind], [figures])[0]

    def odds_of(self, kinds: Sequence[Kind], rows: Sequence[Sequence[float]]) -> list[float]:
        """Logarithm of the odds of each pair of sides; between posts and articles in proportion, so that no character more or less
        tips it."""
        alone: dict[Kind, Weights] = {None: self.headline, 0.0: self.post, 1.0: self.article}
        if len({*kinds}) == 1 and kinds[0] in alone:
            return alone[kinds[0]].odds(rows)
        found = [0.0] * len(rows)
        for weights, share in ((self.headline, _headline), (self.post, _post), (self.article, _article)):
            told = [(at, share(kind)) for at, kind in enumerate(kinds) if share(kind)]
            for (at, part), odds in zip(told, weights.odds([rows[at] for at, _ in told]), strict=True):
                found[at] += part * odds
        return found


def _headline(kind: Kind) -> float:
    return float(kind is None)


def _post(kind: Kind) -> float:
    return 0.0 if kind is None else 1 - kind


def _article(kind: Kind) -> float:
    return kind or 0.0


def probability(odds: float) -> float:
    """0..1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def load_decider() -> Decider:
    """The shipped weights. ValueError when they are for other figures than this version computes."""
    data = json.loads(DATA.read_text("utf-8"))
    return Decider(**{kind: _weights(data[kind], FIGURES[kind]) for kind in KINDS})


def _weights(data: dict[str, Any], names: tuple[str, ...]) -> Weights:
    if tuple(data["weights"]) != names:
        raise ValueError("data/decide.json is of another version")
    return Weights(tuple(data["weights"].values()), data["bias"], net_of(data.get("net"), len(names)))
