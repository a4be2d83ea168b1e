"""The stored alert rules: made with the defaults when missing, read into values."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.alerts.params import RisingParams
from monitor.models import AlertKind, AlertRule


@dataclass(frozen=True, slots=True)
class RisingRule:
    """`topic_rising` as it stands."""

    params: RisingParams
    version: int
    enabled: bool


def rule_rising() -> RisingRule:
    """The rule in force. Raises SettingError when its stored numbers make no sense."""
    row, _made = AlertRule.objects.get_or_create(
        kind=AlertKind.TOPIC_RISING, defaults={"params": RisingParams().stored()}
    )
    return RisingRule(RisingParams.read(row.params), row.version, row.enabled)


def rule_silent() -> AlertRule:
    """The rule about silent sources: it has no numbers, feeds.health says when a source is down."""
    row, _made = AlertRule.objects.get_or_create(kind=AlertKind.SOURCE_SILENT)
    return row
