"""The background pass: topics that turn out to be one matter as evidence grows."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from monitor.topics.cluster import Clusterer, topics_kind
from monitor.topics.state import LiveTopic


@dataclass(frozen=True, slots=True)
class Merge:
    """`loser` becomes part of `winner`, the older (smaller id) of the two."""

    winner: int
    loser: int
    similarity: float


def merge_topics(
    clusterer: Clusterer, touched: set[int] | None = None, may_merge: Callable[[int, int], bool] | None = None
) -> list[Merge]:
    """Merge greedily, best pair first, and return what was merged in order.

    Looks at pairs with at least one topic in `touched` (ids; None = all); each topic is compared with its index
    candidates only. Of `touched` those of one item are left out: the item was held against all that stood, and what grew
    since is in `touched` itself. `may_merge(winner, loser)` can refuse: what a person has set apart stays apart.
    """
    queue: list[tuple[float, int, int, int, int]] = []
    for topic_id in sorted(touched if touched is not None else clusterer.index.topics):
        topic = clusterer.index.topics.get(topic_id)
        if topic is not None and (touched is None or topic.size > 1):
            _push(clusterer, topic, queue)
    merges: list[Merge] = []
    while queue:
        score, a, b, size_a, size_b = heapq.heappop(queue)
        if not (_unchanged(clusterer, a, size_a) and _unchanged(clusterer, b, size_b)):
            continue
        winner, loser = min(a, b), max(a, b)
        if may_merge is not None and not may_merge(winner, loser):
            continue
        clusterer.join_topics(winner, loser)
        merges.append(Merge(winner, loser, -score))
        _push(clusterer, clusterer.index.topics[winner], queue)
    return merges


def _unchanged(clusterer: Clusterer, topic_id: int, size: int) -> bool:
    topic = clusterer.index.topics.get(topic_id)
    return topic is not None and topic.size == size


def _push(clusterer: Clusterer, topic: LiveTopic, queue: list[tuple[float, int, int, int, int]]) -> None:
    params = clusterer.params
    near = clusterer.index.candidates(topic.vector(), params.candidates + 1)
    others = [o for o in near if o.id != topic.id and not (o.digest or topic.digest)]  # digests of two days are two
    for chance, other in clusterer.likely_one(topic, others):
        if chance >= (params.merge if topics_kind(topic, other) is None else params.body_merge):
            heapq.heappush(queue, (-chance, topic.id, other.id, topic.size, other.size))
