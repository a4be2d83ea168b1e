"""The read side of alerts: one line each, for lists and the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from monitor.models import (
    OPEN_STATUSES,
    Alert,
    AlertKind,
    AlertLevel,
    AlertStatus,
)
from monitor.queries.alert_words import LEVEL_KEYS, alert_lead, tested_window, titled
from monitor.queries.area_words import area_label
from monitor.queries.keyset import Key, keyset_page
from monitor.queries.plan_topics import plans_of_reading
from monitor.queries.scope import listed
from monitor.queries.shapes import any_of, array_of, shaped
from monitor.queries.together import Reading, counted, read_alone

PLAN_ALERTS = 5_000
LINED = (
    *("kind", "level", "topic", "source", "area", "areas", "status", "calm", "raised_at", "changed_at", "evidence"),
    *(
        "assignee",
        "acknowledge_by",
        "due_at",
        "topic__title",
        "topic__muted",
        "source__name",
        "assignee__name",
        "assignee__username",
    ),
)
"""What a line is made of: a fifth of the columns of an alert, its topic, source and member together."""


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert as a list shows it, in the language in force. Counts are of the longest tested window."""

    id: int
    kind: str
    kind_label: str
    level: int
    level_label: str  # 橙色
    level_key: str  # blue | yellow | orange | red: the CSS token
    title: str  # of the topic, or the source's name
    sentence: str
    lead: str  # the sentence without the title, under a headline
    status: str
    status_label: str
    calm: bool
    is_open: bool
    raised_at: datetime
    changed_at: datetime
    topic_id: int | None
    source_id: int | None
    areas: tuple[str, ...]
    n: int  # originals
    sources: int  # distinct
    negative: int
    assignee: str  # the member who has it, or ""
    due_at: datetime | None
    late: str  # "unseen" or "unclosed" when a time of an open alert is over


def alerts_open(*, now: datetime, limit: int = 10, sight: tuple[int, ...] | None = None) -> list[AlertLine]:
    """Open threads (待确认、已确认、处置中) that this reader may see, gravest first, then latest change. One query."""
    return read_alone(alerts_open_reading(now=now, limit=limit, sight=sight))


def alerts_open_reading(*, now: datetime, limit: int, sight: tuple[int, ...] | None) -> Reading[list[AlertLine]]:
    """The same; one round."""
    (rows,) = yield [shaped(_open_rows, limit, sight=listed(sight))]
    return lines(rows, now=now)


def _open_rows(limit: int, *, sight: list[int] | None) -> QuerySet[Alert]:
    return _rows().filter(alerts_seen_by(sight), status__in=OPEN_STATUSES)[:limit]


def alerts_open_count(sight: tuple[int, ...] | None) -> int:
    """How many threads are open that this reader may see: the figure in the navigation."""
    return read_alone(alerts_open_count_reading(sight))


def alerts_open_count_reading(sight: tuple[int, ...] | None) -> Reading[int]:
    """The same; one round."""
    (found,) = yield [shaped(_open_count, sight=listed(sight))]
    return int(sum(found))


def _open_count(*, sight: list[int] | None) -> QuerySet[Any, Any]:
    return counted(Alert.objects.filter(alerts_seen_by(sight), status__in=OPEN_STATUSES))


def alerts_list(
    *,
    now: datetime,
    state: str = "open",
    level: int | None = None,
    kind: str | None = None,
    sight: tuple[int, ...] | None = None,
    assignee: int | None = None,
    plan: int | None = None,
    page: int = 1,
    size: int = 50,
) -> tuple[list[AlertLine], int]:
    """(lines of a page from 1, how many there are). `state`: open, closed, all, or one status; `sight`: units of the
    reader, None sees all (as queries.scope.seen_by); `plan`: on topics in this standing plan.

    Open ones: gravest first; the others: latest change first.
    """
    narrowed: dict[str, Any] = {"state": state, "level": level, "kind": kind, "assignee": assignee, "plan": plan}
    return read_alone(alerts_list_reading(now=now, sight=sight, page=page, size=size, **narrowed))


def alerts_list_reading(
    *,
    now: datetime,
    state: str,
    level: int | None,
    kind: str | None,
    sight: tuple[int, ...] | None,
    assignee: int | None,
    plan: int | None,
    page: int,
    size: int,
) -> Reading[tuple[list[AlertLine], int]]:
    """The same; one round, for those of a plan two more."""
    rows = _rows().filter(alerts_seen_by(sight))
    rows = rows.filter(status__in=OPEN_STATUSES) if state == "open" else rows.order_by("-changed_at", "-id")
    if state == "closed":
        rows = rows.exclude(status__in=OPEN_STATUSES)
    elif state != "open" and state in AlertStatus.values:  # "open" is every unclosed one, not 待确认 alone
        rows = rows.filter(status=state)
    if level in AlertLevel.values:
        rows = rows.filter(level=level)
    # heartbeats are messages: shown when asked for
    rows = rows.filter(kind=kind) if kind in AlertKind.values else rows.exclude(kind=AlertKind.HEARTBEAT)
    if assignee is not None:
        rows = rows.filter(assignee=assignee)
    if plan is not None:
        held = yield from _topics_in_plan(rows, plan)
        rows = rows.filter(topic__in=held)
    start = (max(page, 1) - 1) * size
    found, total = yield [rows[start : start + size], counted(rows)]
    return lines(found, now=now), sum(total)


