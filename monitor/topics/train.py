"""Weights of the learned decision: `python -m monitor.topics.train DAY.jsonl…`, files of headlines with `topic` labels.

Each file is clustered twice, once with every headline put where its label says, once where the present weights put it,
so that the decision is learnt on topics as they should be and as they will be. Each candidate weighed is one example.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.topics.cluster import Clusterer, TopicItem, hours_between
from monitor.topics.decide import DATA
from monitor.topics.evidence import NAMES, side
from monitor.topics.offline import EARLIEST
from monitor.topics.params import ClusterParams
from monitor.topics.records import topic_item
from monitor.topics.state import LiveTopic

RIDGE, STEPS = 3.0, 15
ROOT = 0.6  # a file of n examples weighs n ** (1 - ROOT)
Example = tuple[tuple[float, ...], bool]
Table = npt.NDArray[np.float64]


class Pupil(Clusterer):
    """Notes figures and truth of every candidate weighed; `taught` = joins as labelled."""

    def __init__(self, labels: Sequence[Hashable], *, taught: bool) -> None:
        super().__init__(ClusterParams(), count(1).__next__)
        self.labels, self.taught = labels, taught
        self.inside: defaultdict[int, Counter[Hashable]] = defaultdict(Counter)
        self.noted: dict[bool, list[Example]] = {False: [], True: []}

    def study(self, item: TopicItem) -> None:
        """Cluster one item; its id is its place among the labels."""
        self.inside[self.add(item).topic][self.labels[int(item.id)]] += 1

    def likely(
        self, near: Iterable[LiveTopic], vector: dict[int, float], item: TopicItem
    ) -> list[tuple[float, LiveTopic]]:
        """As the clusterer, but noted, and certain when taught."""
        found = []
        one = side(vector, self.related)
        for chance, topic in super().likely(near, vector, item):
            hours = hours_between(topic.last_at, item.at)
            inside = self.inside[topic.id]
            right = inside[self.labels[int(item.id)]] * 2 >= inside.total()
            figures = self.figures(topic, one, hours, bodies=topic.bodies + item.has_body)
            self.noted[topic.bodies + item.has_body > 0].append((figures, right))
            found.append((float(right) if self.taught else chance, topic))
        return found


def examples(items: Sequence[TopicItem], labels: Sequence[Hashable]) -> dict[bool, list[Example]]:
    """Figures and truth, by whether a body is in play."""
    noted: dict[bool, list[Example]] = {False: [], True: []}
    for taught in (True, False):
        pupil = Pupil(labels, taught=taught)
        for item in sorted(items, key=lambda item: item.at or EARLIEST):
            pupil.study(item)
        for bodies, found in pupil.noted.items():
            noted[bodies] += found
    return noted


def fit(parts: Sequence[Sequence[Example]]) -> tuple[Table, float]:
    """Logistic regression by Newton's method, ridge on the standardised weights: (weights, bias) for raw figures.

    Each part (a file) weighs as the root of its length, so that the largest does not decide for all.
    """
    examples = [example for part in parts for example in part]
    figures, truth = np.array([x for x, _ in examples]), np.array([y for _, y in examples], float)
    shares = np.concatenate([np.full(len(part), len(part) ** -ROOT) for part in parts])
    shares /= shares.mean()
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    table = np.column_stack([(figures - mean) / spread, np.ones(len(figures))])
    ridge = np.diag([RIDGE] * figures.shape[1] + [0.0])
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (shares * (truth - chance)) - ridge @ weights
        bend = (table * (shares * chance * (1 - chance))[:, None]).T @ table + ridge
        weights += np.linalg.solve(bend, slope)
    raw = weights[:-1] / spread
    return raw, float(weights[-1] - raw @ mean)


def read(path: Path) -> tuple[list[TopicItem], list[Hashable]]:
    """Items and labels of a file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [topic_item(row, i) for i, row in enumerate(rows)], [row.get("topic", row.get("event")) for row in rows]


def save(headline: tuple[Table, float], body: tuple[Table, float], path: Path = DATA) -> None:
    """Write `data/decide.json`."""
    path.write_text(json.dumps({"headline": _named(*headline), "body": _named(*body)}, indent=1) + "\n", "utf-8")


def _named(weights: Table, bias: float) -> dict[str, Any]:
    named = {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
    return {"weights": named, "bias": round(bias, 4)}


if __name__ == "__main__":
    files = [examples(*read(Path(name))) for name in sys.argv[1:]]
    with_bodies = [found for found in files if found[True]]
    headline = fit([found[False] for found in files if not found[True]])
    save(headline, fit([found[True] for found in with_bodies]))
