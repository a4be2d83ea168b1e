"""What people do with an alert. Each step is an event and an audit entry; notes are masked before they are stored."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from monitor.errors import TingchaoError
from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import OPEN_STATUSES, Alert, AlertEvent, AlertStatus, User, audit_record
from monitor.text.mask import mask

NOTE_MAX = 2000
CLOSED = (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM)


class AlertError(TingchaoError):
    """The step does not fit the alert's status. Labels: alert_state, alert_other_open, alert_empty_note."""

    label = "alert_state"
    permanent = True


SENTENCES = {
    "alert_state": gettext_noop("这条预警的状态已经变了，请看下面的经过。"),
    "alert_other_open": gettext_noop("同一话题已有另一条未办结的预警。"),
    "alert_empty_note": gettext_noop("请写下备注。"),
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
        if after is not None:
            row.status, row.changed_at = after, at
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


def _save(row: Alert) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=["status", "changed_at"])
    except IntegrityError as error:
        raise AlertError(label="alert_other_open") from error
