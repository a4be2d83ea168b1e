"""How alike two runs sorted the same items into topics, and how well each did by the exercise's truth. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

from monitor.topics.score import event_sums


def agreement(disturbed: dict[int, int], undisturbed: dict[int, int], truth: Sequence[str]) -> dict[str, Any]:
    """B-cubed F1: of the disturbed run with the undisturbed one as the truth, and of each with the exercise's stories.

    Two undisturbed runs are not equal either: feeds are polled at other seconds, so items come in another order.
    """
    both = sorted(disturbed.keys() & undisturbed.keys())
    one, other = [disturbed[n] for n in both], [undisturbed[n] for n in both]
    told = [truth[n] for n in both]
    parts: dict[int, set[int]] = defaultdict(set)
    for n in both:
        parts[undisturbed[n]].add(disturbed[n])
    return {
        "items": len(both),
        "topics": len(parts),
        "topics_told_in_two": sum(len(found) > 1 for found in parts.values()),
        "with_the_undisturbed_run": alike(disturbed, undisturbed),
        "disturbed_by_truth": _f1(one, told),
        "undisturbed_by_truth": _f1(other, told),
    }


def alike(one: dict[int, int], other: dict[int, int]) -> float:
    """B-cubed F1 of two groupings of the same items, 0 to 1; items that only one of them has are left out."""
    both = sorted(one.keys() & other.keys())
    return _f1([one[n] for n in both], [other[n] for n in both])


def _f1(found: Sequence[Hashable], gold: Sequence[Hashable]) -> float:
    sums = event_sums(found, gold)
    precision, recall, items = (float(sums.column(name).sum()) for name in ("precision", "recall", "items"))
    return round(2 * precision * recall / (precision + recall) / items, 4) if items else 0.0
