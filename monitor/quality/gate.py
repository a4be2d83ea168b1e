"""Whether a retrained model may go live. Pure.

With 400 or more blind checks whose text lives: the lower end of the paired 95 % interval of macro-F1, candidate minus current,
must lie above 0. Until then: on the operator's frozen labels, the candidate's macro-F1 may not be more than 2 points below
the current model's. Intervals: percentile bootstrap over texts, both models on the same resample (Efron 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from monitor.lib.resample import Figure, interval
from monitor.lib.shares import macro_f1
from monitor.text.types import SENTIMENTS

ENOUGH_CHECKS = 400
TOLERATED = 0.02


@dataclass(frozen=True, slots=True)
class Labelled:
    """The same texts three times: what a person says, what the candidate says, what the current model says."""

    truth: Sequence[str]
    candidate: Sequence[str]
    current: Sequence[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`basis`: checks or frozen; None when there is nothing to judge by, which never lets a model through.

    `figures`: n, macro-F1 of both and their difference with its interval.
    """

    accepted: bool
    basis: str | None
    figures: dict[str, Any]


def gate_decide(*, checks: Labelled, frozen: Labelled | None) -> Verdict:
    """Blind checks decide as soon as there are enough of them; frozen labels until then."""
    if len(checks.truth) >= ENOUGH_CHECKS:
        figures = paired(checks)
        return Verdict(figures["difference"]["low"] > 0, "checks", figures | {"checks": len(checks.truth)})
    if frozen is None or not frozen.truth:
        return Verdict(accepted=False, basis=None, figures={"checks": len(checks.truth)})
    figures = paired(frozen)
    better = figures["difference"]["value"] >= -TOLERATED
    return Verdict(better, "frozen", figures | {"checks": len(checks.truth)})


def paired(rows: Labelled) -> dict[str, Any]:
    """n, macro-F1 of both models, and their difference with its paired interval."""
    truth, candidate, current = (
        np.array([SENTIMENTS.index(label) for label in labels]) for labels in (rows.truth, rows.candidate, rows.current)
    )

    def difference(at: Any) -> float:
        return macro_f1(truth[at], candidate[at], 3) - macro_f1(truth[at], current[at], 3)

    figure: Figure = interval(len(truth), difference)
    return {
        "n": len(truth),
        "candidate": round(macro_f1(truth, candidate, 3), 4),
        "current": round(macro_f1(truth, current, 3), 4),
        "difference": figure,
    }
