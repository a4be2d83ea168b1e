"""The background pass that splits: what was taken for one matter turns out to be two when all of it is read again.

Parts of at least SHARE of the topic that a slightly stricter decision keeps apart (`parts.seam`) become topics of their own, as if a
person had split it: links, alerts, counts follow, and the two are never merged again. A topic that a person
renamed, pinned, watched, muted, merged or split is left alone. Called by the topics writer between batches.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from monitor.models import Topic, TopicChange
from monitor.topics.hand import HandError
from monitor.topics.hand_split import topic_split_by_machine
from monitor.topics.params import ClusterParams
from monitor.topics.parts import LEAST_ITEMS, seam
from monitor.topics.take_up import topic_texts

AT_ONCE = 40  # topics a pass: well under a second each
SETTLED = timedelta(days=3)  # an older topic was read often enough


def topics_split(params: ClusterParams, *, since: datetime, now: datetime) -> int:
    """Split what needs it among topics in focus that changed after `since`; how many were split."""
    by_person = Q(renamed=True) | Q(pinned=True) | Q(watched=True) | Q(muted=True)
    touched = TopicChange.objects.exclude(by=None).values("topic")
    rows = Topic.objects.filter(
        merged_into=None, in_focus=True, n_originals__gte=LEAST_ITEMS, updated_at__gt=since, first_at__gt=now - SETTLED
    ).exclude(by_person | Q(pk__in=touched))
    ids = list(rows.order_by("-updated_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(topic_read_again(topic_id, params, now=now) for topic_id in ids)


def topic_read_again(topic_id: int, params: ClusterParams, *, now: datetime) -> bool:
    """Split one topic where it falls apart; whether it did."""
    told = topic_texts([topic_id])[topic_id]
    parts = seam([item for item, original in told if original], params)
    if len(parts) < 2:
        return False
    try:
        topic_split_by_machine(topic=topic_id, parts=[[int(item) for item in part] for part in parts[1:]], now=now)
    except HandError:  # somebody was quicker: the next pass looks again
        return False
    return True
