"""Topics cool and age without new items: their heat and state are computed again from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Topic, TopicState
from monitor.topics.rows import topics_weigh

REACH = timedelta(days=14)
CHUNK = 500
SHOWN = 0.05  # smaller changes of heat are not worth a row version


def topic_refresh_active(*, now: datetime) -> int:
    """Recompute what is not yet cold and ended; returns how many topics changed."""
    active = Topic.objects.filter(merged_into=None, last_at__gte=now - REACH).exclude(
        Q(heat=0) & Q(state=TopicState.ENDED)
    )
    ids = list(active.order_by("pk").values_list("pk", flat=True))
    return sum(_refresh(ids[start : start + CHUNK], now) for start in range(0, len(ids), CHUNK))


def _refresh(ids: list[int], now: datetime) -> int:
    with transaction.atomic():
        topics = list(Topic.objects.select_for_update().filter(pk__in=ids).defer("vector").order_by("pk"))
        before = {topic.pk: (topic.heat, topic.state) for topic in topics}
        topics_weigh(topics, now)
        changed = [t for t in topics if t.state != before[t.pk][1] or abs(t.heat - before[t.pk][0]) >= SHOWN]
        for topic in changed:
            topic.updated_at = now
        Topic.objects.bulk_update(changed, ["heat", "heat_parts", "state", "updated_at"], batch_size=100)
        new_state = [topic.pk for topic in changed if topic.state != before[topic.pk][1]]
        if new_state:
            notice_publish_on_commit({"topics": new_state})
    return len(changed)
