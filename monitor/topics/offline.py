"""A whole file through the clusterer: each decision as first made, then the final topics after merges and splits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.merge import merge_topics
from monitor.topics.params import ClusterParams
from monitor.topics.parts import seam
from monitor.topics.state import ItemId

EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Topic number and, for a near-duplicate, the id of the original."""

    topic: int
    duplicate_of: ItemId | None


def cluster_all(
    items: Sequence[TopicItem], params: ClusterParams | None = None, *, online: bool = False
) -> list[Assigned]:
    """Topics of `items`, in their order; they are fed in the order of `at` (without one: first, in input order)."""
    numbers = count(1)
    clusterer = Clusterer(params or ClusterParams(), lambda: next(numbers))
    order = sorted(range(len(items)), key=lambda i: items[i].at or EARLIEST)
    decisions = {i: clusterer.add(items[i]) for i in order}
    if online:
        return [Assigned(decisions[i].topic, decisions[i].duplicate_of) for i in range(len(items))]
    merged = {merge.loser: merge.winner for merge in merge_topics(clusterer)}
    topics = [_follow(merged, decisions[i].topic) for i in range(len(items))]
    originals = [i for i in order if decisions[i].duplicate_of is None]
    parts = _parts([(items[i], topics[i]) for i in originals], clusterer.params, numbers)
    copied = [decisions[i].duplicate_of for i in range(len(items))]
    heads = [item.id if copy is None else copy for item, copy in zip(items, copied, strict=True)]
    return [Assigned(parts.get(head, topic), copy) for head, topic, copy in zip(heads, topics, copied, strict=True)]


def _parts(
    originals: Sequence[tuple[TopicItem, int]], params: ClusterParams, numbers: Iterator[int]
) -> dict[ItemId, int]:
    """The new topic of each original (in order of time) that is of another matter than most of its topic."""
    told: defaultdict[int, list[TopicItem]] = defaultdict(list)
    for item, topic in originals:
        told[topic].append(item)
    parts = [part for group in told.values() for part in seam(group, params)[1:]]
    return {item: number for part, number in zip(parts, numbers, strict=False) for item in part}


def _follow(final: dict[int, int], topic: int) -> int:
    while topic in final:
        topic = final[topic]
    return topic