def alerts_newest(
    *,
    now: datetime,
    after: Key | None,
    limit: int,
    state: str = "all",
    level: int | None = None,
    kind: str = "",
    topic: int | None = None,
    sight: tuple[int, ...] | None = None,
) -> tuple[list[AlertLine], Key | None]:
    """Threads by the time they were raised, the latest first, merged ones too; (a page, where the next begins). One query."""
    rows = _rows().filter(alerts_seen_by(sight))
    if state == "open":
        rows = rows.filter(status__in=OPEN_STATUSES)
    elif state == "closed":
        rows = rows.exclude(status__in=OPEN_STATUSES)
    rows = rows.filter(level=level) if level else rows
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind=AlertKind.HEARTBEAT)
    rows = rows.filter(topic=topic) if topic else rows
    found, key = keyset_page(rows, time="raised_at", after=after, limit=limit)
    return lines(found, now=now), key


def _topics_in_plan(rows: QuerySet[Alert], plan: int) -> Reading[list[int]]:
    """Topics of these alerts (of the last PLAN_ALERTS at most) that are in the plan. Two rounds."""
    (last,) = yield [rows.order_by("-id").exclude(topic=None).values_list("topic_id", flat=True)[:PLAN_ALERTS]]
    found = yield from plans_of_reading(set(last))
    return [topic for topic, plans in found.items() if plan in plans]


def alerts_seen_by(sight: Iterable[int] | None) -> Q:
    """Alerts on topics that this reader may see, and every one that is about no topic."""
    if sight is None:
        return Q()
    # over the join, not IN (topics seen): that would be a list of all of them
    return Q(topic__units__overlap=array_of(sight)) | Q(topic__units=[]) | Q(topic=None)


def alert_seen_reading(pk: int, *, sight: tuple[int, ...] | None) -> Reading[Alert | None]:
    """The alert with its topic, source and assignee, when this reader may see it. One round."""
    (rows,) = yield [shaped(_seen_one, pk=pk, sight=listed(sight))]
    return rows[0] if rows else None


def _seen_one(*, pk: int, sight: list[int] | None) -> QuerySet[Alert]:
    rows = Alert.objects.select_related("topic", "source", "assignee").defer("topic__vector", "topic__summary")
    return rows.filter(alerts_seen_by(sight), pk=pk)


def topic_alerts_reading(*, topic_id: int, now: datetime, limit: int = 10) -> Reading[list[AlertLine]]:
    """A topic's threads, open ones first. One round."""
    (rows,) = yield [shaped(_topic_alerts, limit, topic=topic_id)]
    return sorted(lines(rows, now=now), key=lambda line: not line.is_open)


def _topic_alerts(limit: int, *, topic: int) -> QuerySet[Alert]:
    return _rows().filter(topic_id=topic).order_by("-changed_at", "-id")[:limit]


def alerts_of_reading(ids: Iterable[int], *, now: datetime) -> Reading[list[AlertLine]]:
    """These alerts, gravest first, then latest change. One round."""
    (rows,) = yield [shaped(_rows_of, ids=list(ids))]
    return lines(rows, now=now)


def _rows_of(*, ids: list[int]) -> QuerySet[Alert]:
    return _rows().filter(any_of("pk", ids))


def alert_line(*, alert: Alert, now: datetime) -> AlertLine:
    """One alert as a line."""
    return lines([alert], now=now)[0]


def lines(rows: Iterable[Alert], *, now: datetime) -> list[AlertLine]:
    """Alerts (with topic and source at hand) as lines."""
    return [_line(alert, now) for alert in rows]


def alert_name(alert: Alert) -> str:
    """The topic's title, the area's or the source's name, or what a message is; empty when nothing is left."""
    if alert.topic is not None:
        return alert.topic.title
    if alert.area:
        return area_label(alert.area)
    if alert.kind == AlertKind.HEARTBEAT:
        return str(AlertKind.HEARTBEAT.label)
    return alert.source.name if alert.source is not None else ""


def _rows() -> QuerySet[Alert]:
    return Alert.objects.select_related("topic", "source", "assignee").only(*LINED)


def _line(alert: Alert, now: datetime) -> AlertLine:
    window, name = tested_window(alert.evidence), alert_name(alert)
    resolved = alert.status == AlertStatus.RESOLVED
    lead = alert_lead(kind=alert.kind, evidence=alert.evidence, calm=alert.calm, resolved=resolved, now=now)
    return AlertLine(
        id=alert.pk,
        kind=alert.kind,
        kind_label=str(AlertKind(alert.kind).label),
        level=alert.level,
        level_label=str(AlertLevel(alert.level).label),
        level_key=LEVEL_KEYS[alert.level],
        title=name,
        sentence=titled(name, lead),
        lead=lead,
        status=alert.status,
        status_label=str(AlertStatus(alert.status).label),
        calm=alert.calm,
        is_open=alert.status in OPEN_STATUSES,
        raised_at=alert.raised_at,
        changed_at=alert.changed_at,
        topic_id=alert.topic_id,
        source_id=alert.source_id,
        areas=tuple(alert.areas),
        n=int(window.get("originals", 0)),
        sources=int(window.get("sources", 0)),
        negative=int(window.get("negative", 0)),
        assignee=str(alert.assignee) if alert.assignee_id and alert.assignee else "",
        due_at=alert.due_at,
        late=_late(alert, now),
    )


def _late(alert: Alert, now: datetime) -> str:
    if alert.status not in OPEN_STATUSES:
        return ""
    if alert.due_at and alert.due_at < now:
        return "unclosed"
    return "unseen" if alert.status == AlertStatus.OPEN and alert.acknowledge_by and alert.acknowledge_by < now else ""
