"""Topic rows: counting items into them, their hours, names, heat, state, focus. Call inside the batch's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from monitor.lib.clock import hour_of
from monitor.models import Source, Topic, TopicHour, TopicState
from monitor.topics.focus import LEAST_REPOSTERS, FocusFacts, topic_in_focus
from monitor.topics.heat import WINDOW, HourOfTopic, topic_heat
from monitor.topics.life import next_state, pulse
from monitor.topics.pending import PendingItem, Placed
from monitor.topics.summary import Told, as_rows, choose_sentences
from monitor.topics.title import HEADLINES, choose_terms, choose_title

SUMMARY_CHARS = 1_500  # of a text
NEAREST = ("本区", "本市", "外地")
WRITTEN = (
    *("title", "terms", "state", "heat", "heat_parts", "first_at", "last_at", "n_items", "n_originals", "n_focus"),
    *(
        "n_neg",
        "n_neu",
        "n_pos",
        "sources",
        "areas",
        "units",
        "place",
        "places",
        "grave",
        "by_hand",
        "in_focus",
        "vector",
    ),
    *("summary", "needs_decision", "updated_at"),
)

HOURS = """
INSERT INTO monitor_topichour (topic_id, hour, n_items, n_originals, n_neg, n_pos)
SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::int[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (topic_id, hour) DO UPDATE SET n_items = monitor_topichour.n_items + excluded.n_items,
    n_originals = monitor_topichour.n_originals + excluded.n_originals,
    n_neg = monitor_topichour.n_neg + excluded.n_neg, n_pos = monitor_topichour.n_pos + excluded.n_pos
"""
LATEST = """
SELECT t.id, i.title, i.terms FROM unnest(%s::bigint[]) AS t(id) CROSS JOIN LATERAL (
    SELECT title, terms FROM monitor_item WHERE topic_id = t.id AND duplicate_of IS NULL
    ORDER BY at DESC, id DESC LIMIT %s) i
"""
TEXTS = """
SELECT t.id, i.id, i.source_id, i.title, left(i.text, %s) FROM unnest(%s::bigint[]) AS t(id) CROSS JOIN LATERAL (
    SELECT id, source_id, title, text FROM monitor_item WHERE topic_id = t.id AND duplicate_of IS NULL AND NOT own
    ORDER BY at DESC, id DESC LIMIT %s) i
"""
REPOSTERS = """
SELECT max(n) FROM (
    SELECT count(DISTINCT r.source_id) AS n FROM monitor_item o
    JOIN monitor_item r ON r.topic_id = o.topic_id AND r.duplicate_of = o.id AND r.source_id <> o.source_id AND NOT r.own
    WHERE o.topic_id = %s AND o.duplicate_of IS NULL AND o.in_focus AND NOT o.own GROUP BY o.id) counts
"""


def topic_open(topic_id: int, item: PendingItem, now: datetime) -> Topic:
    """An unsaved topic without counts, opened by `item`."""
    return Topic(id=topic_id, title="", first_at=item.at, last_at=item.at, created_at=now, updated_at=now)


def topic_count(topic: Topic, placed: Placed) -> None:
    """Count one item into its topic; the union's own publications belong to it and count in nothing."""
    item = placed.item
    topic.first_at, topic.last_at = min(topic.first_at, item.at), max(topic.last_at, item.at)
    if item.own:
        return
    topic.n_items += 1
    topic.sources = sorted({*topic.sources, item.source_id})
    topic.needs_decision = topic.needs_decision or bool(
        item.plans
    )  # a plan may alert on its first item, in focus or not
    if placed.duplicate_of is not None:
        return
    topic.n_originals += 1
    topic.n_focus += item.in_focus
    topic.n_neg += item.sentiment == "neg"
    topic.n_neu += item.sentiment == "neu"
    topic.n_pos += item.sentiment == "pos"
    topic.areas = dict(Counter(topic.areas) + Counter(item.areas))
    topic.units = sorted({*topic.units, *item.units})
    if item.place:
        topic.places = dict(Counter(topic.places) + Counter([item.place]))
        topic.place = place_of(topic.places)
    topic.grave = topic.grave or (item.grave and item.in_focus)
    topic.by_hand = topic.by_hand or (item.by_hand and item.in_focus)


def place_of(places: Mapping[str, int]) -> str:
    """Where most originals are about ({place: originals}); of two equal ones the nearer; '' without any."""
    return max(NEAREST, key=lambda place: places.get(place, 0)) if any(places.values()) else ""


def hours_add(placed: Iterable[Placed]) -> None:
    """Count items into the hours of their topics."""
    counts: defaultdict[tuple[int, datetime], Counter[str]] = defaultdict(Counter)
    for p in placed:
        if not p.item.own:
            original = p.duplicate_of is None
            cell = counts[p.topic, hour_of(p.item.at)]
            cell.update(items=1, originals=int(original))
            cell.update({p.item.sentiment: int(original)})
    rows = sorted(counts.items())
    if rows:
        columns: list[Any] = [[key[0] for key, _ in rows], [key[1] for key, _ in rows]]
        columns += [[cell[name] for _, cell in rows] for name in ("items", "originals", "neg", "pos")]
        with connection.cursor() as cursor:
            cursor.execute(HOURS, columns)


def topics_name(topics: Sequence[Topic]) -> None:
    """Title and terms from the latest originals; a title that a person gave stays."""
    headlines: defaultdict[int, list[tuple[str, list[str]]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [[topic.pk for topic in topics], HEADLINES])
        for topic_id, title, terms in cursor.fetchall():
            headlines[topic_id].append((title, terms))
    for topic in topics:
        titles = [title for title, _ in headlines[topic.pk]]
        if titles and not topic.renamed:
            topic.title = choose_title(titles)
        topic.terms = choose_terms([terms for _, terms in headlines[topic.pk]], titles)


def topics_summarise(topics: Sequence[Topic]) -> None:
    """Sentences from the latest originals of what is in focus (nobody reads the rest; the texts of it all would cost too much)."""
    wanted = [topic.pk for topic in topics if topic.in_focus]
    if not wanted:
        return
    told: defaultdict[int, list[Told]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, [SUMMARY_CHARS, wanted, HEADLINES])
        for topic_id, *item in cursor.fetchall():
            told[topic_id].append(Told(*item))
    for topic in topics:
        if topic.in_focus:
            topic.summary = as_rows(choose_sentences(told[topic.pk], topic.title))


def topics_weigh(topics: Sequence[Topic], now: datetime) -> None:
    """Heat and state at `now`, from the hours of the last 72."""
    hours: defaultdict[int, list[HourOfTopic]] = defaultdict(list)
    rows = TopicHour.objects.filter(topic__in=[topic.pk for topic in topics], hour__gte=now - WINDOW)
    for topic_id, hour, items, originals in rows.values_list("topic_id", "hour", "n_items", "n_originals"):
        hours[topic_id].append(HourOfTopic(hour, items, originals))
    seen = {source for topic in topics for source in topic.sources}
    weights = dict(Source.objects.filter(pk__in=seen).exclude(weight=1.0).values_list("pk", "weight"))
    for topic in topics:
        negative = topic.n_neg / topic.n_originals if topic.n_originals else 0.0
        sources = sum(weights.get(source, 1.0) for source in topic.sources)
        heat = topic_heat(hours[topic.pk], sources=sources, negative_share=negative, now=now)
        topic.heat = heat.total
        topic.heat_parts = {
            "volume": heat.volume,
            "speed": heat.speed,
            "spread": heat.spread,
            "negativity": heat.negativity,
            "computed_at": now.isoformat(),
        }
        topic.state = TopicState(next_state(topic.state, pulse(hours[topic.pk], now=now)))


def topic_focus(topic: Topic) -> None:
    """Whether the topic is in focus; a change of what is in focus, or to it, is for the alerts to decide on."""
    was = topic.in_focus
    topic.in_focus = topic_in_focus(
        FocusFacts(
            originals=topic.n_originals,
            focus_originals=topic.n_focus,
            reposters=_reposters(topic) if topic.n_focus == 1 and len(topic.sources) > LEAST_REPOSTERS else 0,
            grave=topic.grave,
            by_hand=topic.by_hand,
            pinned=topic.pinned,
            watched=topic.watched,
        )
    )
    topic.needs_decision = topic.needs_decision or topic.in_focus or was


def _reposters(topic: Topic) -> int:
    with connection.cursor() as cursor:
        cursor.execute(REPOSTERS, [topic.pk])
        row = cursor.fetchone()
    return int(row[0] or 0)


def topics_save(topics: Sequence[Topic]) -> None:
    """Insert new topics, update known ones; what only people set (mute, pin, watch, rename) is not touched."""
    Topic.objects.bulk_create(topics, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)
