"""Topics counted, named and weighed anew from their items, after a person moved items between them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Min, Sum

from monitor.lib.clock import month_of
from monitor.models import Topic, TopicHour
from monitor.topics.retag import topics_recount
from monitor.topics.rows import topic_focus, topics_name, topics_summarise, topics_weigh

COUNTED = ("n_items", "n_originals", "n_neg", "n_pos")
MONTHS = "SELECT DISTINCT month FROM monitor_item WHERE topic_id = ANY(%s)"
DROP_HOURS = """
DELETE FROM monitor_topichour
WHERE topic_id = ANY(%s) AND date_trunc('month', hour AT TIME ZONE 'UTC')::date = ANY(%s)
"""
COUNT_HOURS = """
INSERT INTO monitor_topichour (topic_id, hour, n_items, n_originals, n_neg, n_pos)
SELECT topic_id, date_trunc('hour', at, 'UTC'), count(*), count(*) FILTER (WHERE duplicate_of IS NULL),
       count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'neg'),
       count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'pos')
FROM monitor_item WHERE topic_id = ANY(%s) AND NOT own GROUP BY 1, 2
"""
SPANS = """
SELECT topic_id, min(at), max(at), array_agg(DISTINCT source_id) FILTER (WHERE NOT own)
FROM monitor_item WHERE topic_id = ANY(%s) GROUP BY topic_id
"""
WRITTEN = (
    *("title", "terms", "n_items", "n_originals", "n_neg", "n_neu", "n_pos", "first_at", "last_at", "sources"),
    *("state", "heat", "heat_parts", "in_focus", "summary", "needs_decision", "vector", "reload", "updated_at"),
)


def topics_settle(ids: Collection[int], *, now: datetime) -> None:
    """Call inside the transaction that moved items between these topics (locked, each with an item left).

    Hours of months whose items were dropped stay. The topics writer reads the topics anew before its next batch.
    """
    ids = sorted(ids)
    months = _hours_count(ids)
    topics_recount(ids)
    sums = {row["topic"]: row for row in _hours(ids).values("topic").annotate(**{n: Sum(n) for n in COUNTED})}
    oldest = dict(_hours(ids).values_list("topic").annotate(hour=Min("hour")))
    topics = list(Topic.objects.filter(pk__in=ids).defer("vector").order_by("pk"))
    spans = _spans(ids)
    for topic in topics:
        _count(topic, sums.get(topic.pk, {}))
        first, topic.last_at, sources = spans.get(topic.pk, (topic.first_at, topic.last_at, topic.sources))
        beyond = topic.pk in oldest and month_of(oldest[topic.pk]) not in months  # its first items are gone already
        topic.first_at = min(topic.first_at, first) if beyond else first
        topic.sources = sorted({*(sources or []), *(topic.sources if beyond else [])})
        topic.vector, topic.reload, topic.updated_at = b"", True, now
        topic.summary = []  # what it quoted may have left
    topics_name(topics)
    topics_weigh(topics, now)
    for topic in topics:
        topic_focus(topic)
    topics_summarise(topics)
    Topic.objects.bulk_update(topics, WRITTEN)


def _hours(ids: list[int]) -> Any:
    return TopicHour.objects.filter(topic__in=ids).order_by()


def _hours_count(ids: list[int]) -> set[date]:
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [ids])
        months = [row[0] for row in cursor.fetchall()]
        cursor.execute(DROP_HOURS, [ids, months])
        cursor.execute(COUNT_HOURS, [ids])
    return set(months)


def _spans(ids: list[int]) -> dict[int, tuple[datetime, datetime, list[int] | None]]:
    with connection.cursor() as cursor:
        cursor.execute(SPANS, [ids])
        return {topic_id: (first, last, sources) for topic_id, first, last, sources in cursor.fetchall()}


def _count(topic: Topic, sums: dict[str, int]) -> None:
    topic.n_items, topic.n_originals = sums.get("n_items", 0), sums.get("n_originals", 0)
    topic.n_neg, topic.n_pos = sums.get("n_neg", 0), sums.get("n_pos", 0)
    topic.n_neu = topic.n_originals - topic.n_neg - topic.n_pos
