"""What a thread says: its event, the deliveries that follow from it, and the word to open pages. Inside the transaction that decided."""

from __future__ import annotations

from datetime import datetime

from monitor.alerts.post import delivery_post
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Alert, AlertEvent


def alert_speak(
    *, alert: Alert, kind: AlertEvent.Kind, after: str, now: datetime, before: str = "", told: bool = True
) -> AlertEvent:
    """An event with the evidence as it stands; `told`: whoever is to be told gets a delivery."""
    event = AlertEvent.objects.create(
        alert=alert, kind=kind, level=alert.level, before=before, after=after, evidence=alert.evidence, at=now
    )
    if told:
        delivery_post(event=event, now=now)
    notice_publish_on_commit(
        {"alerts": [alert.pk], **({"sources": [alert.source_id]} if alert.source_id is not None else {})}
    )
    return event
