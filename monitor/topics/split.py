"""The background pass that splits: what was taken for one matter turns out to be two when all of it is read again.

Parts of at least SHARE of the topic that a slightly stricter decision keeps apart (`parts.seam`) become topics of their own, as if a
person had split it: links, counts follow, the two are never merged again, an open alert stays with the part that it was raised on. A topic that a person
renamed, pinned, watched, muted, merged or split is left alone. Called by the topics writer between batches.

Before an alert is raised on a topic it is read again much more strictly (`topic_parts`): the alerts stage decides what that means.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Q, QuerySet

from monitor.models import Topic, TopicChange
from monitor.topics.assign import own_places
from monitor.topics.cluster import TopicItem
from monitor.topics.hand import HandError
from monitor.topics.hand_split import family_of, topic_split_by_machine
from monitor.topics.params import ClusterParams
from monitor.topics.parts import LEAST_ITEMS, seam
from monitor.topics.state import ItemId
from monitor.topics.take_up import topic_texts
from monitor.topics.threads import thread_raised_on

AT_ONCE = 40  # topics a pass: well under a second each
SETTLED = timedelta(days=3)  # an older topic was read often enough
MOST_READ = 60  # originals of a topic that is read before an alert: a tenth of a second
KEPT_S = 3600  # what was found is kept for those very texts: while an alert waits, reposts come by the second


def topics_split(params: ClusterParams, *, since: datetime, now: datetime) -> int:
    """Split what needs it among topics in focus that changed after `since`; how many were split."""
    rows = _left_to_the_machine().filter(in_focus=True, updated_at__gt=since, first_at__gt=now - SETTLED)
    ids = list(rows.order_by("-updated_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(topic_read_again(topic_id, params, now=now) for topic_id in ids)


def topic_read_again(topic_id: int, params: ClusterParams, *, now: datetime) -> bool:
    """Split one topic where it falls apart; whether it did."""
    parts = seam([item for item, original in topic_texts([topic_id])[topic_id] if original], params)
    if len(parts) < 2:
        return False
    return topic_part(topic_id, _thread_first(topic_id, [[int(item) for item in part] for part in parts]), now)


def topic_parts(topic_id: int) -> list[list[int]]:
    """Ids of the items by part, each with its reposts, when the topic falls apart on a much stricter reading, the part that its open
    alert was raised on first, else the biggest; none when it does not, a person had a hand in it, or it is too large to be read at once."""
    if not _left_to_the_machine().filter(pk=topic_id, n_originals__lte=MOST_READ).exists():
        return []
    parts = _apart([item for item, original in topic_texts([topic_id])[topic_id] if original])
    if len(parts) < 2:
        return []
    return [
        family_of(topic_id, part) for part in _thread_first(topic_id, [[int(item) for item in part] for part in parts])
    ]


def _thread_first(topic_id: int, parts: list[list[int]]) -> list[list[int]]:
    """The first part keeps the topic and its open alert: the one that holds most of what that was raised on, not the biggest."""
    told = thread_raised_on(topic_id)
    return sorted(parts, key=lambda part: -len(told.intersection(family_of(topic_id, part)))) if told else parts


def _apart(originals: list[TopicItem]) -> list[list[ItemId]]:
    """Ids by part. Only ids are kept, under a digest of everything that they follow from."""
    params = ClusterParams(own_places=own_places())
    key = f"apart:{sha256(repr((params, originals)).encode()).hexdigest()}"
    found: list[list[ItemId]] | None = cache.get(key)
    if found is None:
        found = seam(originals, params, alerted=True)
        cache.set(key, found, KEPT_S)
    return found


def topic_part(topic_id: int, parts: Sequence[Collection[int]], now: datetime) -> bool:
    """Make all parts but the first topics of their own; whether it was done."""
    try:
        topic_split_by_machine(topic=topic_id, parts=parts[1:], now=now)
    except HandError:  # somebody was quicker: the next pass looks again
        return False
    return True


def _left_to_the_machine() -> QuerySet[Topic]:
    by_person = Q(renamed=True) | Q(pinned=True) | Q(watched=True) | Q(muted=True)
    touched = TopicChange.objects.exclude(by=None).values("topic")
    rows = Topic.objects.filter(merged_into=None, n_originals__gte=LEAST_ITEMS)
    return rows.exclude(by_person | Q(pk__in=touched))
