"""What a message was about, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from monitor.models import Delivery, HookEvent
from monitor.queries.alerts import alert_name


def delivery_title(row: Delivery) -> str:
    """The alert's name; a letter's subject; what happened to a report; empty for a digest."""
    if row.event is not None:
        return alert_name(row.event.alert)
    if row.letter is not None:
        return row.letter.subject
    if row.notice:
        values = {"what": HookEvent(row.notice["event"]).label, "n": row.notice["report"]}
        return _("%(what)s（%(n)s 号）") % values
    return ""
