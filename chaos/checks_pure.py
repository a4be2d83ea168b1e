"""How alike two runs sorted the same items into topics. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from monitor.topics.score import event_sums


def agreement(disturbed: dict[int, int], undisturbed: dict[int, int]) -> dict[str, Any]:
    """B-cubed of the disturbed run's topics, the undisturbed run's being the truth."""
    both = sorted(disturbed.keys() & undisturbed.keys())
    sums = event_sums([disturbed[n] for n in both], [undisturbed[n] for n in both])
    total = {name: float(sums.column(name).sum()) for name in ("precision", "recall", "items")}
    precision, recall = total["precision"] / total["items"], total["recall"] / total["items"]
    parts: dict[int, set[int]] = defaultdict(set)
    for n in both:
        parts[undisturbed[n]].add(disturbed[n])
    return {
        "items": len(both),
        "b_cubed_precision": round(precision, 4),
        "b_cubed_recall": round(recall, 4),
        "b_cubed_f1": round(2 * precision * recall / (precision + recall), 4),
        "topics": len(parts),
        "topics_told_in_two": sum(len(found) > 1 for found in parts.values()),
    }
