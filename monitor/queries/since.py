"""What changed since a moment, for one reader: alerts, topics, sources, and answers to what the reader handed to units,
decisions on rules that the reader proposed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from monitor.lib.clock import HOUR, hour_of
from monitor.models import (
    DOWN_STATES,
    Alert,
    AlertEvent,
    Referral,
    ReferralState,
    RuleChange,
    RuleVersion,
    SourceChange,
    Topic,
    TopicChange,
    TopicHour,
    User,
)
from monitor.queries.alerts import alert_name, alerts_seen_by
from monitor.queries.scope import listed, seen_by
from monitor.queries.shapes import any_of, array_of, shaped
from monitor.queries.together import Reading, abreast

LONGEST = timedelta(days=7)  # further back is not "since I looked"
ROSE_LEAST, ROSE_TIMES = 3, 1.5  # originals, and how many times those of the equal stretch before
OF_EACH = 5
UNREAD = ("alert__evidence", "alert__topic__vector", "alert__topic__summary")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `kind`: raised, escalated, topic_new, topic_rose, topic_split, topic_merged, source_down,
    source_back, answered, returned, rule_on, rule_declined. `n` and `before` are originals of a topic, or the level of an alert."""

    kind: str
    id: int  # of the alert, topic, source, referral or rule
    name: str
    at: datetime
    n: int = 0
    before: int = 0


def changes_reading(
    since: datetime, *, now: datetime, user: User, sight: tuple[int, ...] | None
) -> Reading[list[Change]]:
    """Gravest kind first, newest first within one; at most five of a kind. Two rounds."""
    since = max(since, now - LONGEST)
    read = yield from abreast(
        {
            "alerts": _alerts(since, sight),
            "answers": _answers(since, user),
            "rules": _rules(since, user),
            "topics": _topics(since, now, sight),
            "apart": _apart(since, sight),
            "sources": _sources(since),
        }
    )
    told = {change.name for change in read["alerts"]}
    topics = [change for change in read["topics"] if change.name not in told]
    found: list[Change] = [*read["alerts"], *read["answers"], *read["rules"], *topics, *read["apart"], *read["sources"]]
    kept: dict[str, int] = defaultdict(int)
    lines = []
    for change in found:
        kept[change.kind] += 1
        if kept[change.kind] <= OF_EACH:
            lines.append(change)
    return lines


def _alerts(since: datetime, sight: tuple[int, ...] | None) -> Reading[list[Change]]:
    found: dict[int, Change] = {}
    (events,) = yield [shaped(_alert_rows, since=since, sight=listed(sight))]
    for row in events:
        kind = "raised" if row.kind == AlertEvent.Kind.RAISED else "escalated"
        found.setdefault(row.alert_id, Change(kind, row.alert_id, alert_name(row.alert), row.at, n=row.level))
    return sorted(found.values(), key=lambda change: (-change.n, change.kind))


def _alert_rows(*, since: datetime, sight: list[int] | None) -> QuerySet[AlertEvent]:
    kinds = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED)
    rows = AlertEvent.objects.filter(kind__in=kinds, at__gt=since).order_by("-level", "-at")
    rows = rows.filter(alert__in=Alert.objects.filter(alerts_seen_by(sight))) if sight is not None else rows
    return rows.select_related("alert__topic", "alert__source").defer(*UNREAD)[:50]


ANSWERED = {ReferralState.ANSWERED.value: "answered", ReferralState.RETURNED.value: "returned"}
DECIDED = {RuleChange.SWITCHED_ON.value: "rule_on", RuleChange.DECLINED.value: "rule_declined"}
APART = {"split": "topic_split", "dissolve": "topic_split", "merge": "topic_merged"}


def _answers(since: datetime, user: User) -> Reading[list[Change]]:
    (found,) = yield [shaped(_answer_rows, since=since, user=user.pk)]
    return [Change(ANSWERED[r.state], r.pk, str(r.unit), r.changed_at) for r in found]


def _answer_rows(*, since: datetime, user: int) -> QuerySet[Referral]:
    rows = Referral.objects.filter(by=user, state__in=ANSWERED, changed_at__gt=since).select_related("unit")
    return rows.order_by("-changed_at")[:20]


