"""Concern areas that are louder than usual: facts -> decide (pure) -> rows. Asked every few minutes, not for each item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from monitor.alerts.cohorts import Cohort, Listening, cohorts_of
from monitor.alerts.decide import InForce, decide_area
from monitor.alerts.facts import AreaFacts, Seen
from monitor.alerts.gather import CLOSED, down_hours, spoken_at, thread_of
from monitor.alerts.listening import area_counts, first_hour, listening_of
from monitor.alerts.params import VolumeParams
from monitor.alerts.read_items import back_entry, baseline_since, items_between, seen_rows
from monitor.alerts.rules import rule_area
from monitor.alerts.thread import intent_apply
from monitor.alerts.weigh_area import reaches_floor
from monitor.lib.clock import hour_of
from monitor.lib.locks import Lock
from monitor.models import OPEN_STATUSES, Alert
from monitor.text.areas import AREAS

Placed = tuple[int, tuple[str, ...], Seen]  # topic, areas, item


@transaction.atomic
def alert_decide_areas(*, now: datetime) -> list[int]:
    """Decide every concern area; ids of the events. Two at once: the second finds the areas held and leaves."""
    rule = rule_area()
    if rule is None or not _held():
        return []
    rows = Alert.objects.select_for_update().filter(area__in=AREAS, status__in=OPEN_STATUSES).order_by("id")
    threads = {alert.area: alert for alert in rows}
    facts = area_facts(rule, threads, now=now)
    events = []
    for area in AREAS:
        intent = decide_area(facts[area], params_of(rule), now=now, rule_version=rule.version)
        event = intent_apply(intent=intent, alert=threads.get(area), area=area, now=now)
        if event is not None:
            events.append(event.pk)
    return events


def area_facts(rule: InForce, threads: dict[str, Alert], *, now: datetime) -> dict[str, AreaFacts]:
    """Facts of every area; the baseline only where the floor is reached or a thread is open."""
    params = params_of(rule)
    rows = items_between(now - params.reach, now, seen_by=now).filter(in_focus=True)
    items = list(seen_rows(rows.exclude(back_entry(params.reach))))
    topics = {seen.id: topic for topic, _, seen in items}
    told, spoken, closed = told_items(items, now=now), spoken_at(list(threads.values())), _closed()
    since = hour_of(baseline_since(now, reach=params.reach, days=params.baseline_days))
    facts, down, listening = {}, None, None
    for area in AREAS:
        one = AreaFacts(
            area=area,
            items=tuple(seen for _, areas, seen in items if area in areas),
            told=told,
            topics=topics,
            thread=thread_of(threads.get(area), spoken),
            closed_at=closed.get(area),
        )
        if area in threads or reaches_floor(one, params, now=now):
            down = down_hours(since, share=params.outage_share, now=now) if down is None else down
            listening = listening_of(since=since, now=now) if listening is None else listening
            cohorts = area_cohorts(area, listening, since=since, now=now)
            one = replace(one, cohorts=cohorts, outages=down)
        facts[area] = one
    return facts


def area_cohorts(
    area: str, listening: Mapping[int, Listening], *, since: datetime, now: datetime
) -> tuple[Cohort, ...]:
    """What is usual in the area, by sources of one age. Two queries."""
    return cohorts_of(area_counts(area, since), listening, first=first_hour(since), reach=since, now=now)


def told_items(items: Iterable[Placed], *, now: datetime) -> frozenset[int]:
    """Those whose topic had a thread of its own open at `now`."""
    rows = Alert.objects.filter(topic_id__in={topic for topic, _, _ in items if topic}, raised_at__lte=now)
    open_then = Q(status__in=OPEN_STATUSES) | Q(changed_at__gt=now)
    topics = set(rows.filter(open_then).values_list("topic_id", flat=True))
    return frozenset(seen.id for topic, _, seen in items if topic in topics)


def params_of(rule: InForce) -> VolumeParams:
    """The rule's numbers."""
    if not isinstance(rule.params, VolumeParams):
        raise TypeError(rule.params.kind)
    return rule.params


def _closed() -> dict[str, datetime]:
    """When a person last closed a thread, by area."""
    rows = Alert.objects.filter(area__in=AREAS, status__in=CLOSED).order_by("changed_at")
    return dict(rows.values_list("area", "changed_at"))


def _held() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [Lock.AREA_ALERTS])
        row = cursor.fetchone()
    return bool(row and row[0])
