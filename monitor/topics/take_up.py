"""The topics writer takes up what people did to topics: it reads those topics anew before it places another item.

The flag `Topic.reload` is set in the transaction of the hand change and cleared in the one that stores the new vector: a kill at
any moment repeats the reading, nothing else. A change that comes between this and the batch is found when the batch locks its topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from monitor.errors import TingchaoError
from monitor.models import Topic
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.pending import TEXT_CHARS, oldest_pending
from monitor.topics.state import pack

MOST_ITEMS = 200  # the newest of a topic that are read anew: half a second to one
AT_ONCE = 10  # topics a transaction
READ = """
SELECT t.id, i.id, i.source_id, i.title, i.text, i.at, i.areas, i.terms, i.duplicate_of
FROM unnest(%s::bigint[]) AS t(id) CROSS JOIN LATERAL (
    SELECT id, source_id, title, left(text, %s) AS text, at, areas, terms, duplicate_of FROM monitor_item
    WHERE topic_id = t.id AND (title <> '' OR text <> '') ORDER BY at DESC, id DESC LIMIT %s) i
ORDER BY t.id, i.at, i.id
"""


class TopicsMovedError(TingchaoError):
    """A person changed a topic while the batch was being computed: take that up and compute it again.

    `merged`: those that are part of another now.
    """

    label = "topics_moved"

    def __init__(self, merged: Collection[int]) -> None:
        super().__init__(f"{len(merged)} merged")
        self.merged = merged


def topics_take_up(clusterer: Clusterer, *, now: datetime) -> int:
    """Bring the memory up to date with every topic that a person changed; how many there were."""
    total = 0
    while Topic.objects.filter(reload=True).exists():
        with undone_on_failure(clusterer), transaction.atomic():
            total += _some(clusterer, now)
    return total


@contextmanager
def undone_on_failure(clusterer: Clusterer) -> Iterator[None]:
    """The clusterer's memory changes together with the rows, or not at all."""
    clusterer.index.checkpoint()
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            clusterer.index.undo()


def _some(clusterer: Clusterer, now: datetime) -> int:
    rows = Topic.objects.select_for_update().filter(reload=True).defer("vector").order_by("pk")
    topics = list(rows[:AT_ONCE])
    items = topic_texts([topic.pk for topic in topics if topic.merged_into_id is None])
    horizon = min(now, oldest_pending() or now) - timedelta(hours=clusterer.params.quiet)
    for topic in topics:
        if topic.pk in clusterer.index.topics:
            clusterer.index.pop(topic.pk)
        topic.vector, topic.reload = b"", False
        if items[topic.pk]:
            live = clusterer.rebuild(topic.pk, items[topic.pk])
            topic.vector = pack(live)
            if topic.last_at < horizon:  # kept in its row only, as for every topic that went quiet
                clusterer.index.pop(topic.pk)
    Topic.objects.bulk_update(topics, ["vector", "reload"])
    return len(topics)


def topic_texts(ids: Iterable[int], limit: int = MOST_ITEMS) -> defaultdict[int, list[tuple[TopicItem, bool]]]:
    """By topic: its newest `limit` items that have a text, oldest first, and whether each is an original."""
    found: defaultdict[int, list[tuple[TopicItem, bool]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(ids), TEXT_CHARS, limit])
        for topic, item, source, title, text, at, areas, terms, duplicate_of in cursor.fetchall():
            one = TopicItem(item, title, text, str(source), at, tuple(areas), tuple(terms))
            found[topic].append((one, duplicate_of is None))
    return found
