"""An alert event as a mail: text first, HTML beside it, in the recipient's language. Everything in it is already masked."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI
from monitor.models import AlertEvent, AlertKind, Delivery
from monitor.queries.alert_detail import items_seen
from monitor.queries.alert_why import why_points, why_windows
from monitor.queries.alert_words import alert_lead, level_label, tested_window, titled, topic_counts
from monitor.queries.alerts import alert_name

HEADLINES = 5
INK = {1: ("#2f68c4", "#ffffff"), 2: ("#f0c419", "#2b2300"), 3: ("#ee8a1d", "#2a1600"), 4: ("#c62828", "#ffffff")}
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def message_build(*, delivery: Delivery, now: datetime) -> EmailMessage:
    """The whole mail for one delivery (with event, alert, topic or source, and user at hand)."""
    event = delivery.event
    if event is None:
        raise ValueError(f"delivery {delivery.pk} has no event")
    with translation.override(delivery.user.language):
        context = _context(event)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = one_line(subject_of(event))
        message["From"] = _sender()
        message["To"] = one_line(delivery.address)
        message["Date"] = format_datetime(now.astimezone(SHANGHAI))
        message["Message-ID"] = delivery.message_id
        for name, value in _thread(delivery, event).items():
            message[name] = value
        message["Auto-Submitted"] = "auto-generated"
        message["X-Tingchao-Alert"] = str(event.alert_id)
        message.set_content(render_to_string("mail/alert.txt", context).strip() + "\n", cte="base64")
        message.add_alternative(render_to_string("mail/alert.html", context), subtype="html", cte="base64")
    return message


def subject_of(event: AlertEvent) -> str:
    """`【演练】【橙色预警】云河新城项目欠薪：24 小时 12 条原创，4 家来源，负面 82 %`."""
    drill = _("【演练】") if settings.DRILL else ""
    name = _short(alert_name(event.alert))
    counted = tested_window(event.evidence)
    return drill + _mark(event) + titled(name, topic_counts(event.evidence) if counted else _lead(event))


def one_line(value: str) -> str:
    """No control characters or direction overrides in a header: a published title must not write headers of ours."""
    return " ".join(CONTROL.sub(" ", value).split())


def _mark(event: AlertEvent) -> str:
    level = {"level": level_label(event.level)}
    if event.kind == AlertEvent.Kind.BACK:
        return _("【来源恢复】")
    if event.kind == AlertEvent.Kind.MESSAGE:
        return _("【平安报告】")
    if event.alert.kind == AlertKind.SOURCE_SILENT:
        return _("【来源失联】")
    if event.kind == AlertEvent.Kind.CALMED:
        return _("【趋于平稳】")
    if event.kind == AlertEvent.Kind.ESCALATED:
        return (
            _("【再次升温：%(level)s预警】") % level if event.before == "calm" else _("【升级：%(level)s预警】") % level
        )
    return _("【%(level)s预警】") % level


def _lead(event: AlertEvent) -> str:
    return alert_lead(
        kind=event.alert.kind,
        evidence=event.evidence,
        calm=event.kind == AlertEvent.Kind.CALMED,
        resolved=event.kind == AlertEvent.Kind.BACK,
        now=event.at,
    )


def _context(event: AlertEvent) -> dict[str, Any]:
    alert, evidence = event.alert, event.evidence
    name, lead = alert_name(alert), _lead(event)
    background, ink = INK[event.level]
    return {
        "drill": settings.DRILL,
        "organisation": settings.ORGANISATION,
        "event": event,
        "mark": _mark(event).strip("【】[] "),
        "background": background,
        "ink": ink,
        "title": name,
        "sentence": titled(name, lead),
        "lead": lead,
        "windows": why_windows(evidence),
        "points": why_points(evidence),
        "headlines": items_seen(evidence, limit=HEADLINES),
        "link": f"{settings.BASE_URL}/alerts/{alert.pk}/",
        "at": event.at.astimezone(SHANGHAI),
        "rule_version": evidence.get("rule_version", 1),
    }


def _sender() -> Address:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(display_name=one_line(name) or _("听潮"), addr_spec=address)


def _thread(delivery: Delivery, event: AlertEvent) -> dict[str, str]:
    """Mails about one alert to one person hang together (RFC 5322, 3.6.4)."""
    earlier = Delivery.objects.filter(
        event__alert=event.alert_id, user=delivery.user_id, channel=delivery.channel, event__lt=event.pk
    )
    ids = list(earlier.order_by("event_id").values_list("message_id", flat=True))
    if not ids:
        return {}
    return {"In-Reply-To": ids[-1], "References": " ".join(dict.fromkeys([ids[0], *ids[-9:]]))}


def _short(title: str, most: int = 60) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"
