"""Source notices: a source fell silent, a source is back. The one kind of alert that the machine itself may end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from monitor.alerts.prepare import alert_prepare
from monitor.alerts.rules import rule_silent
from monitor.alerts.speak import alert_speak
from monitor.models import (
    ANSWERING_STATES,
    DOWN_STATES,
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    AlertKind,
    AlertLevel,
    AlertRule,
    AlertStatus,
    Source,
)


@transaction.atomic
def alert_decide_sources(*, now: datetime, limit: int = 200) -> list[int]:
    """Raise or end notices for sources whose state changed; ids of the events."""
    changed = Source.objects.select_for_update(skip_locked=True).filter(needs_decision=True)
    sources = list(changed.order_by("id")[:limit])
    if not sources:
        return []
    rule = rule_silent()
    open_notices = Alert.objects.select_for_update().filter(source__in=sources, status__in=OPEN_STATUSES)
    notices = {notice.source_id: notice for notice in open_notices}
    events = [_decide(source, notices.get(source.pk), rule, now) for source in sources]
    Source.objects.filter(pk__in=[source.pk for source in sources]).update(needs_decision=False)
    return [event.pk for event in events if event is not None]


def _decide(source: Source, notice: Alert | None, rule: AlertRule, now: datetime) -> AlertEvent | None:
    if notice is None and source.enabled and source.state in DOWN_STATES and rule.enabled:
        return _silent(source, rule, now)
    if notice is not None and source.enabled and source.state in ANSWERING_STATES:
        return _end(notice, AlertEvent.Kind.BACK, now, told=True)
    if notice is not None and not source.enabled:
        return _end(notice, AlertEvent.Kind.RESOLVED, now, told=False)  # an admin paused it: nobody need be told
    return None


def _silent(source: Source, rule: AlertRule, now: datetime) -> AlertEvent:
    since = source.failing_since or now
    evidence: dict[str, Any] = {
        "kind": "source_silent",
        "rule_version": rule.version,
        "computed_at": now.isoformat(),
        "since": since.isoformat(),
        "last_ok_at": source.last_ok_at.isoformat() if source.last_ok_at else None,
        "failures": source.failures,
        "label": source.error_label,
    }
    notice = Alert.objects.create(
        kind=AlertKind.SOURCE_SILENT,
        level=AlertLevel.BLUE,
        source=source,
        raised_at=now,
        changed_at=now,
        evidence=evidence,
    )
    return _event(notice, AlertEvent.Kind.RAISED, "", notice.status, now, told=True)


def _end(notice: Alert, kind: AlertEvent.Kind, now: datetime, *, told: bool) -> AlertEvent:
    before = notice.status
    notice.status, notice.calm, notice.changed_at = AlertStatus.RESOLVED, True, now
    notice.evidence = {**notice.evidence, "back_at": now.isoformat()}
    notice.save(update_fields=["status", "calm", "changed_at", "evidence"])
    return _event(notice, kind, before, notice.status, now, told=told)


def _event(notice: Alert, kind: AlertEvent.Kind, before: str, after: str, now: datetime, *, told: bool) -> AlertEvent:
    alert_prepare(alert=notice, now=now)
    return alert_speak(alert=notice, kind=kind, before=before, after=after, now=now, told=told)
