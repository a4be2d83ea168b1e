"""What a unit's reporters read when a matter is handed to their unit: what is asked, until when, where to answer."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI
from monitor.models import AlertEvent, Referral
from monitor.queries.alerts import alert_name


def referral_words(event: AlertEvent) -> tuple[str, str, str]:
    """(title, body, link), in the language in force. A referral that is gone leaves the title and the list's address."""
    link = f"{settings.BASE_URL}/referrals/"
    row = Referral.objects.select_related("unit").filter(pk=event.detail.get("referral")).first()
    if row is None:
        return alert_name(event.alert), _("请打开页面查看。"), link
    values = {
        "unit": row.unit.name,
        "number": row.number,
        "ask": row.ask,
        "due": f"{row.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    }
    body = (
        _("转给%(unit)s，转办%(number)s。\n请办：%(ask)s\n时限：%(due)s（北京时间）。请打开页面接收、答复或退回。")
        % values
    )
    return alert_name(event.alert), body, f"{link}{row.pk}/"


def referral_line(event: AlertEvent) -> tuple[str, str]:
    """(sentence, link) of one line of a digest: the matter, which unit is asked, until when."""
    link = f"{settings.BASE_URL}/referrals/"
    row = Referral.objects.select_related("unit").filter(pk=event.detail.get("referral")).first()
    if row is None:
        return alert_name(event.alert), link
    values = {
        "title": alert_name(event.alert),
        "unit": row.unit.name,
        "number": row.number,
        "due": f"{row.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    }
    return _("%(title)s：转给%(unit)s，转办%(number)s，时限 %(due)s（北京时间）") % values, f"{link}{row.pk}/"
