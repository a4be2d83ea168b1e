"""Weights of the learned decision: `python -m monitor.topics.train [--average] DAY.jsonl… FOLDER… PAIRS.jsonl…`, files with `topic`
or `event` labels, folders of `manage.py drill`, pairs of texts with `same_event`; `--average` takes the mean of what is learnt and the present weights: where one round ends depends
on the topics that it learnt from, and the mean of two is surer than either.

Each file is clustered twice, once with every item put where its label says, once where the present weights put it,
so that the decision is learnt on topics as they should be and as they will be; then its topics are merged as the present
weights would. Each candidate weighed is one example.
Headlines are learnt from files of headlines alone, posts and articles from the others; of what no file tells, the weights stay.
A pair is held against each other alone; pairs teach what is asked of two headlines without times.
Headlines and posts, of which there are most examples, get a small net beside their straight weights (`train_net.py`).
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.lib.jsonlines import Record
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.decide import DATA, FIGURES, KINDS, Weights, load_decider
from monitor.topics.kind import Kind
from monitor.topics.match import Shared
from monitor.topics.merge import merge_topics
from monitor.topics.net import Net, net_data
from monitor.topics.offline import EARLIEST
from monitor.topics.params import ClusterParams
from monitor.topics.records import pair_items, topic_item
from monitor.topics.related import Side
from monitor.topics.state import LiveTopic
from monitor.topics.train_net import Shape, fit_net

RIDGE, STEPS = 3.0, 15
MIDDLE = 0.5  # between posts and articles
AVERAGE = "--average"
GAP = FIGURES["headline"].index("gap")
ROOT = 0.6  # a file of n examples weighs n ** (1 - ROOT)
Example = tuple[tuple[float, ...], bool]
Noted = dict[str, list[Example]]
"""Examples by kind of text."""
Table = npt.NDArray[np.float64]
Learnt = tuple[Table, float, Net | None]
"""Weights, constant, and the net where the kind has one."""
BENT = {
    "headline": Shape(units=8, beginnings=4, ridge=20.0),
    "post": Shape(),
}  # the kinds with enough examples for a net


class Pupil(Clusterer):
    """Notes figures and truth of every candidate weighed; `taught` = joins as labelled."""

    def __init__(self, labels: Sequence[Hashable], *, taught: bool) -> None:
        super().__init__(ClusterParams(), count(1).__next__)
        self.labels, self.taught = labels, taught
        self.inside: defaultdict[int, Counter[Hashable]] = defaultdict(Counter)
        self.seen: list[tuple[Kind, tuple[float, ...]]] = []
        self.noted: Noted = {name: [] for name in KINDS}

    def study(self, item: TopicItem) -> None:
        """Cluster one item; its id is its place among the labels."""
        self.inside[self.add(item).topic][self.labels[int(item.id)]] += 1

    def likely(self, near: list[LiveTopic], vector: dict[int, float], item: TopicItem) -> list[tuple[float, LiveTopic]]:
        """As the clusterer, but noted, and certain when taught."""
        self.seen.clear()
        found = []
        for (chance, topic), (kind, figures) in zip(super().likely(near, vector, item), self.seen, strict=True):
            inside = self.inside[topic.id]
            right = inside[self.labels[int(item.id)]] * 2 >= inside.total()
            self.noted[name_of(kind)].append((figures, right))
            found.append((float(right) if self.taught else chance, topic))
        return found

    def likely_one(self, topic: LiveTopic, others: list[LiveTopic]) -> list[tuple[float, LiveTopic]]:
        """As the clusterer, but noted: two topics are one when most of either has the same label."""
        self.seen.clear()
        found = super().likely_one(topic, others)
        for (_, other), (kind, figures) in zip(found, self.seen, strict=True):
            small, big = sorted((topic, other), key=lambda t: (t.size, -t.id))
            label, n = self.inside[small.id].most_common(1)[0]
            inside = self.inside[big.id]
            right = n * 2 > self.inside[small.id].total() and inside[label] * 2 >= inside.total()
            self.noted[name_of(kind)].append((figures, right))
        return found

    def join_topics(self, winner: int, loser: int) -> None:
        """As the clusterer, with what is known of both."""
        super().join_topics(winner, loser)
        self.inside[winner] += self.inside.pop(loser)

    def figures(self, topic: LiveTopic, one: Side, hours: float, found: Shared, *, kind: Kind) -> tuple[float, ...]:
        """As the clusterer's, and remembered until the item is done with."""
        figures = super().figures(topic, one, hours, found, kind=kind)
        self.seen.append((kind, figures))
        return figures


def name_of(kind: Kind) -> str:
    """The weights that an example teaches: the nearer ones."""
    return "headline" if kind is None else "article" if kind > MIDDLE else "post"


def examples(items: Sequence[TopicItem], labels: Sequence[Hashable]) -> Noted:
    """Figures and truth, by kind of text."""
    noted: Noted = {name: [] for name in KINDS}
    for taught in (True, False):
        pupil = Pupil(labels, taught=taught)
        for item in sorted(items, key=lambda item: item.at or EARLIEST):
            pupil.study(item)
        if not taught:
            merge_topics(pupil)
        for name, found in pupil.noted.items():
            noted[name] += found
    return noted


