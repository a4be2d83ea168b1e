"""Decisions as rows: claim topics that changed, decide, write alert, event and deliveries, clear the flag: one transaction.

Killed before the commit, nothing happened and the flag still stands; two deciders never hold the same topic (SKIP
LOCKED), and one open thread per topic is a constraint of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from monitor.alerts.decide import Rules, decide_topic
from monitor.alerts.facts import Fired
from monitor.alerts.gather import facts_gather, threads_of
from monitor.alerts.notices import alert_decide_sources
from monitor.alerts.put_off import topics_put_off
from monitor.alerts.rules import rules_topic
from monitor.alerts.thread import intent_apply
from monitor.alerts.weigh_keyword import fired_of
from monitor.models import OPEN_STATUSES, Alert, Topic

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
    return _decide(topics, rules_topic(), now) if topics else []


@transaction.atomic
def _decide_batch(now: datetime, limit: int) -> tuple[int, list[int]]:
    """(topics that had changed, event ids)."""
    changed = Topic.objects.select_for_update(skip_locked=True).filter(needs_decision=True)
    # those decided longest ago first: ones that are put off do not stand before the others
    topics = list(changed.order_by(F("decided_at").asc(nulls_first=True), "id")[:limit])
    if not topics:
        return 0, []
    rules = rules_topic()
    later = topics_put_off(topics, rules, now=now)
    due = [topic for topic in topics if topic.pk not in later]
    events = _decide(due, rules, now) if due else []
    Topic.objects.filter(pk__in=[topic.pk for topic in due]).update(needs_decision=False, decided_at=now)
    return len(topics), events


def _decide(topics: Sequence[Topic], rules: Rules, now: datetime) -> list[int]:
    if not rules:
        return []
    threads = threads_of(topics)
    facts = facts_gather(topics, threads, rules, now=now)
    events: list[int] = []
    fired: tuple[Fired, ...] = ()  # by this very batch: two topics of one incident can come together
    for topic in topics:
        one = facts[topic.pk]
        intent = decide_topic(replace(one, fired=(*one.fired, *fired)) if fired else one, rules, now=now)
        event = intent_apply(intent=intent, alert=threads.get(topic.pk), topic=topic, now=now)
        if event is not None:
            events.append(event.pk)
            fired += fired_of(intent.evidence, topic=one.id, at=now)
    return events
