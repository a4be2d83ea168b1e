"""Decisions as rows: claim topics that changed, decide, write alert, event and deliveries, clear the flag: one transaction.

Killed before the commit, nothing happened and the flag still stands; two deciders never hold the same topic (SKIP
LOCKED), and one open thread per topic is a constraint of the table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from monitor.alerts.decide import Action, Rules, decide_topic
from monitor.alerts.facts import Fired
from monitor.alerts.gather import facts_gather, threads_of
from monitor.alerts.notices import alert_decide_sources
from monitor.alerts.put_off import topics_put_off
from monitor.alerts.read_again import Parts, Reader, Verdict, is_read_again, news, verdict
from monitor.alerts.rules import rules_topic
from monitor.alerts.thread import intent_apply
from monitor.alerts.weigh_keyword import fired_of
from monitor.models import OPEN_STATUSES, Alert, Topic

MAX_BATCHES = 20


def alert_decide_changed(*, now: datetime, limit: int = 200, reader: Reader | None = None) -> list[int]:
    """Decide topics and sources that changed, `limit` a transaction; ids of the events that came of it.

    With a `reader` topics are read again before they raise a thread or a calmed one speaks; those to be split keep their flag until that is done.
    """
    events: list[int] = []
    whole: set[int] = set()  # could not be split: decided as they are
    for _ in range(MAX_BATCHES):
        batch = _decide_batch(now, limit, reader, whole)
        events += batch.events
        if reader is not None:
            whole |= {topic for topic, parts in batch.apart.items() if not reader.split(topic, parts, now)}
        if batch.topics < limit and not batch.apart:
            break
    return events + alert_decide_sources(now=now, limit=limit)


@transaction.atomic
def alert_calm_quiet(*, now: datetime, limit: int = 200) -> list[int]:
    """All-clear for open threads whose growth stopped. They stay open: only a person closes them (SCOPE 5)."""
    loud = Alert.objects.filter(status__in=OPEN_STATUSES, calm=False, topic__isnull=False).values("topic")
    topics = list(Topic.objects.select_for_update(skip_locked=True).filter(pk__in=loud).order_by("id")[:limit])
    return _decide(topics, rules_topic(), now).events if topics else []


@dataclass(slots=True)
class _Batch:
    """`topics`: how many had changed; `events`: ids; `apart`: topics to be split, with their parts, before they are decided."""

    topics: int = 0
    events: list[int] = field(default_factory=list)
    apart: dict[int, Parts] = field(default_factory=dict)


@transaction.atomic
def _decide_batch(now: datetime, limit: int, reader: Reader | None, whole: Collection[int]) -> _Batch:
    changed = Topic.objects.select_for_update(skip_locked=True).filter(needs_decision=True)
    # those decided longest ago first: ones that are put off do not stand before the others
    topics = list(changed.order_by(F("decided_at").asc(nulls_first=True), "id")[:limit])
    if not topics:
        return _Batch()
    rules = rules_topic()
    later = topics_put_off(topics, rules, now=now)
    due = [topic for topic in topics if topic.pk not in later]
    batch = _decide(due, rules, now, reader, whole) if due else _Batch()
    batch.topics = len(topics)
    done = [topic.pk for topic in due if topic.pk not in batch.apart]
    Topic.objects.filter(pk__in=done).update(needs_decision=False, decided_at=now)
    return batch


def _decide(
    topics: Sequence[Topic], rules: Rules, now: datetime, reader: Reader | None = None, whole: Collection[int] = ()
) -> _Batch:
    batch = _Batch()
    if not rules:
        return batch
    threads = threads_of(topics)
    facts = facts_gather(topics, threads, rules, now=now)
    fired: tuple[Fired, ...] = ()  # by this very batch: two topics of one incident can come together
    for topic in topics:
        one = facts[topic.pk]
        one = replace(one, fired=(*one.fired, *fired)) if fired else one
        intent = decide_topic(one, rules, now=now)
        if reader is not None and topic.pk not in whole and is_read_again(intent):
            parts = reader.parts(topic.pk)
            found = Verdict.RAISE
            if intent.action == Action.RAISE:
                found = verdict(intent, one, parts, rules, now=now)
            elif other := news(one, parts, rules, now=now):
                parts, found = other, Verdict.SPLIT
            if found == Verdict.SPLIT:
                batch.apart[topic.pk] = parts
            if found != Verdict.RAISE:
                continue
        event = intent_apply(intent=intent, alert=threads.get(topic.pk), topic=topic, now=now)
        if event is not None:
            batch.events.append(event.pk)
            fired += fired_of(intent.evidence, topic=one.id, at=now)
    return batch
