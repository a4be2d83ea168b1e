"""Alerts: the threads, one with its evidence and what was done, and the steps that people take."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Path, Query, Router
from pydantic import Field

from dashboards.api import names
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import Caller, caller
from dashboards.api.paging import cursor_make, cursor_read, link_next
from dashboards.api.problem import ProblemError
from dashboards.api.types import WHOLE, Asked, Coded, Cursor, Id, Limit, Out
from monitor.models import Alert, AlertEvent, ApiScope, Delivery
from monitor.queries.alert_detail import alert_deliveries, alert_events, items_seen
from monitor.queries.alert_why import why_also, why_points, why_windows
from monitor.queries.alerts import AlertLine, alert_line, alerts_newest, alerts_seen_by
from monitor.queries.referrals import events_seen_by

router = Router(tags=["alerts"])
KindAsked = Literal[
    "topic_rising",
    "topic_negative",
    "topic_spread",
    "keyword",
    "plan_hit",
    "area_volume",
    "source_silent",
    "source_back",
    "heartbeat",
]


class AlertsAsked(Asked):
    """Filters of the list."""

    state: Literal["open", "closed", "all"] = Field("all", description=gettext_noop("open 为未办结"))
    level: Annotated[int, Field(ge=1, le=4, description=gettext_noop("1 蓝、2 黄、3 橙、4 红")), WHOLE] | None = None
    kind: KindAsked | None = None
    topic: Id | None = None
    after: Cursor | None = None
    limit: Limit = 50


class AlertOut(Out):
    """One thread. Counts are of the longest tested window."""

    id: int
    kind: Coded
    level: int = Field(description=gettext_noop("1 蓝、2 黄、3 橙、4 红"))
    level_name: str
    title: str
    sentence: str
    status: Coded
    open: bool
    calm: bool = Field(description=gettext_noop("已趋于平稳"))
    raised_at: datetime
    changed_at: datetime
    topic: int | None
    source: int | None
    areas: list[Coded]
    originals: int
    sources: int
    negative: int
    assignee: str = Field(description=gettext_noop("在处置的成员；没有为空"))
    due_at: datetime | None
    late: Literal["", "unseen", "unclosed"]


class AlertsOut(Out):
    """A page, the latest raised first."""

    computed_at: datetime
    alerts: list[AlertOut]
    next: str | None


class WindowOut(Out):
    """A tested window: what was counted is held against the threshold."""

    label: str
    start: datetime
    end: datetime
    originals: int
    items: int
    sources: int
    negative: int
    counted: float
    threshold: float
    usual: float
    met: bool


class EvidenceOut(Out):
    """Why the alert was raised, as last decided."""

    computed_at: datetime | None
    rule_version: int | None
    windows: list[WindowOut]
    points: dict[str, int]
    also: list[str]


class SeenOut(Out):
    """An item that the alert saw."""

    id: int
    at: datetime
    title: str
    link: str
    source: str
    sentiment: Coded


class EventOut(Out):
    """A change of the thread; `by` empty: the machine."""

    id: int
    kind: Coded
    level: int
    at: datetime
    before: str
    after: str
    note: str
    by: str


class DeliveryOut(Out):
    """A message about the alert, without its address."""

    channel: str
    event: int | None
    status: Coded
    attempts: int
    created_at: datetime
    accepted_at: datetime | None


class AlertWhole(Out):
    """One thread in full. `merged_into`: another thread goes on for it."""

    alert: AlertOut
    merged_into: int | None
    acknowledge_by: datetime | None
    evidence: EvidenceOut
    items: list[SeenOut]
    events: list[EventOut]
    deliveries: list[DeliveryOut]


@endpoint(
    router,
    "GET",
    "/alerts",
    scope=ApiScope.READ_ALERTS,
    name="alerts_list",
    summary=gettext_lazy("预警，新的在前"),
    response=AlertsOut,
)
def alerts_list(request: HttpRequest, response: HttpResponse, asked: Query[AlertsAsked]) -> AlertsOut:
    by = caller(request)
    found, key = alerts_newest(
        now=by.now,
        after=cursor_read(asked.after),
        limit=asked.limit,
        state=asked.state,
        level=asked.level,
        kind=asked.kind or "",
        topic=asked.topic,
        sight=by.sight.units,
    )
    by.read("alerts", len(found))
    following = link_next(request, response, cursor_make(*key) if key else None)
    return AlertsOut(computed_at=by.now, alerts=[alert_out(line) for line in found], next=following)


@endpoint(
    router,
    "GET",
    "/alerts/{alert}",
    scope=ApiScope.READ_ALERTS,
    name="alert_get",
    summary=gettext_lazy("一条预警：依据、经过、通知"),
    response=AlertWhole,
)
def alert_get(request: HttpRequest, alert: Path[Id]) -> AlertWhole:
    by = caller(request)
    found = alert_seen(by, alert)
    by.read("alerts", 1)
    return alert_whole(found, by)


def alert_seen(by: Caller, number: int) -> Alert:
    """The alert, when this caller may see it. Raises a problem."""
    rows = Alert.objects.select_related("topic", "source", "assignee")
    found = rows.filter(alerts_seen_by(by.sight.units), pk=number).first()
    if found is None:
        raise ProblemError("not_found")
    return found


def alert_whole(found: Alert, by: Caller) -> AlertWhole:
    """As the alert's page shows it."""
    evidence = found.evidence
    return AlertWhole(
        alert=alert_out(alert_line(alert=found, now=by.now)),
        merged_into=found.merged_into_id,
        acknowledge_by=found.acknowledge_by,
        evidence=EvidenceOut(
            computed_at=evidence.get("computed_at"),
            rule_version=evidence.get("rule_version"),
            windows=[
                WindowOut(**{name: getattr(window, name) for name in WindowOut.model_fields})
                for window in why_windows(evidence)
            ],
            points=dict(why_points(evidence)),
            also=why_also(evidence),
        ),
        items=[
            SeenOut(
                id=item.id,
                at=item.at,
                title=item.title,
                link=item.link,
                source=item.source,
                sentiment=names.tone(item.sentiment),
            )
            for item in items_seen(evidence, sight=by.sight.units)
        ],
        events=[_event(event) for event in events_seen_by(by.user, alert_events(found))],
        deliveries=[_delivery(row) for row in alert_deliveries(found)],
    )


