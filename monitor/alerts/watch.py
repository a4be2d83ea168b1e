"""Which alerts are watched until somebody takes them up; remind.py speaks of them when their time has come."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from monitor.alerts.handling_times import times_in_force
from monitor.alerts.nag import first_after
from monitor.models import Alert, AlertEvent, AlertWatch

BEGINS = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED, AlertEvent.Kind.REOPENED)


def alert_watch(*, alert: Alert, event: AlertEvent, now: datetime) -> None:
    """Begin to watch an alert that was raised, escalated or reopened; others leave the watch as it is."""
    after = first_after(event.level, times_in_force().acknowledge_minutes, least=settings.REMIND_FROM)
    if event.kind in BEGINS and after is not None:
        values = {"next_at": now + after, "told_lead": False, "reminders": 0}
        AlertWatch.objects.update_or_create(alert=alert, defaults=values)
