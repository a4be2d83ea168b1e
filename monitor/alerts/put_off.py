"""Large topics are decided less often than they change: a decision reads every item within the rules' reach, a second of a core for 25,000.

    items within reach      up to FREE      each time it changes (the topics writer commits once a second)
                            more            a second's pause for each FREE of them, at most MOST
    may have to be told     any number      at most SOON

What may have to be told at once: a topic without a loud alert, and one that just got an item that hits a grave rule or a standing plan.
With an open alert and hundreds of items every count has long passed its highest step; and once a person closed it, only red speaks until
the rule is armed again. The mark `needs_decision` stands meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from monitor.alerts.decide import Rules
from monitor.alerts.gather import CLOSED, reach_of
from monitor.alerts.read_items import items_between
from monitor.models import OPEN_STATUSES, Alert, Topic, TopicHour

FREE = 500
MOST, SOON = timedelta(seconds=30), timedelta(seconds=2)
ON_THE_WAY = timedelta(minutes=1)
"""From the fetching of an item until its topic is decided, generously."""


def topics_put_off(topics: Sequence[Topic], rules: Rules, *, now: datetime) -> set[int]:
    """Ids of those that are not to be decided yet. No query while none of them is large and was decided just now."""
    large = {topic.pk: topic.decided_at for topic in topics if topic.n_items > FREE and topic.decided_at}
    large = {pk: at for pk, at in large.items() if at <= now < at + MOST}
    if not large:
        return set()
    hours = TopicHour.objects.filter(topic__in=large, hour__gte=now - reach_of(rules)).order_by()
    sizes = dict(hours.values_list("topic").annotate(n=Sum("n_items")))
    told = _told(large, rules, now) - _marked(large, now)
    return {pk for pk, at in large.items() if now < at + pause_of(sizes.get(pk, 0), told=pk in told)}


def pause_of(items: int, *, told: bool) -> timedelta:
    """Between two decisions on a topic with so many items within reach; `told`: people know of it, and nothing grave is new."""
    return min(timedelta(seconds=items // FREE), MOST if told else SOON)


def _told(topics: dict[int, datetime], rules: Rules, now: datetime) -> set[int]:
    """Which of them have a loud alert, or one that a person closed so lately that no rule is armed again."""
    rearm = timedelta(hours=min((rule.params.rearm_hours for rule in rules.values()), default=0))
    known = Q(status__in=OPEN_STATUSES, calm=False) | Q(status__in=CLOSED, changed_at__gt=now - rearm)
    told = Alert.objects.filter(known, topic__in=topics)
    return {topic for topic in told.values_list("topic_id", flat=True) if topic is not None}


def _marked(topics: dict[int, datetime], now: datetime) -> set[int]:
    """Which of them got an item since that hits a grave rule or a plan."""
    since = min(topics.values()) - ON_THE_WAY
    rows = items_between(since, now, seen_by=None).filter(topic_id__in=topics, first_seen__gte=since)
    found = rows.filter(Q(grave=True) | ~Q(plans=[])).order_by().values_list("topic_id", flat=True).distinct()
    return {topic for topic in found if topic is not None}
