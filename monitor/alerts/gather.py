"""Read what is known about topics that changed. The baselines are read only for those that reach the floor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, Sum

from monitor.alerts.facts import Seen, Thread, TopicFacts
from monitor.alerts.params import RisingParams
from monitor.alerts.series import Series
from monitor.alerts.weigh import reaches_floor
from monitor.lib.clock import DAY, hour_of, month_of
from monitor.lib.outages import Down, outage_hours
from monitor.models import (
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    AlertStatus,
    HourCount,
    Item,
    Outage,
    Sentiment,
    Source,
    Topic,
    TopicHour,
)

SPOKEN = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED, AlertEvent.Kind.CALMED)


def facts_gather(
    topics: Sequence[Topic], threads: dict[int, Alert], params: RisingParams, *, now: datetime
) -> dict[int, TopicFacts]:
    """Facts by topic id. `threads`: open alerts by topic id."""
    watched = [topic for topic in topics if topic.in_focus and not topic.muted and topic.merged_into_id is None]
    items = _items([topic.pk for topic in watched], params, now)
    closed, spoken = _closed([topic.pk for topic in watched]), _spoken(list(threads.values()))
    facts = {
        topic.pk: TopicFacts(
            id=topic.pk,
            items=tuple(items[topic.pk]),
            in_focus=topic.in_focus,
            muted=topic.muted,
            merged=topic.merged_into_id is not None,
            grave=topic.grave,
            area=max(topic.areas, key=lambda area: (topic.areas[area], area), default=""),
            thread=_thread(threads.get(topic.pk), spoken),
            closed_at=closed.get(topic.pk),
        )
        for topic in topics
    }
    growing = [topic for topic in watched if reaches_floor(facts[topic.pk], params, now=now)]
    with_baseline = {topic.pk: topic for topic in growing} | {t.pk: t for t in watched if t.pk in threads}
    if with_baseline:
        facts.update(_with_baselines(list(with_baseline.values()), facts, params, now))
    return facts


def threads_of(topics: Sequence[Topic]) -> dict[int, Alert]:
    """Open alerts by topic id, locked until the transaction ends."""
    rows = Alert.objects.select_for_update().filter(topic__in=topics, status__in=OPEN_STATUSES).order_by("id")
    return {alert.topic_id: alert for alert in rows if alert.topic_id is not None}


def _thread(alert: Alert | None, spoken: dict[int, datetime]) -> Thread | None:
    if alert is None:
        return None
    return Thread(alert.level, spoken.get(alert.pk, alert.raised_at), alert.calm)


def _items(ids: list[int], params: RisingParams, now: datetime) -> dict[int, list[Seen]]:
    """Items of the tested windows. Entries published before their window but found now are back entries: left out."""
    since = now - params.reach
    rows = Item.objects.filter(
        Q(published=None) | Q(published__gte=since),
        month__in={month_of(since), month_of(now)},
        topic_id__in=ids,
        at__gte=since,
        own=False,
    ).values_list("topic_id", "id", "at", "source_id", "sentiment", "duplicate_of")
    found: dict[int, list[Seen]] = defaultdict(list)
    for topic, item, at, source, sentiment, duplicate_of in rows if ids else ():
        found[topic or 0].append(Seen(item, at, source, sentiment == Sentiment.NEG, duplicate_of is None))
    return found


def _closed(ids: list[int]) -> dict[int, datetime]:
    """When a person last closed a thread, by topic."""
    rows = Alert.objects.filter(topic__in=ids).exclude(status__in=(*OPEN_STATUSES, AlertStatus.MERGED))
    rows = rows.order_by("changed_at")
    return {topic: at for topic, at in rows.values_list("topic_id", "changed_at") if topic is not None}


def _spoken(alerts: list[Alert]) -> dict[int, datetime]:
    """When a thread last told people something, by alert."""
    rows = AlertEvent.objects.filter(alert__in=alerts, kind__in=SPOKEN).order_by("at")
    return dict(rows.values_list("alert_id", "at"))


def _with_baselines(
    topics: list[Topic], facts: dict[int, TopicFacts], params: RisingParams, now: datetime
) -> dict[int, TopicFacts]:
    since = hour_of(now - params.reach - params.baseline_days * DAY)
    own = _own_series(topics, since)
    areas = {area: _area_series(area, since) for area in {facts[topic.pk].area for topic in topics}}
    down = _down_hours(since, params, now)
    return {
        topic.pk: replace(
            facts[topic.pk], own_series=own[topic.pk], area_series=areas[facts[topic.pk].area], outages=down
        )
        for topic in topics
    }


def _own_series(topics: list[Topic], since: datetime) -> dict[int, Series]:
    counts: dict[int, dict[datetime, int]] = defaultdict(dict)
    rows = TopicHour.objects.filter(topic__in=topics, hour__gte=since).values_list("topic_id", "hour", "n_originals")
    for topic, hour, n in rows:
        counts[topic][hour] = n
    return {topic.pk: Series(counts[topic.pk], topic.first_at) for topic in topics}


def _area_series(area: str, since: datetime) -> Series:
    """Originals in focus of the area (all areas for ""), by hour. Known from the first hour that has any count."""
    rows = HourCount.objects.filter(area=area, unit=0, original=True, in_focus=True, hour__gte=since)
    counts = dict(rows.order_by().values("hour").annotate(total=Sum("n")).values_list("hour", "total"))
    first = HourCount.objects.filter(hour__gte=since, area="", unit=0).order_by("hour").values_list("hour", flat=True)
    return Series(counts, first.first())


def _down_hours(since: datetime, params: RisingParams, now: datetime) -> frozenset[datetime]:
    sources = Source.objects.filter(enabled=True, own=False)
    rows = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), source__in=sources)
    down = [Down(source, start, end) for source, start, end in rows.values_list("source_id", "started_at", "ended_at")]
    return outage_hours(down, sources=sources.count(), share=params.outage_share, since=since, now=now)
