"""What people do with an alert. Each step is an event and an audit entry; notes are masked before they are stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from monitor.errors import TingchaoError
from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import (
    OPEN_STATUSES,
    REFERRAL_OPEN,
    Alert,
    AlertEvent,
    AlertStatus,
    Referral,
    Role,
    User,
    audit_record,
)
from monitor.text.mask import mask

NOTE_MAX = 2000
DUE_MOST = timedelta(days=90)
CLOSED = (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM)
TAKEN_UP = (AlertEvent.Kind.ACKNOWLEDGED, AlertEvent.Kind.HANDLING)
ANSWERERS = (Role.MONITOR, Role.LEAD, Role.ADMIN)


class AlertError(TingchaoError):
    """The step does not fit the alert's status. Labels: alert_state, alert_other_open, alert_empty_note, alert_referred,
    alert_assignee, alert_due."""

    label = "alert_state"
    permanent = True


SENTENCES = {
    "alert_state": gettext_noop("这条预警的状态已经变了，请看下面的经过。"),
    "alert_other_open": gettext_noop("同一话题已有另一条未办结的预警。"),
    "alert_empty_note": gettext_noop("请写下备注。"),
    "alert_referred": gettext_noop("还有转办没有答复。请等单位答复，或先撤回转办，再办结。"),
    "alert_assignee": gettext_noop("只能指派给在用的值班员、组长或管理员。"),
    "alert_due": gettext_noop("时限要在现在之后、90 天以内，并写明原因。"),
}


def alert_acknowledge(*, alert: Alert, by: User, note: str = "", now: datetime | None = None) -> AlertEvent:
    """Somebody has seen it: 待确认 -> 已确认."""
    step = AlertEvent.Kind.ACKNOWLEDGED
    return _move(alert, by, note, now, step, (AlertStatus.OPEN,), AlertStatus.ACKNOWLEDGED)


def alert_handle(*, alert: Alert, by: User, note: str = "", now: datetime | None = None) -> AlertEvent:
    """Work has begun -> 处置中."""
    before = (AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED)
    return _move(alert, by, note, now, AlertEvent.Kind.HANDLING, before, AlertStatus.HANDLING)


def alert_resolve(*, alert: Alert, by: User, note: str = "", now: datetime | None = None) -> AlertEvent:
    """Done -> 已办结."""
    return _move(alert, by, note, now, AlertEvent.Kind.RESOLVED, OPEN_STATUSES, AlertStatus.RESOLVED)


def alert_false_alarm(*, alert: Alert, by: User, note: str = "", now: datetime | None = None) -> AlertEvent:
    """It should not have been raised -> 误报."""
    return _move(alert, by, note, now, AlertEvent.Kind.FALSE_ALARM, OPEN_STATUSES, AlertStatus.FALSE_ALARM)


def alert_reopen(*, alert: Alert, by: User, note: str = "", now: datetime | None = None) -> AlertEvent:
    """Closed too early -> 待确认. Raises AlertError when the topic or source has another open thread."""
    return _move(alert, by, note, now, AlertEvent.Kind.REOPENED, CLOSED, AlertStatus.OPEN)


def alert_comment(*, alert: Alert, by: User, note: str, now: datetime | None = None) -> AlertEvent:
    """A note; the status stays."""
    if not note.strip():
        raise AlertError(label="alert_empty_note")
    return _move(alert, by, note, now, AlertEvent.Kind.COMMENT, tuple(AlertStatus), None)


@transaction.atomic
def alert_assign(*, alert: Alert, to: User, by: User, note: str = "", now: datetime | None = None) -> AlertEvent:
    """Name who deals with it. Raises AlertError when it is closed, or `to` does not answer alerts."""
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    if row.status not in OPEN_STATUSES or row.assignee_id == to.pk:
        raise AlertError(f"{row.status}, already {to.pk}")
    if to.role not in ANSWERERS or not to.is_active:
        raise AlertError(label="alert_assignee")
    detail = {"before": row.assignee_id, "after": to.pk}
    row.assignee = to
    row.save(update_fields=["assignee"])
    return alert_note(alert=row, kind=AlertEvent.Kind.ASSIGNED, by=by, note=note, now=now, detail=detail, named=to)


@transaction.atomic
def alert_due(*, alert: Alert, due_at: datetime, by: User, note: str, now: datetime | None = None) -> AlertEvent:
    """Another time to be closed by, with the reason. Raises AlertError."""
    at = now or utc_now()
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    if row.status not in OPEN_STATUSES:
        raise AlertError(row.status)
    if not note.strip() or not at < due_at <= at + DUE_MOST:
        raise AlertError(label="alert_due")
    detail = {"before": row.due_at.isoformat() if row.due_at else None, "after": due_at.isoformat()}
    row.due_at = due_at
    row.save(update_fields=["due_at"])
    return alert_note(alert=row, kind=AlertEvent.Kind.DUE, by=by, note=note, now=at, detail=detail)


@transaction.atomic
def alert_note(
    *,
    alert: Alert,
    kind: AlertEvent.Kind,
    by: User,
    note: str,
    now: datetime | None = None,
    detail: dict[str, Any] | None = None,
    named: User | None = None,
) -> AlertEvent:
    """An event that leaves the status as it is, with its audit entry. `detail` stays with the event: ids and times, no text."""
    event = AlertEvent.objects.create(
        alert=alert,
        kind=kind,
        level=alert.level,
        before=alert.status,
        after=alert.status,
        note=mask(note.strip()[:NOTE_MAX])[0],
        detail=(detail or {}) | ({"named": str(named)} if named else {}),
        by=by,
        at=now or utc_now(),
    )
    audit_record(
        actor=by, action=f"alert_{kind.value}", target=f"alert:{alert.pk}", detail={"event": event.pk, **(detail or {})}
    )
    notice_publish_on_commit({"alerts": [alert.pk]})
    return event


def _move(
    alert: Alert,
    by: User,
    note: str,
    now: datetime | None,
    step: AlertEvent.Kind,
    allowed: tuple[AlertStatus, ...],
    after: AlertStatus | None,
) -> AlertEvent:
    """Lock, check, change, write down. A second click on the same button finds the status changed and is refused."""
    at = now or utc_now()
    with transaction.atomic():
        row = Alert.objects.select_for_update().get(pk=alert.pk)
        before = AlertStatus(row.status)
        if before not in allowed:
            raise AlertError(f"{before} does not allow {step}")
        if after in CLOSED and _referred(row):
            raise AlertError(label="alert_referred")
        if after is not None:
            row.status, row.changed_at = after, at
            if step in TAKEN_UP and row.assignee_id is None:
                row.assignee = by  # who takes it up has it, until somebody else is named
            if step == AlertEvent.Kind.REOPENED:  # alerts.prepare sets new times, counted from here
                row.acknowledge_by, row.due_at, row.prepared_level = None, None, 0
            _save(row)
        event = AlertEvent.objects.create(
            alert=row,
            kind=step,
            level=row.level,
            before=before,
            after=row.status,
            note=mask(note.strip()[:NOTE_MAX])[0],
            by=by,
            at=at,
        )
        detail = {"before": str(before), "after": str(row.status), "event": event.pk}
        audit_record(actor=by, action=f"alert_{step.value}", target=f"alert:{row.pk}", detail=detail)
        notice_publish_on_commit({"alerts": [row.pk]})
    return event


def _referred(row: Alert) -> bool:
    """Whether a unit has still to answer, also of an alert that was merged into this one."""
    return Referral.objects.filter(Q(alert=row) | Q(alert__merged_into=row), state__in=REFERRAL_OPEN).exists()


def _save(row: Alert) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=["status", "changed_at", "assignee", "acknowledge_by", "due_at", "prepared_level"])
    except IntegrityError as error:
        raise AlertError(label="alert_other_open") from error
