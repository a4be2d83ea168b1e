"""How good a clustering is against labels: B-cubed and event F1.

`manage.py cluster FILE > OUT; python -m monitor.topics.measure FILE OUT LABEL` prints both for the key LABEL of FILE.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(predicted: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float, float]:
    """(F1, precision, recall), 0..1, each item counting the same. Source: Bagga and Baldwin, 1998."""
    of_topic, of_label = Counter(predicted), Counter(gold)
    both = Counter(zip(predicted, gold, strict=True))
    total = max(1, len(predicted))
    precision = sum(n * n / of_topic[p] for (p, _), n in both.items()) / total
    recall = sum(n * n / of_label[g] for (_, g), n in both.items()) / total
    return _f1(precision, recall), precision, recall


def event_f1(
    predicted: Sequence[Hashable], gold: Sequence[Hashable], least: int = 3, overlap: float = 0.5
) -> tuple[float, float, float]:
    """(F1, precision, recall) over events of at least `least` items; found = some topic with Jaccard >= `overlap`."""
    topics, events = members(predicted), members(gold)
    big_topics = [s for s in topics.values() if len(s) >= least]
    big_events = [s for s in events.values() if len(s) >= least]
    recall = sum(overlaps(s, topics, predicted, overlap) for s in big_events) / max(1, len(big_events))
    precision = sum(overlaps(s, events, gold, overlap) for s in big_topics) / max(1, len(big_topics))
    return _f1(precision, recall), precision, recall


def members(labels: Sequence[Hashable]) -> dict[Hashable, set[int]]:
    """Positions by label."""
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for i, label in enumerate(labels):
        found[label].add(i)
    return found


def overlaps(items: set[int], others: dict[Hashable, set[int]], label: Sequence[Hashable], overlap: float) -> bool:
    """Whether one of the `others` (by the `label` of each item) has a Jaccard index >= `overlap` with `items`."""
    near = [others[key] for key in {label[i] for i in items}]
    return any(len(items & other) >= overlap * len(items | other) for other in near)


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in values]


def _column(path: str, key: str) -> list[Hashable]:
    return [json.loads(line)[key] for line in Path(path).read_text("utf-8").splitlines()]


if __name__ == "__main__":
    truth, output, label = sys.argv[1:4]
    gold, found = _column(truth, label), _column(output, "topic")
    names = ("f1", "precision", "recall")
    figures = {
        "items": len(gold),
        "b_cubed": dict(zip(names, _rounded(b_cubed(found, gold)), strict=True)),
        "event": dict(zip(names, _rounded(event_f1(found, gold)), strict=True)),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
