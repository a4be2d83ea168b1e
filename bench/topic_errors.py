"""Why events of a labelled day are not found (events of LEAST items or more, no topic at Jaccard OVERLAP), counted by cause:

    python -m bench.topic_errors DAY.jsonl…

Files as `bench.topic_days` writes them. The shipped weights sort each day as `manage.py cluster` does; days that they were learnt from
show fewer errors than others. Not for days that are held for final figures.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import count
from pathlib import Path

from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.measure import members, overlaps
from monitor.topics.offline import EARLIEST, cluster_all
from monitor.topics.params import ClusterParams
from monitor.topics.score import LEAST, OVERLAP
from monitor.topics.train import read

NEAR, FAR = 0.2, 0.05  # probability that two pieces are one matter: just below the threshold, far below it
CAUSES = {
    "joined": "half of it or more lies in one topic, which holds too much besides",
    "scattered": "its items lie in topics of other matters; fewer than two topics are mostly its own",
    "unseen": "no two of its pieces are among each other's candidates in the index",
    "unweighed": "they are, but others are nearer: no two are weighed",
    "far": f"weighed, at less than {FAR}",
    "below": f"weighed, at {FAR} to {NEAR}",
    "near": f"weighed, at {NEAR} up to the threshold",
    "reached": "now above the threshold: a piece was cut off again, or grew late",
}


def causes(items: Sequence[TopicItem], gold: Sequence[Hashable], found: Sequence[int]) -> dict[Hashable, str]:
    """The cause (of CAUSES) by label, of each event that is not found."""
    topics, one = members(found), _as_found(items, found)
    return {
        label: _cause(event, topics, found, one)
        for label, event in members(gold).items()
        if len(event) >= LEAST and not overlaps(event, topics, found, OVERLAP)
    }


def _as_found(items: Sequence[TopicItem], found: Sequence[int]) -> Clusterer:
    """A clusterer whose topics are those found, at the end of the day."""
    one = Clusterer(ClusterParams(), count(max(found, default=0) + 1).__next__)
    told: defaultdict[int, list[TopicItem]] = defaultdict(list)
    for i in sorted(range(len(items)), key=lambda i: items[i].at or EARLIEST):
        told[found[i]].append(items[i])
    for topic, group in told.items():
        one.rebuild(topic, [(item, True) for item in group])
    return one


def _cause(event: set[int], topics: dict[Hashable, set[int]], found: Sequence[int], one: Clusterer) -> str:
    inside = Counter(found[i] for i in event)
    if 2 * max(inside.values()) >= len(event):
        return "joined"
    pieces = {topic for topic, n in inside.items() if 2 * n > len(topics[topic])}
    if len(pieces) < 2:
        return "scattered"
    seen, chances = False, []
    for topic in sorted(pieces):
        live = one.index.topics[topic]
        near = [o for o in one.index.candidates(live.vector(), one.params.candidates + 1) if o.id != topic]
        seen = seen or any(other.id in pieces for other in near)
        chances += [chance for chance, other in one.likely_one(live, near) if other.id in pieces]
    if not chances:
        return "unweighed" if seen else "unseen"
    return _told(max(chances), one.params.merge)


def _told(chance: float, merge: float) -> str:
    if chance >= merge:
        return "reached"
    return "near" if chance >= NEAR else "below" if chance >= FAR else "far"


def main(paths: Sequence[str]) -> None:
    """Prints {cause: events} of all files together, commonest first, with what the causes mean."""
    counted: Counter[str] = Counter()
    for path in paths:
        items, gold = read(Path(path))
        counted.update(causes(items, gold, [assigned.topic for assigned in cluster_all(items)]).values())
    told = {"events": dict(counted.most_common()), "causes": {cause: CAUSES[cause] for cause in counted}}
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
