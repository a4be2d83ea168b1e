"""Which event of a webhook's subscription a step of a thread is."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.models import AlertEvent, AlertKind, HookEvent

OVERLAP = timedelta(minutes=10)  # a transaction may commit so long after the time that its rows have
CLOSING = (AlertEvent.Kind.RESOLVED, AlertEvent.Kind.FALSE_ALARM, AlertEvent.Kind.MERGED)


def hook_event(event: AlertEvent) -> str:
    """One of HookEvent; "" for what programs are not told: heartbeats, and that a failing source was paused by an admin."""
    if event.kind == AlertEvent.Kind.MESSAGE:
        return ""
    if event.alert.kind in (AlertKind.SOURCE_SILENT, AlertKind.SOURCE_BACK):
        ways = {AlertEvent.Kind.RAISED: HookEvent.SOURCE_DOWN, AlertEvent.Kind.BACK: HookEvent.SOURCE_UP}
        found = ways.get(AlertEvent.Kind(event.kind))
        return found.value if found else ""
    if event.kind == AlertEvent.Kind.RAISED:
        return HookEvent.ALERT_RAISED.value
    return (HookEvent.ALERT_CLOSED if event.kind in CLOSING else HookEvent.ALERT_CHANGED).value


def hook_start(now: datetime) -> datetime:
    """`Channel.hooked_at` of a subscription that begins now: the first sweep looks at nothing of before."""
    return now + OVERLAP
