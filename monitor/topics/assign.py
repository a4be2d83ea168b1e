"""One batch of the topics stage: items without a topic, in the order of their time, in one transaction.

    pending items -> Clusterer -> merges -> items, counts, hours -> names, heat, state, focus -> notice on commit

The clusterer's memory and the rows change together or not at all: a failure undoes the memory, a kill loses no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from monitor.errors import TingchaoError
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import GazetteerPlace, PlaceKind, PlaceScope, Topic
from monitor.topics.cluster import Clusterer
from monitor.topics.merge import Merge, merge_topics
from monitor.topics.params import ClusterParams
from monitor.topics.pending import PendingItem, Placed, item_fail, items_place, oldest_pending, pending_items
from monitor.topics.rows import (
    hours_add,
    topic_count,
    topic_focus,
    topic_open,
    topics_name,
    topics_save,
    topics_summarise,
    topics_weigh,
)
from monitor.topics.state import pack, unpack
from monitor.topics.take_up import TopicsMovedError, topics_take_up, undone_on_failure
from monitor.topics.unite import MergeGuard, topic_unite

IDS_AT_ONCE = 64


class BatchError(TingchaoError):
    """A batch of `items` failed and was rolled back; repeat it one by one to find the item that is at fault."""

    label = "topics_batch"

    def __init__(self, items: int) -> None:
        super().__init__(f"a batch of {items} items failed")
        self.items = items


@dataclass(frozen=True, slots=True)
class AssignOutcome:
    """Items that got a topic, ids of topics that changed, and whether alerts have something to decide."""

    items: int = 0
    topics_changed: tuple[int, ...] = ()
    to_decide: bool = False


class TopicIds:
    """Fresh topic ids from the table's sequence, some at a time; ids of a batch that fails are never used."""

    def __init__(self) -> None:
        self._ids: list[int] = []

    def __call__(self) -> int:
        if not self._ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence('monitor_topic', 'id')) FROM generate_series(1, %s)",
                    [IDS_AT_ONCE],
                )
                self._ids = sorted((row[0] for row in cursor.fetchall()), reverse=True)
        return self._ids.pop()


def own_places() -> tuple[str, ...]:
    """Names of the district and the city that the gazetteer says are ours. One query."""
    wide = Q(kind=PlaceKind.DISTRICT, scope=PlaceScope.LOCAL) | Q(kind=PlaceKind.CITY, scope=PlaceScope.CITY)
    rows = GazetteerPlace.objects.filter(wide).order_by("pk").values_list("name", "aliases")
    return tuple(name for own, aliases in rows for name in (own, *aliases))


def topic_restore(*, now: datetime, params: ClusterParams | None = None) -> Clusterer:
    """A clusterer with the topics that are still alive for the oldest item waiting (warm start)."""
    params = params or ClusterParams(own_places=own_places())
    clusterer = Clusterer(params, TopicIds())
    since = min(now, oldest_pending() or now) - timedelta(hours=params.quiet)
    rows = Topic.objects.filter(merged_into=None, last_at__gte=since).values_list("pk", "first_at", "last_at", "vector")
    stored = (unpack(pk, first, last, bytes(vector)) for pk, first, last, vector in rows.iterator(chunk_size=2000))
    clusterer.restore(topic for topic in stored if topic is not None)
    return clusterer


def topic_assign_batch(clusterer: Clusterer, *, limit: int, now: datetime) -> AssignOutcome:
    """Cluster up to `limit` waiting items, after taking up what people did to topics.

    Raises BatchError (rolled back) or what the lost connection raised.
    """
    while True:
        topics_take_up(clusterer, now=now)
        try:
            return _batch(clusterer, limit, now)
        except TopicsMovedError as moved:  # in the meantime
            for topic_id in set(moved.merged) & clusterer.index.topics.keys():
                clusterer.index.pop(topic_id)


def _batch(clusterer: Clusterer, limit: int, now: datetime) -> AssignOutcome:
    items: list[PendingItem] = []
    try:
        with undone_on_failure(clusterer), transaction.atomic():
            items = pending_items(limit=limit)
            return _assign(clusterer, items, now) if items else AssignOutcome()
    except (OperationalError, InterfaceError, TopicsMovedError):
        raise
    except Exception as error:
        if len(items) == 1:
            item_fail(items[0], error)
        raise BatchError(len(items)) from error


def _assign(clusterer: Clusterer, items: list[PendingItem], now: datetime) -> AssignOutcome:
    clusterer.forget(min(now, items[-1].at) - timedelta(hours=clusterer.params.quiet))
    decisions = [clusterer.add(item.for_clustering()) for item in items]
    decided = {d.topic for d in decisions}
    known = set(Topic.objects.filter(pk__in=decided).values_list("pk", flat=True))
    merges = merge_topics(clusterer, decided, MergeGuard())
    target = _targets(merges)
    placed = [
        Placed(item, target.get(d.topic, d.topic), int(d.duplicate_of) if d.duplicate_of else None, d.similarity)
        for item, d in zip(items, decisions, strict=True)
    ]
    topics = _topics(placed, merges, now)
    created_here = decided - known
    for merge in merges:
        if merge.loser not in created_here:
            topic_unite(topics[merge.winner], topics.pop(merge.loser), similarity=merge.similarity, now=now)
    _save(clusterer, placed, [t for t in topics.values() if t.pk not in target], now)
    changed = tuple(sorted(pk for pk in topics if pk not in target))
    notice_publish_on_commit({"topics": list(changed)})
    return AssignOutcome(len(items), changed, any(topics[pk].needs_decision for pk in changed))


def _targets(merges: list[Merge]) -> dict[int, int]:
    """Merged topic -> the one that it ended in."""
    target: dict[int, int] = {}
    for merge in reversed(merges):
        target[merge.loser] = target.get(merge.winner, merge.winner)
    return target


def _topics(placed: list[Placed], merges: list[Merge], now: datetime) -> dict[int, Topic]:
    """The rows that change, known ones locked, new ones unsaved. Raises TopicsMovedError when memory lags behind one."""
    wanted = {p.topic for p in placed} | {pk for merge in merges for pk in (merge.winner, merge.loser)}
    with_redirects = Q(pk__in=wanted) | Q(merged_into__in=[merge.loser for merge in merges])
    rows = Topic.objects.select_for_update().filter(with_redirects).order_by("pk")
    topics = {topic.pk: topic for topic in rows if topic.pk in wanted}
    if any(topic.reload or topic.merged_into_id for topic in topics.values()):
        raise TopicsMovedError([topic.pk for topic in topics.values() if topic.merged_into_id])
    for p in placed:
        if p.topic not in topics:
            topics[p.topic] = topic_open(p.topic, p.item, now)
    return topics


def _save(clusterer: Clusterer, placed: list[Placed], topics: list[Topic], now: datetime) -> None:
    by_id = {topic.pk: topic for topic in topics}
    for p in placed:
        topic_count(by_id[p.topic], p)
    items_place(placed)
    for topic in topics:
        topic.vector = pack(clusterer.index.topics[topic.pk])
        topic.updated_at = now
    hours_add(placed)  # the foreign key to new topics is checked at commit
    topics_name(topics)
    topics_weigh(topics, now)
    for topic in topics:
        topic_focus(topic)
    topics_summarise(topics)
    topics_save(topics)
