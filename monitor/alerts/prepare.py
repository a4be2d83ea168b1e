"""What an alert gets when it opens and when its level goes up: due times, and the steps of its area's response plan.

Called where alerts are raised, and by a sweep, so that no way of raising one can forget it. Never on closed alerts.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from monitor.alerts.response import plan_attach
from monitor.alerts.times import Times, sooner, times_of
from monitor.models import OPEN_STATUSES, Alert, AlertStatus, HandlingTimes, User, audit_record


def times_in_force() -> Times:
    """The last numbers that a lead saved, or the shipped ones."""
    row = HandlingTimes.objects.first()
    return times_of(row.acknowledge_minutes, row.resolve_hours) if row else Times()


@transaction.atomic
def times_save(*, times: Times, by: User, note: str, now: datetime) -> HandlingTimes:
    """New numbers for alerts that open, or go up, from now on; due times that stand stay."""
    before = times_in_force()
    row = HandlingTimes.objects.create(
        acknowledge_minutes=list(times.acknowledge_minutes),
        resolve_hours=list(times.resolve_hours),
        note=note.strip()[:200],
        by=by,
        at=now,
    )
    detail = {
        name: {"acknowledge_minutes": list(one.acknowledge_minutes), "resolve_hours": list(one.resolve_hours)}
        for name, one in (("before", before), ("after", times))
    }
    audit_record(actor=by, action="times_edit", target=f"times:{row.pk}", detail=detail)
    return row


def alert_prepare(*, alert: Alert, now: datetime, times: Times | None = None) -> None:
    """Set what is missing up to the alert's level. A due time never moves back; steps that are there stay as they are."""
    if alert.prepared_level >= alert.level or alert.status not in OPEN_STATUSES:
        return
    times = times or times_in_force()
    since = now if alert.prepared_level else alert.changed_at  # raised or opened again then
    if alert.status == AlertStatus.OPEN:
        alert.acknowledge_by = sooner(alert.acknowledge_by, times.acknowledge_by(alert.level, since))
    alert.due_at = sooner(alert.due_at, times.resolve_by(alert.level, since))
    plan_attach(alert=alert)
    alert.prepared_level = alert.level
    alert.save(update_fields=["acknowledge_by", "due_at", "prepared_level"])


def alerts_prepare_missing(*, now: datetime) -> int:
    """Open alerts that went up or were raised without being prepared; how many. Reads the partial index of open alerts."""
    waiting = Alert.objects.filter(status__in=OPEN_STATUSES, prepared_level__lt=F("level"))
    done = 0
    for pk in waiting.values_list("pk", flat=True):
        with transaction.atomic():
            alert = Alert.objects.select_for_update().filter(pk=pk).first()
            if alert is not None:
                alert_prepare(alert=alert, now=now)
                done += 1
    return done