def alert_out(line: AlertLine) -> AlertOut:
    """A line as it is given out."""
    return AlertOut(
        id=line.id,
        kind=Coded(code=line.kind, name=line.kind_label),
        level=line.level,
        level_name=line.level_label,
        title=line.title,
        sentence=line.sentence,
        status=Coded(code=line.status, name=line.status_label),
        open=line.is_open,
        calm=line.calm,
        raised_at=line.raised_at,
        changed_at=line.changed_at,
        topic=line.topic_id,
        source=line.source_id,
        areas=names.areas(line.areas),
        originals=line.n,
        sources=line.sources,
        negative=line.negative,
        assignee=line.assignee,
        due_at=line.due_at,
        late=line.late,  # type: ignore[arg-type] # one of three words
    )


def _event(event: AlertEvent) -> EventOut:
    return EventOut(
        id=event.pk,
        kind=Coded(code=event.kind, name=event.get_kind_display()),
        level=event.level,
        at=event.at,
        before=event.before,
        after=event.after,
        note=event.note,
        by=str(event.by or ""),
    )


def _delivery(row: Delivery) -> DeliveryOut:
    return DeliveryOut(
        channel=row.channel,
        event=row.event_id,
        status=Coded(code=row.status, name=row.get_status_display()),
        attempts=row.attempts,
        created_at=row.created_at,
        accepted_at=row.accepted_at,
    )
