"""The heartbeat: once a shift everybody who is listed hears that the system listens, and whether there is anything to report.

A message, not a thread: it is made closed, so that nobody has to answer it. When it does not come, something is wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from monitor.alerts.heartbeat_times import HeartbeatParams, covers_from, due_since
from monitor.alerts.rules import rule_row
from monitor.alerts.speak import alert_speak
from monitor.lib.clock import month_of
from monitor.lib.locks import Lock
from monitor.models import (
    DOWN_STATES,
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    AlertKind,
    AlertLevel,
    AlertStatus,
    Item,
    Source,
)


@transaction.atomic
def alert_heartbeat(*, now: datetime) -> list[int]:
    """Send the heartbeat that is due; ids of the events (one or none)."""
    rule = rule_row(HeartbeatParams.kind)
    params = HeartbeatParams.read(rule.params)
    if not rule.enabled or due_since(params, last=None, now=now) is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.HEARTBEAT])
    last = Alert.objects.filter(kind=AlertKind.HEARTBEAT).order_by("-raised_at").first()
    slot = due_since(params, last=last.raised_at if last else None, now=now)
    if slot is None:
        return []
    evidence = {
        **heartbeat_facts(since=covers_from(params, slot=slot).astimezone(UTC), now=now),
        "rule_version": rule.version,
    }
    alert = Alert.objects.create(
        kind=AlertKind.HEARTBEAT,
        level=AlertLevel.BLUE,
        status=AlertStatus.RESOLVED,
        calm=True,
        raised_at=now,
        changed_at=now,
        evidence=evidence,
    )
    return [alert_speak(alert=alert, kind=AlertEvent.Kind.MESSAGE, after=alert.status, now=now).pk]


def heartbeat_facts(*, since: datetime, now: datetime) -> dict[str, Any]:
    """What there is to say: items read, new alerts, open threads, sources that are down."""
    threads = Alert.objects.exclude(kind__in=[AlertKind.HEARTBEAT, AlertKind.SOURCE_SILENT])
    sources = Source.objects.filter(enabled=True)
    # not from the hourly counts: the shift may begin within an hour
    items = Item.objects.filter(month__gte=month_of(since), at__gte=since, at__lte=now, own=False)
    return {
        "kind": "heartbeat",
        "computed_at": now.isoformat(),
        "since": since.isoformat(),
        "items": items.count(),
        "raised": threads.filter(raised_at__gte=since, raised_at__lte=now).count(),
        "open": threads.filter(status__in=OPEN_STATUSES).count(),
        "sources": sources.count(),
        "down": sources.filter(state__in=DOWN_STATES).count(),
    }
