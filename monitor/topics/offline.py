"""A whole file through the clusterer: each decision as first made, then the final topics after merges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.merge import merge_topics
from monitor.topics.params import ClusterParams
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
    final: dict[int, int] = {}
    if not online:
        final = {merge.loser: merge.winner for merge in merge_topics(clusterer)}
    return [Assigned(_follow(final, decisions[i].topic), decisions[i].duplicate_of) for i in range(len(items))]


def _follow(final: dict[int, int], topic: int) -> int:
    while topic in final:
        topic = final[topic]
    return topic