def _rules(since: datetime, user: User) -> Reading[list[Change]]:
    """What leads decided on this member's proposals: the last word on each."""
    (found,) = yield [shaped(_rule_rows, since=since, user=user.pk)]
    last = {row.rule_id: Change(DECIDED[row.change], row.rule_id, row.name, row.at) for row in found}
    return list(last.values())[::-1]


def _rule_rows(*, since: datetime, user: int) -> QuerySet[RuleVersion]:
    own = RuleVersion.objects.filter(change=RuleChange.PROPOSED, by=user).values("rule")
    rows = RuleVersion.objects.filter(change__in=DECIDED, at__gt=since, rule__in=own).exclude(by=user)
    return rows.order_by("at", "id")


def _topics(since: datetime, now: datetime, sight: tuple[int, ...] | None) -> Reading[list[Change]]:
    """New topics in focus, and older ones that had more originals since than in the equal stretch before (whole hours)."""
    start = hour_of(since)
    length = hour_of(now) + HOUR - start
    (hot,) = yield [shaped(_hot_rows, since=since, sight=listed(sight))]
    known = {topic.pk: topic for topic in hot}
    (counted,) = yield [shaped(_around, ids=list(known), first=start - length, start=start)]
    counts = {pk: (n, before) for pk, n, before in counted}
    new, rose = [], []
    for topic in known.values():
        n, before = counts.get(topic.pk, (0, 0))
        if topic.created_at > since:
            new.append(Change("topic_new", topic.pk, topic.title, topic.created_at, topic.n_originals))
        elif n >= ROSE_LEAST and n >= ROSE_TIMES * before:
            rose.append(Change("topic_rose", topic.pk, topic.title, topic.last_at, n, before))
    return rose + new


def _hot_rows(*, since: datetime, sight: list[int] | None) -> QuerySet[Topic]:
    topics = Topic.objects.filter(seen_by(sight), in_focus=True, muted=False, merged_into=None, last_at__gt=since)
    return topics.order_by("-heat", "-id").defer("vector", "summary")[:60]


def _around(*, ids: list[int], first: datetime, start: datetime) -> QuerySet[TopicHour, Any]:
    """(topic, originals from `start` on, those before it)."""
    late = Sum("n_originals", filter=Q(hour__gte=start), default=0)
    early = Sum("n_originals", filter=Q(hour__lt=start), default=0)
    rows = TopicHour.objects.filter(any_of("topic_id", ids), hour__gte=first).order_by()
    return rows.values_list("topic").annotate(late=late, early=early)


def _apart(since: datetime, sight: tuple[int, ...] | None) -> Reading[list[Change]]:
    (found,) = yield [shaped(_apart_rows, since=since, sight=listed(sight))]
    return [Change(APART[r.kind], r.topic_id, r.topic.title, r.at) for r in found]


def _apart_rows(*, since: datetime, sight: list[int] | None) -> QuerySet[TopicChange]:
    rows = TopicChange.objects.filter(kind__in=APART, at__gt=since, undone_at=None).select_related("topic")
    rows = rows.filter(Q(topic__units__overlap=array_of(sight)) | Q(topic__units=[])) if sight is not None else rows
    return rows.order_by("-at").defer("topic__vector", "topic__summary")[:20]


def _sources(since: datetime) -> Reading[list[Change]]:
    """As they stand now against then: one that went and came back since is not told."""
    first: dict[int, SourceChange] = {}
    last: dict[int, SourceChange] = {}
    (found,) = yield [shaped(_source_rows, since=since)]
    for row in found:  # newest first
        last.setdefault(row.source_id, row)
        first[row.source_id] = row
    down, back = [], []
    for pk, row in last.items():
        was, stands = first[pk].before in DOWN_STATES, row.after in DOWN_STATES
        if stands and not was:
            down.append(Change("source_down", pk, row.source.name, row.at))
        elif was and not stands:
            back.append(Change("source_back", pk, row.source.name, row.at))
    return down + back


def _source_rows(*, since: datetime) -> QuerySet[SourceChange]:
    """Newest first: of too many the last word of each source is among those that are read."""
    rows = SourceChange.objects.filter(at__gt=since, source__enabled=True).select_related("source")
    return rows.order_by("-at", "-id")[:1000]
