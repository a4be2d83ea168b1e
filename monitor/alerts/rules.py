"""The stored alert rules: made with the defaults when missing, read into values."""

from __future__ import annotations

from datetime import datetime

from monitor.alerts.decide import TOPIC_KINDS, InForce
from monitor.alerts.heartbeat_times import HeartbeatParams
from monitor.alerts.manners import Manners
from monitor.alerts.params import KeywordParams, NegativeParams, PlanParams, RisingParams, SpreadParams, VolumeParams
from monitor.lib.clock import utc_now
from monitor.models import AlertKind, AlertRule, AlertRuleVersion

COUNTED: dict[str, type[Manners]] = {
    params.kind: params
    for params in (RisingParams, KeywordParams, PlanParams, NegativeParams, SpreadParams, VolumeParams)
}
NUMBERED: dict[str, type[Manners] | type[HeartbeatParams]] = {**COUNTED, HeartbeatParams.kind: HeartbeatParams}
KINDS = (*NUMBERED, AlertKind.SOURCE_SILENT)


def rule_row(kind: str, *, at: datetime | None = None) -> AlertRule:
    """The rule of a kind; made, with its first version, when it is not there yet."""
    params = NUMBERED[kind]().stored() if kind in NUMBERED else {}
    row, made = AlertRule.objects.get_or_create(kind=kind, defaults={"params": params})
    if made:
        AlertRuleVersion.objects.create(rule=row, number=row.version, params=params, at=at or utc_now())
    return row


def rule_rows() -> list[AlertRule]:
    """The rules of all kinds, in the order of KINDS. One query, once they are all there."""
    known = {row.kind: row for row in AlertRule.objects.filter(kind__in=KINDS)}
    return [known.get(kind) or rule_row(kind) for kind in KINDS]


def rules_topic() -> dict[str, InForce]:
    """The rules about topics that are switched on, by kind. Raises SettingError when stored numbers make no sense."""
    rows = {row.kind: row for row in AlertRule.objects.filter(kind__in=TOPIC_KINDS)}
    rows |= {kind: rule_row(kind) for kind in TOPIC_KINDS if kind not in rows}
    return {kind: in_force(rows[kind]) for kind in TOPIC_KINDS if rows[kind].enabled}


def rule_area() -> InForce | None:
    """`area_volume`, or None when it is switched off."""
    row = rule_row(VolumeParams.kind)
    return in_force(row) if row.enabled else None


def in_force(row: AlertRule) -> InForce:
    """A stored rule as a value. Raises SettingError."""
    return InForce(COUNTED[row.kind].read(row.params), row.version)


def rule_silent() -> AlertRule:
    """The rule about silent sources: it has no numbers, feeds.health says when a source is down."""
    return rule_row(AlertKind.SOURCE_SILENT)