def pair_examples(rows: Sequence[Record]) -> Noted:
    """Figures and truth of pairs (`a`, `b`, `same_event`), each alone; a pair that shares nothing teaches nothing."""
    noted: Noted = {name: [] for name in KINDS}
    for row in rows:
        pupil = Pupil([True, bool(row["same_event"])], taught=False)
        for item in pair_items(row):
            pupil.study(item)
        noted["undated"] += [(figures, row["same_event"]) for figures, _ in pupil.noted["headline"]]
    return noted


def fit(parts: Sequence[Sequence[Example]]) -> tuple[Table, float]:
    """Logistic regression by Newton's method, ridge on the standardised weights: (weights, bias) for raw figures.

    Each part (a file) weighs as the root of its length, so that the largest does not decide for all.
    """
    figures, truth, shares = _tables(parts)
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


def _tables(parts: Sequence[Sequence[Example]]) -> tuple[Table, Table, Table]:
    """Figures, truth (0, 1) and what each example weighs, 1 in the mean."""
    examples = [example for part in parts for example in part]
    shares = np.concatenate([np.full(len(part), len(part) ** -ROOT) for part in parts])
    return np.array([x for x, _ in examples]), np.array([y for _, y in examples], float), shares / shares.mean()


def learn(files: Sequence[Noted]) -> dict[str, Learnt]:
    """The weights of each kind that the files tell of."""
    told = {name: [file[name] for file in files if name == _teaches(file)] for name in KINDS}
    return {name: _learnt(name, parts) for name, parts in told.items() if parts}


def _learnt(name: str, parts: Sequence[Sequence[Example]]) -> Learnt:
    if name == "headline":
        parts = [[*part, *map(_timeless, part)] for part in parts]
    straight = fit(parts)
    return fit_net(*_tables(parts), *straight, BENT[name]) if name in BENT else (*straight, None)


def _timeless(example: Example) -> Example:
    """As if all had come at once: headlines must be told apart by what they say, whatever the pace at which they come."""
    figures, right = example
    return (*figures[:GAP], 0.0, *figures[GAP + 1 :]), right


def average(learnt: Learnt, present: Weights) -> Learnt:
    """The mean of the odds of both: as one set of weights, with the units of both nets. ValueError when one has none."""
    weights, bias, net = learnt
    if net is None or present.net is None:
        raise ValueError("only nets are averaged")
    joined = Net(
        np.minimum(net.least, present.net.least),
        np.maximum(net.most, present.net.most),
        np.vstack([net.inward, present.net.inward]),
        np.concatenate([net.offset, present.net.offset]),
        np.concatenate([net.outward, present.net.outward]) / 2,
    )
    return (weights + np.array(present.weights)) / 2, (bias + present.bias) / 2, joined


def _teaches(file: Noted) -> str:
    """The one kind that a file teaches: headlines without any body, else posts or articles, whichever it has more of.

    A few of another kind would weigh out of proportion, and headlines among posts are told as posts are.
    """
    bodies = {name: len(found) for name, found in file.items() if name != "headline"}
    return max(bodies, key=lambda name: bodies[name]) if any(bodies.values()) else "headline"


def read(path: Path) -> tuple[list[TopicItem], list[Hashable]]:
    """Items and labels of a file, or of a folder of `manage.py drill`."""
    rows = _rows(path / "items.jsonl" if path.is_dir() else path)
    if path.is_dir():
        truth = {row["id"]: row for row in _rows(path / "truth.jsonl")}
        rows = [{**row, **truth[row["id"]]} for row in rows]
    return [topic_item(row, i) for i, row in enumerate(rows)], [row.get("topic", row.get("event")) for row in rows]


def _examples_of(path: Path) -> Noted:
    """Of a file, a folder, or a file of pairs."""
    rows = [] if path.is_dir() else _rows(path)
    return pair_examples(rows) if rows and "same_event" in rows[0] else examples(*read(path))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def save(learnt: dict[str, Learnt], path: Path = DATA) -> None:
    """Write `data/decide.json`; weights of a kind that was not learnt stay, and those of a figure that never varied: articles
    without times do not teach what hours mean."""
    before = json.loads(DATA.read_text("utf-8"))
    kinds = {name: _named(name, *learnt[name], before[name]) if name in learnt else before[name] for name in KINDS}
    rows = re.sub(r"\[\s+([^\[\]]*?)\s+\]", lambda row: f"[{' '.join(row[1].split())}]", json.dumps(kinds, indent=1))
    path.write_text(rows + "\n", "utf-8")


def _named(kind: str, weights: Table, bias: float, net: Net | None, before: dict[str, Any]) -> dict[str, Any]:
    named = {
        name: round(float(weight), 4) if weight else before["weights"].get(name, 0.0)
        for name, weight in zip(FIGURES[kind], weights, strict=True)
    }
    return {"weights": named, "bias": round(bias, 4)} | ({} if net is None else {"net": net_data(net)})


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != AVERAGE]
    found = learn([_examples_of(Path(name)) for name in names])
    if AVERAGE in sys.argv:
        found = {name: average(learnt, getattr(load_decider(), name)) for name, learnt in found.items()}
    save(found)
