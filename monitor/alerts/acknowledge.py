"""The acknowledge link of a mail: signed, for one member and one alert, good for three days. Opening it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from monitor.alerts.answer import AlertError, alert_acknowledge
from monitor.alerts.route import TOLD
from monitor.models import Alert, AlertEvent, AlertStatus, User

SALT = "tingchao.acknowledge"
GOOD_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who would acknowledge what."""

    alert: Alert
    user: User

    @property
    def open(self) -> bool:
        """Whether there is anything to acknowledge."""
        return self.alert.status == AlertStatus.OPEN


def acknowledge_link(*, alert_id: int, user_id: int) -> str:
    """The address for a mail."""
    return f"{settings.BASE_URL}/ack/{signing.dumps([alert_id, user_id], salt=SALT)}/"


def acknowledge_asked(token: str) -> Asked | None:
    """What the link is for; None when it was changed, is too old, or its member may not answer alerts any more."""
    try:
        alert_id, user_id = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    alert = _goes_on(alert_id)
    user = User.objects.filter(pk=user_id, is_active=True, role__in=TOLD).first()
    return Asked(alert, user) if alert and user else None


def _goes_on(alert_id: int) -> Alert | None:
    """The alert of the mail, or the one that it was merged into since: that is what waits to be seen now."""
    rows = Alert.objects.select_related("topic", "source", "merged_into__topic", "merged_into__source")
    alert = rows.filter(pk=alert_id).first()
    return (alert.merged_into or alert) if alert else None


def acknowledge_by_link(*, token: str, now: datetime) -> AlertEvent | None:
    """The button was pressed. None when the link is good for nothing; raises AlertError when somebody was faster."""
    asked = acknowledge_asked(token)
    if asked is None:
        return None
    if not asked.open:
        raise AlertError(asked.alert.status)
    return alert_acknowledge(alert=asked.alert, by=asked.user, now=now)
