"""Merging topic rows after the clusterer found them to be one matter. Call inside the batch's transaction."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import connection
from django.db.models import Q

from monitor.models import OPEN_STATUSES, Alert, Item, Topic, TopicChange, TopicHour
from monitor.topics.rows import place_of

SUMS = ("n_items", "n_originals", "n_focus", "n_neg", "n_neu", "n_pos")

MOVE_HOURS = """
INSERT INTO monitor_topichour (topic_id, hour, n_items, n_originals, n_neg, n_pos)
SELECT %s, hour, n_items, n_originals, n_neg, n_pos FROM monitor_topichour WHERE topic_id = %s
ON CONFLICT (topic_id, hour) DO UPDATE SET n_items = monitor_topichour.n_items + excluded.n_items,
    n_originals = monitor_topichour.n_originals + excluded.n_originals,
    n_neg = monitor_topichour.n_neg + excluded.n_neg, n_pos = monitor_topichour.n_pos + excluded.n_pos
"""


def may_merge(winner: int, loser: int) -> bool:
    """Not what a person has renamed, pinned, watched or muted, and not two topics that each have an open alert."""
    by_person = Q(pk=loser) & (Q(renamed=True) | Q(pinned=True) | Q(watched=True) | Q(muted=True))
    if Topic.objects.filter(by_person | Q(pk=winner, muted=True)).exists():
        return False
    with_alert = Alert.objects.filter(topic__in=(winner, loser), status__in=OPEN_STATUSES).values("topic").distinct()
    return with_alert.count() <= 1


def topic_unite(winner: Topic, loser: Topic, *, similarity: float, now: datetime) -> None:
    """Items, hours, counts and alerts of `loser` go to `winner` (the caller saves it); old links to it redirect."""
    before = {"topic": loser.pk, **{name: getattr(loser, name) for name in SUMS}}
    for name in SUMS:
        setattr(winner, name, getattr(winner, name) + getattr(loser, name))
    winner.first_at, winner.last_at = min(winner.first_at, loser.first_at), max(winner.last_at, loser.last_at)
    winner.sources = sorted({*winner.sources, *loser.sources})
    winner.units = sorted({*winner.units, *loser.units})
    winner.areas = dict(Counter(winner.areas) + Counter(loser.areas))
    winner.places = dict(Counter(winner.places) + Counter(loser.places))
    winner.place = place_of(winner.places)
    winner.grave, winner.by_hand = winner.grave or loser.grave, winner.by_hand or loser.by_hand
    Item.objects.filter(topic_id=loser.pk).update(topic_id=winner.pk)
    with connection.cursor() as cursor:
        cursor.execute(MOVE_HOURS, [winner.pk, loser.pk])
    TopicHour.objects.filter(topic=loser).delete()
    alerts = Alert.objects.filter(topic=loser)
    if Alert.objects.filter(topic=winner, status__in=OPEN_STATUSES).exists():  # one open thread a topic
        alerts = alerts.exclude(status__in=OPEN_STATUSES)
    alerts.update(topic=winner)
    Topic.objects.filter(Q(pk=loser.pk) | Q(merged_into=loser)).update(
        merged_into=winner, vector=b"", needs_decision=False, updated_at=now
    )
    after = {"topic": winner.pk, "similarity": round(similarity, 3)}
    TopicChange.objects.create(topic=winner, kind="merge", before=before, after=after, at=now)
