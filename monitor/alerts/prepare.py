"""What an alert gets when it opens and when its level goes up: due times, and the steps of its area's response plan.

Called where alerts are raised, and by a sweep, so that no way of raising one can forget it. Never on closed alerts.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from monitor.alerts.handling_times import times_in_force
from monitor.alerts.response import plan_attach
from monitor.alerts.times import Times, sooner
from monitor.models import OPEN_STATUSES, Alert, AlertStatus


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
