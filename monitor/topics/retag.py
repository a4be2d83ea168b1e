"""Topics counted again after rules or corrections changed the tags of many stored items at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from monitor.lib.clock import utc_now
from monitor.models import Topic
from monitor.topics.rows import place_of, topic_focus

COUNTS = """
SELECT topic_id, count(*) FILTER (WHERE in_focus), bool_or(grave AND in_focus), bool_or(by_hand AND in_focus)
FROM monitor_item WHERE topic_id = ANY(%s) AND duplicate_of IS NULL AND NOT own GROUP BY topic_id
"""
AREAS = """
SELECT topic_id, area, count(*) FROM monitor_item, unnest(areas) AS area
WHERE topic_id = ANY(%s) AND duplicate_of IS NULL AND NOT own GROUP BY topic_id, area
"""
PLACES = """
SELECT topic_id, place, count(*) FROM monitor_item
WHERE topic_id = ANY(%s) AND duplicate_of IS NULL AND NOT own AND place IS NOT NULL GROUP BY topic_id, place
"""
UNITS = """
SELECT topic_id, array_agg(DISTINCT unit ORDER BY unit) FROM monitor_item, unnest(units) AS unit
WHERE topic_id = ANY(%s) AND duplicate_of IS NULL AND NOT own GROUP BY topic_id
"""
WRITTEN = (
    *("n_focus", "grave", "by_hand", "areas", "places", "place", "units", "in_focus", "needs_decision", "updated_at"),
)


def topics_recount(ids: Collection[int]) -> list[int]:
    """Originals in focus, areas, places, units, grave and focus of these topics, from their items; ids of the topics that there are.

    Call inside the transaction that changed the items, with these locked: the topics are locked here in the order of ids, as the
    topics writer does.
    """
    if not ids:
        return []
    topics = list(Topic.objects.select_for_update().filter(pk__in=ids).defer("vector").order_by("pk"))
    areas: defaultdict[int, dict[str, int]] = defaultdict(dict)
    places: defaultdict[int, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [list(ids)])
        counts = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(AREAS, [list(ids)])
        for topic_id, area, n in cursor.fetchall():
            areas[topic_id][area] = n
        cursor.execute(PLACES, [list(ids)])
        for topic_id, place, n in cursor.fetchall():
            places[topic_id][place] = n
        cursor.execute(UNITS, [list(ids)])
        units = dict(cursor.fetchall())
    for topic in topics:
        topic.n_focus, grave, by_hand = counts.get(topic.pk, (0, False, False))
        topic.grave, topic.by_hand, topic.areas = bool(grave), bool(by_hand), areas[topic.pk]
        topic.places, topic.units = places[topic.pk], units.get(topic.pk, [])
        topic.place = place_of(topic.places)
        topic_focus(topic)
        topic.updated_at = utc_now()
    Topic.objects.bulk_update(topics, WRITTEN, batch_size=500)
    return [topic.pk for topic in topics]
