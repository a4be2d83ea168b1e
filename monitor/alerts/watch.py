"""Which alerts are watched until somebody takes them up; remind.py speaks of them when their time has come."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from monitor.alerts.nag import first_after
from monitor.alerts.prepare import times_in_force
from monitor.models import Alert, AlertEvent, AlertStatus, AlertWatch

BEGINS = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED)


def alert_watch(*, alert: Alert, event: AlertEvent, now: datetime) -> None:
    """Begin to watch an alert that was raised or escalated; other events leave the watch as it is."""
    if event.kind in BEGINS and alert.source_id is None:
        _begin(alert, event.level, now)


def alert_watch_missing(*, now: datetime) -> None:
    """Those that were opened again, or by a way that forgot it. Reads the partial index of open alerts. Inside a transaction: holds them."""
    unwatched = Q(watch=None) | Q(watch__next_at=None)
    free = Alert.objects.select_for_update(skip_locked=True, of=("self",))
    for alert in free.filter(unwatched, status=AlertStatus.OPEN, source=None, level__gt=1):
        _begin(alert, alert.level, now)


def _begin(alert: Alert, level: int, now: datetime) -> None:
    after = first_after(level, times_in_force().acknowledge_minutes)
    if after is not None:
        values = {"next_at": now + after, "told_lead": False, "reminders": 0}
        AlertWatch.objects.update_or_create(alert=alert, defaults=values)
