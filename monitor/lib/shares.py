"""Shares with their intervals, and how far two readers agree. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with the 95 % Wilson score interval (Wilson 1927); without n, the interval is 0 to 1."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """0..1; None when there is nothing to count."""
        return self.hits / self.n if self.n else None


def share(hits: int, n: int) -> Share:
    """Wilson's interval: honest at few checks and near 0 or 1, where the normal one is not."""
    if not n:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = hits / n, Z_95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Share(hits, n, max(0.0, middle - half), min(1.0, middle + half))


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (1960) of two readers' labels; None without pairs, or when both always said the same one label."""
    n = len(pairs)
    if not n:
        return None
    agreed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / n**2
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def macro_f1(true: Any, found: Any, classes: int) -> float:
    """Mean over the classes that occur of each one's F1; `true` and `found` are equally long arrays of 0..classes-1."""
    f1 = []
    for k in range(classes):
        is_true, is_found = true == k, found == k
        if both := is_true.sum() + is_found.sum():
            f1.append(2 * (is_true & is_found).sum() / both)
    return float(np.mean(f1)) if f1 else 0.0
