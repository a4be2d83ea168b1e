"""Changing an alert rule: every change is a version and an audit entry; in force with the next decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from monitor.alerts.rules import NUMBERED, rule_row
from monitor.errors import SettingError
from monitor.models import AlertRule, AlertRuleVersion, User, audit_record

MAX_NOTE = 200


@transaction.atomic
def alert_rule_edit(
    *, kind: str, params: Mapping[str, Any], seen: int, by: User, now: datetime, note: str = ""
) -> AlertRule:
    """Other numbers. SettingError when they make no sense, when there is a newer version than `seen`, or when nothing changes."""
    rule = _locked(kind)
    if rule.version != seen:
        raise SettingError("stale")
    before, after = _numbers(kind, rule.params), _numbers(kind, params)
    if before == after:
        raise SettingError("same")
    rule.params = after
    changed = {key: [before.get(key), after.get(key)] for key in after if before.get(key) != after.get(key)}
    return _next(rule, by=by, now=now, note=note, detail={"changed": changed})


@transaction.atomic
def alert_rule_switch(*, kind: str, enabled: bool, by: User, now: datetime) -> AlertRule:
    """On or off; nothing happens when it is so already."""
    rule = _locked(kind)
    if rule.enabled == enabled:
        return rule
    rule.enabled = enabled
    return _next(rule, by=by, now=now, note="", detail={"enabled": enabled})


@transaction.atomic
def alert_rule_restore(*, kind: str, number: int, by: User, now: datetime) -> AlertRule:
    """The numbers of a former version as the next one. Raises AlertRuleVersion.DoesNotExist; SettingError as `alert_rule_edit`."""
    former = AlertRuleVersion.objects.get(rule__kind=kind, number=number)
    rule = rule_row(kind)
    return alert_rule_edit(
        kind=kind, params=former.params, seen=rule.version, by=by, now=now, note=f"← {former.number}"
    )


def _locked(kind: str) -> AlertRule:
    rule_row(kind)
    return AlertRule.objects.select_for_update().get(kind=kind)


def _numbers(kind: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """All numbers, checked, as JSON keeps them. Raises SettingError."""
    if kind not in NUMBERED:
        return {}
    numbers = NUMBERED[kind].read(stored).stored()
    return {key: list(value) if isinstance(value, tuple) else value for key, value in numbers.items()}


def _next(rule: AlertRule, *, by: User, now: datetime, note: str, detail: dict[str, Any]) -> AlertRule:
    rule.version += 1
    rule.save()
    AlertRuleVersion.objects.create(
        rule=rule,
        number=rule.version,
        params=rule.params,
        enabled=rule.enabled,
        note=note[:MAX_NOTE],
        by=by,
        at=now,
    )
    audit_record(
        actor=by, action="alert_rule", target=f"alert_rule:{rule.kind}", detail={"version": rule.version, **detail}
    )
    return rule
