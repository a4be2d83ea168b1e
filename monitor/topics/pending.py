"""Items that wait for a topic: reading them in time order, writing back where they went, moving aside what fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from monitor.models.rollup import Counted, rollup_move
from monitor.topics.cluster import TopicItem

TRIES = 3
TEXT_CHARS = 4000  # of a body that clustering looks at

PENDING = """
SELECT id, month, at, source_id, title, left(text, %s), own, by_hand, sentiment, areas, units, place, terms, grave,
    in_focus, plans
FROM monitor_item WHERE topic_id IS NULL AND set_aside = ''
ORDER BY at, id LIMIT %s FOR UPDATE
"""
ASSIGN = """
UPDATE monitor_item i SET topic_id = v.topic, duplicate_of = v.original, similarity = v.similarity, tries = 0
FROM unnest(%s::date[], %s::bigint[], %s::bigint[], %s::bigint[], %s::float8[])
     AS v(month, id, topic, original, similarity)
WHERE i.month = v.month AND i.id = v.id
"""
FAIL = """
UPDATE monitor_item SET tries = tries + 1, set_aside = CASE WHEN tries + 1 >= %s THEN %s ELSE '' END
WHERE month = %s AND id = %s
"""


@dataclass(frozen=True, slots=True)
class PendingItem:
    """One row of `monitor_item` that has no topic yet; `text` is the head of the body."""

    id: int
    month: date
    at: datetime
    source_id: int
    title: str
    text: str
    own: bool
    by_hand: bool
    sentiment: str
    areas: list[str]
    units: list[int]
    place: str | None
    terms: list[str]
    grave: bool
    in_focus: bool
    plans: list[int]

    def for_clustering(self) -> TopicItem:
        """What the clusterer looks at."""
        return TopicItem(
            self.id, self.title, self.text, str(self.source_id), self.at, tuple(self.areas), tuple(self.terms)
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its topic, and the original that it repeats."""

    item: PendingItem
    topic: int
    duplicate_of: int | None
    similarity: float


def pending_items(*, limit: int) -> list[PendingItem]:
    """The oldest items without a topic, locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(PENDING, [TEXT_CHARS, limit])
        return [PendingItem(*row) for row in cursor.fetchall()]


def oldest_pending() -> datetime | None:
    """Time of the oldest item without a topic."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM monitor_item WHERE topic_id IS NULL AND set_aside = ''")
        row = cursor.fetchone()
    return row[0] if row else None


def items_place(placed: Sequence[Placed]) -> None:
    """Write topics and originals to the items; the counts of reposts move from original to repost with them."""
    columns: list[Any] = [
        [p.item.month for p in placed],
        [p.item.id for p in placed],
        [p.topic for p in placed],
        [p.duplicate_of for p in placed],
        [p.similarity for p in placed],
    ]
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN, columns)
    reposts = [p.item for p in placed if p.duplicate_of is not None and not p.item.own]
    rollup_move(
        _counted(item, original=original, sign=sign) for item in reposts for original, sign in ((True, -1), (False, 1))
    )


def item_fail(item: PendingItem, error: Exception) -> None:
    """Count one failed try; the third sets the item aside, so that it cannot hold the queue."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FAIL, [TRIES, type(error).__name__, item.month, item.id])


def _counted(item: PendingItem, *, original: bool, sign: int) -> Counted:
    return Counted(
        at=item.at,
        source_id=item.source_id,
        areas=tuple(item.areas),
        units=tuple(item.units),
        sentiment=item.sentiment,
        place=item.place,
        in_focus=item.in_focus,
        original=original,
        sign=sign,
        plans=tuple(item.plans),
    )
