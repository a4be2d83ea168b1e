"""Decisions as rows: claim topics that changed, decide, write alert, event and deliveries, clear the flag: one transaction.

Killed before the commit, nothing happened and the flag still stands; two deciders never hold the same topic (SKIP
LOCKED), and one open thread per topic is a constraint of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from monitor.alerts.decide import Action, Intent, decide_rising
from monitor.alerts.gather import facts_gather, threads_of
from monitor.alerts.notices import alert_decide_sources
from monitor.alerts.post import delivery_post
from monitor.alerts.rules import RisingRule, rule_rising
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import OPEN_STATUSES, Alert, AlertEvent, AlertKind, Topic

MAX_BATCHES = 20


def alert_decide_changed(*, now: datetime, limit: int = 200) -> list[int]:
    """Decide topics and sources that changed, `limit` a transaction; ids of the events that came of it."""
    events: list[int] = []
    for _ in range(MAX_BATCHES):
        decided, made = _decide_batch(now, limit)
        events += made
        if decided < limit:
            break
    return events + alert_decide_sources(now=now, limit=limit)


@transaction.atomic
def alert_calm_quiet(*, now: datetime, limit: int = 200) -> list[int]:
    """All-clear for open threads whose growth stopped. They stay open: only a person closes them (SCOPE 5)."""
    loud = Alert.objects.filter(status__in=OPEN_STATUSES, calm=False, topic__isnull=False).values("topic")
    topics = list(Topic.objects.select_for_update(skip_locked=True).filter(pk__in=loud).order_by("id")[:limit])
    return _decide(topics, rule_rising(), now)


@transaction.atomic
def _decide_batch(now: datetime, limit: int) -> tuple[int, list[int]]:
    """(topics decided, event ids)."""
    changed = Topic.objects.select_for_update(skip_locked=True).filter(needs_decision=True)
    topics = list(changed.order_by("id")[:limit])
    if not topics:
        return 0, []
    events = _decide(topics, rule_rising(), now)
    Topic.objects.filter(pk__in=[topic.pk for topic in topics]).update(needs_decision=False)
    return len(topics), events


def _decide(topics: Sequence[Topic], rule: RisingRule, now: datetime) -> list[int]:
    if not rule.enabled or not topics:
        return []
    threads = threads_of(topics)
    facts = facts_gather(topics, threads, rule.params, now=now)
    events = []
    for topic in topics:
        intent = decide_rising(facts[topic.pk], rule.params, now=now, rule_version=rule.version)
        event = _apply(topic, threads.get(topic.pk), intent, now)
        if event is not None:
            events.append(event.pk)
    return events


def _apply(topic: Topic, alert: Alert | None, intent: Intent, now: datetime) -> AlertEvent | None:
    evidence = intent.evidence.stored() if intent.evidence else {}
    if intent.action == Action.RAISE:
        alert = Alert.objects.create(
            kind=AlertKind.TOPIC_RISING,
            level=intent.level,
            topic=topic,
            areas=sorted(topic.areas, key=lambda area: -topic.areas[area]),
            raised_at=now,
            changed_at=now,
            evidence=evidence,
        )
        return _event(alert, AlertEvent.Kind.RAISED, "", alert.status, evidence, now)
    if alert is None or not evidence:
        return None
    alert.evidence = evidence  # the desk's sentence speaks of now; what was said then stays with the events
    if intent.action == Action.NONE:
        alert.save(update_fields=["evidence"])
        return None
    before, after = _said(alert), "calm" if intent.action == Action.CALM else f"level {intent.level}"
    kind = AlertEvent.Kind.CALMED if intent.action == Action.CALM else AlertEvent.Kind.ESCALATED
    alert.level, alert.calm, alert.changed_at = intent.level, intent.action == Action.CALM, now
    alert.save(update_fields=["evidence", "level", "calm", "changed_at"])
    return _event(alert, kind, before, after, evidence, now)


def _said(alert: Alert) -> str:
    return "calm" if alert.calm else f"level {alert.level}"


def _event(
    alert: Alert, kind: AlertEvent.Kind, before: str, after: str, evidence: dict[str, object], now: datetime
) -> AlertEvent:
    event = AlertEvent.objects.create(
        alert=alert, kind=kind, level=alert.level, before=before, after=after, evidence=evidence, at=now
    )
    delivery_post(event=event, now=now)
    notice_publish_on_commit({"alerts": [alert.pk]})
    return event
