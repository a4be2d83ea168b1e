"""An intent as rows: the alert, its event and the deliveries. Call inside the transaction that decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from monitor.alerts.decide import Action, Intent
from monitor.alerts.prepare import alert_prepare
from monitor.alerts.speak import alert_speak
from monitor.models import Alert, AlertEvent, AlertKind, KeywordRule, Plan, Topic


def intent_apply(
    *, intent: Intent, alert: Alert | None, now: datetime, topic: Topic | None = None, area: str = ""
) -> AlertEvent | None:
    """Raise, escalate or calm the thread of a topic or an area; None when nobody is told anything."""
    evidence = _stored(intent)
    if intent.action == Action.RAISE:
        areas = sorted(topic.areas, key=lambda one: -topic.areas[one]) if topic else [area] if area else []
        alert = Alert.objects.create(
            kind=evidence["kind"],
            level=intent.level,
            topic=topic,
            area=area,
            areas=areas,
            raised_at=now,
            changed_at=now,
            evidence=evidence,
        )
        return _event(alert, AlertEvent.Kind.RAISED, "", alert.status, now)
    if alert is None or not evidence:
        return None
    alert.evidence = evidence  # the desk's sentence speaks of now; what was said then stays with the events
    if intent.action == Action.NONE:
        alert.save(update_fields=["evidence"])
        return None
    before, after = _said(alert), "calm" if intent.action == Action.CALM else f"level {intent.level}"
    kind = AlertEvent.Kind.CALMED if intent.action == Action.CALM else AlertEvent.Kind.ESCALATED
    alert.level, alert.calm, alert.changed_at = intent.level, intent.action == Action.CALM, now
    alert.save(update_fields=["evidence", "level", "calm", "changed_at"])
    return _event(alert, kind, before, after, now)


def _stored(intent: Intent) -> dict[str, Any]:
    """The evidence, with the names that the grave rules and plans had then: they say it in a sentence."""
    if intent.evidence is None:
        return {}
    stored = intent.evidence.stored()
    if stored["rules"] or stored["kind"] == AlertKind.KEYWORD:
        rules = KeywordRule.objects.filter(pk__in=stored["rules"]).order_by("id")
        stored["rule_names"] = list(rules.values_list("name", flat=True))
    if intent.evidence.plans:
        plans = Plan.objects.filter(pk__in=intent.evidence.plans).order_by("id")
        stored["plan_names"] = list(plans.values_list("name", flat=True))
    return stored


def _said(alert: Alert) -> str:
    return "calm" if alert.calm else f"level {alert.level}"


def _event(alert: Alert, kind: AlertEvent.Kind, before: str, after: str, now: datetime) -> AlertEvent:
    alert_prepare(alert=alert, now=now)
    return alert_speak(alert=alert, kind=kind, before=before, after=after, now=now)
