"""Read what is known about topics that changed. The history is read only for those that reach the floor of a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from monitor.alerts.decide import Rules
from monitor.alerts.facts import Fired, Seen, Thread, TopicFacts
from monitor.alerts.floors import may_alert
from monitor.alerts.listening import first_hour, listening_of
from monitor.alerts.params import KeywordParams, PlanParams, SpreadParams
from monitor.alerts.plans import plans_alerting, threads_narrow
from monitor.alerts.read_items import baseline_since, items_of_topics
from monitor.alerts.series import Series
from monitor.lib.clock import hour_of
from monitor.lib.outages import Down, outage_hours
from monitor.models import (
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    AlertStatus,
    HourCount,
    Outage,
    Sentiment,
    Source,
    Topic,
    TopicHour,
)

CLOSED = (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM)  # by a person
SPOKEN = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED, AlertEvent.Kind.CALMED)


def facts_gather(
    topics: Sequence[Topic], threads: dict[int, Alert], rules: Rules, *, now: datetime
) -> dict[int, TopicFacts]:
    """Facts by topic id. `threads`: open alerts by topic id."""
    plans = plans_alerting(now=now) if PlanParams.kind in rules else frozenset()
    there = [topic for topic in topics if not topic.muted and topic.merged_into_id is None]
    watched = [topic for topic in there if topic.in_focus or plans]
    items = items_of_topics([topic.pk for topic in watched], since=now - reach_of(rules), now=now)
    closed, spoken = _closed([topic.pk for topic in watched]), spoken_at(list(threads.values()))
    fired, narrow = fired_lately(rules, now=now), threads_narrow(threads.values())
    facts = {
        topic.pk: TopicFacts(
            id=topic.pk,
            items=tuple(items[topic.pk]),
            in_focus=topic.in_focus,
            muted=topic.muted,
            merged=topic.merged_into_id is not None,
            grave=topic.grave,
            area=area_of(topic),
            thread=thread_of(threads.get(topic.pk), spoken, narrow),
            closed_at=closed.get(topic.pk),
            fired=fired,
            plans=plans,
        )
        for topic in topics
    }
    growing = [topic for topic in watched if topic.pk in threads or may_alert(facts[topic.pk], rules, now=now)]
    if growing:
        facts.update(history_add({topic.pk: facts[topic.pk] for topic in growing}, rules, now=now))
    return facts


def area_of(topic: Topic) -> str:
    """The area of most of its originals."""
    return max(topic.areas, key=lambda area: (topic.areas[area], area), default="")


def reach_of(rules: Rules) -> timedelta:
    """The longest window that any rule tests."""
    return max((rule.params.reach for rule in rules.values()), default=timedelta(0))


def threads_of(topics: Sequence[Topic]) -> dict[int, Alert]:
    """Open alerts by topic id, locked until the transaction ends."""
    rows = Alert.objects.select_for_update().filter(topic__in=topics, status__in=OPEN_STATUSES).order_by("id")
    return {alert.topic_id: alert for alert in rows if alert.topic_id is not None}


def thread_of(alert: Alert | None, spoken: dict[int, datetime], narrow: Collection[int] = frozenset()) -> Thread | None:
    """An open alert as the decision sees it; `narrow`: as alerts.plans."""
    if alert is None:
        return None
    return Thread(alert.level, spoken.get(alert.pk, alert.raised_at), alert.calm, alert.pk in narrow, alert.raised_at)


def spoken_at(alerts: list[Alert]) -> dict[int, datetime]:
    """When a thread last told people something, by alert."""
    rows = AlertEvent.objects.filter(alert__in=alerts, kind__in=SPOKEN).order_by("at")
    return dict(rows.values_list("alert_id", "at"))


def fired_lately(rules: Rules, *, now: datetime) -> tuple[Fired, ...]:
    """Grave rules and plans that fired within their cool-down, on any topic. One query."""
    marks = {KeywordParams.kind: "rules", PlanParams.kind: "plans"}
    since = {kind: now - timedelta(minutes=rules[kind].params.cooldown_minutes) for kind in marks if kind in rules}
    if not since:
        return ()
    named = Q(evidence__rules__0__isnull=False) | Q(evidence__plans__0__isnull=False)
    rows = AlertEvent.objects.filter(named, at__gt=min(since.values()), at__lte=now, kind__in=SPOKEN)
    return tuple(
        Fired(int(mark), at, topic or 0, tuple(evidence.get("units", ())), kind)
        for at, topic, evidence in rows.order_by("id").values_list("at", "alert__topic_id", "evidence")
        for kind, begin in since.items()
        if at > begin
        for mark in evidence.get(marks[kind], ())
    )


def history_add(facts: dict[int, TopicFacts], rules: Rules, *, now: datetime) -> dict[int, TopicFacts]:
    """The same facts with baselines, outages and, for topic_spread, earlier items and since when sources have been listened to."""
    days = max(rule.params.baseline_days for rule in rules.values())
    since = hour_of(baseline_since(now, reach=reach_of(rules), days=days))
    own, own_negative = own_series(list(facts), since)
    areas = {area: area_series(area, since) for area in {one.area for one in facts.values()}}
    down = down_hours(since, share=min(rule.params.outage_share for rule in rules.values()), now=now)
    wide = _wide(facts, rules, now=now)
    earlier = _earlier(wide, rules, since=since, now=now)
    listening = listening_of(since=since, now=now) if wide else {}
    return {
        pk: replace(
            one,
            own_series=own[pk],
            own_negative=own_negative[pk],
            area_series=areas[one.area][0],
            area_negative=areas[one.area][1],
            earlier=tuple(earlier.get(pk, ())),
            listening=listening,
            outages=down,
        )
        for pk, one in facts.items()
    }


def area_series(area: str, since: datetime) -> tuple[Series, Series]:
    """Originals in focus of the area (all areas for ""), and the negative ones, by hour. Known from the first hour with any count."""
    rows = HourCount.objects.filter(area=area, unit=0, original=True, in_focus=True, hour__gte=since).order_by()
    totals, negative = defaultdict[datetime, int](int), defaultdict[datetime, int](int)
    for hour, sentiment, n in (
        rows.values("hour", "sentiment").annotate(total=Sum("n")).values_list("hour", "sentiment", "total")
    ):
        totals[hour] += n
        if sentiment == Sentiment.NEG:
            negative[hour] += n
    start = first_hour(since)
    return Series(totals, start), Series(negative, start)


def down_hours(since: datetime, *, share: float, now: datetime) -> frozenset[datetime]:
    """Hours in which too many sources were down."""
    sources = Source.objects.filter(enabled=True, own=False)
    rows = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), source__in=sources)
    down = [Down(source, start, end) for source, start, end in rows.values_list("source_id", "started_at", "ended_at")]
    return outage_hours(down, sources=sources.count(), share=share, since=since, now=now)


def _closed(ids: list[int]) -> dict[int, datetime]:
    """When a person last closed a thread, by topic."""
    rows = Alert.objects.filter(topic__in=ids, status__in=CLOSED).order_by("changed_at")
    return {topic: at for topic, at in rows.values_list("topic_id", "changed_at") if topic is not None}


def _wide(facts: dict[int, TopicFacts], rules: Rules, *, now: datetime) -> list[int]:
    """Topics that reach the floor of topic_spread."""
    rule = rules.get(SpreadParams.kind)
    return [pk for pk, one in facts.items() if may_alert(one, {SpreadParams.kind: rule}, now=now)] if rule else []


def _earlier(wide: list[int], rules: Rules, *, since: datetime, now: datetime) -> dict[int, list[Seen]]:
    return items_of_topics(wide, since=since, now=now, until=now - reach_of(rules), back_entries=True)


def own_series(ids: list[int], since: datetime) -> tuple[dict[int, Series], dict[int, Series]]:
    """Originals of topics by hour, and the negative ones."""
    counts: dict[int, dict[datetime, int]] = defaultdict(dict)
    negative: dict[int, dict[datetime, int]] = defaultdict(dict)
    rows = TopicHour.objects.filter(topic__in=ids, hour__gte=since)
    for topic, hour, n, bad in rows.values_list("topic_id", "hour", "n_originals", "n_neg"):
        counts[topic][hour], negative[topic][hour] = n, bad
    first = dict(Topic.objects.filter(pk__in=ids).values_list("pk", "first_at"))
    return (
        {pk: Series(counts[pk], first.get(pk)) for pk in ids},
        {pk: Series(negative[pk], first.get(pk)) for pk in ids},
    )
