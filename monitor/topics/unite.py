"""Merging topic rows: found to be one matter by the clusterer, or by a person. Call inside a transaction, both locked."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from monitor.models import OPEN_STATUSES, Alert, Item, Topic, TopicChange, TopicHour, User
from monitor.models.topic_apart import apart_from, apart_inherit
from monitor.topics.rows import place_of
from monitor.topics.threads import threads_join

SUMS = ("n_items", "n_originals", "n_focus", "n_neg", "n_neu", "n_pos")

MOVE_HOURS = """
INSERT INTO monitor_topichour (topic_id, hour, n_items, n_originals, n_neg, n_pos)
SELECT %s, hour, n_items, n_originals, n_neg, n_pos FROM monitor_topichour WHERE topic_id = %s
ON CONFLICT (topic_id, hour) DO UPDATE SET n_items = monitor_topichour.n_items + excluded.n_items,
    n_originals = monitor_topichour.n_originals + excluded.n_originals,
    n_neg = monitor_topichour.n_neg + excluded.n_neg, n_pos = monitor_topichour.n_pos + excluded.n_pos
"""


class MergeGuard:
    """Whether the machine may merge two topics; one per batch, since a merge that it allowed binds those after it."""

    def __init__(self) -> None:
        self._part_of: defaultdict[int, set[int]] = defaultdict(set)

    def __call__(self, winner: int, loser: int) -> bool:
        """Not what a person has renamed, pinned, watched or muted, not what a person set apart, and not two topics that
        each have an open alert."""
        a, b = {winner} | self._part_of[winner], {loser} | self._part_of[loser]
        by_person = Q(pk=loser) & (Q(renamed=True) | Q(pinned=True) | Q(watched=True) | Q(muted=True))
        if Topic.objects.filter(by_person | Q(pk=winner, muted=True)).exists() or apart_from(a) & b:
            return False
        open_ones = Alert.objects.filter(topic__in=a | b, status__in=OPEN_STATUSES)
        if len(set(open_ones.values_list("topic", flat=True))) > 1:
            return False
        self._part_of[winner] |= b
        return True


def topic_unite(
    winner: Topic,
    loser: Topic,
    *,
    now: datetime,
    similarity: float | None = None,
    by: User | None = None,
    reason: str = "",
) -> TopicChange:
    """Items, hours, counts and alerts of `loser` go to `winner` (the caller saves it); old links to it redirect.

    `by` None: the machine, which gives the `similarity`. The change says which items came, so that it can be taken back.
    """
    items = Item.objects.filter(topic_id=loser.pk)
    redirects = Topic.objects.filter(merged_into=loser)
    before: dict[str, Any] = {"topic": loser.pk, **{name: getattr(loser, name) for name in SUMS}}
    before |= {
        "items": sorted(items.values_list("id", flat=True)),
        "redirects": list(redirects.values_list("pk", flat=True)),
    }
    _sum_up(winner, loser)
    items.update(topic_id=winner.pk)
    with connection.cursor() as cursor:
        cursor.execute(MOVE_HOURS, [winner.pk, loser.pk])
    TopicHour.objects.filter(topic=loser).delete()
    apart_inherit(winner=winner.pk, loser=loser.pk)
    before["threads"] = threads_join(winner, loser, by=by, now=now)
    Topic.objects.filter(Q(pk=loser.pk) | Q(merged_into=loser)).update(
        merged_into=winner, vector=b"", needs_decision=False, updated_at=now
    )
    after: dict[str, Any] = {"topic": winner.pk}
    if similarity is not None:
        after["similarity"] = round(similarity, 3)
    return TopicChange.objects.create(
        topic=winner, kind="merge", before=before, after=after, reason=reason, by=by, at=now
    )


def _sum_up(winner: Topic, loser: Topic) -> None:
    for name in SUMS:
        setattr(winner, name, getattr(winner, name) + getattr(loser, name))
    winner.first_at, winner.last_at = min(winner.first_at, loser.first_at), max(winner.last_at, loser.last_at)
    winner.sources = sorted({*winner.sources, *loser.sources})
    winner.units = sorted({*winner.units, *loser.units})
    winner.areas = dict(Counter(winner.areas) + Counter(loser.areas))
    winner.places = dict(Counter(winner.places) + Counter(loser.places))
    winner.place = place_of(winner.places)
    winner.grave, winner.by_hand = winner.grave or loser.grave, winner.by_hand or loser.by_hand
