"""A message as a mail: text first, HTML beside it with a small chart, in its reader's language. Everything is already masked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from monitor.alerts.acknowledge import acknowledge_link
from monitor.alerts.channels.email.letter import letter_build
from monitor.alerts.channels.email.policy import MAIL
from monitor.alerts.channels.say import Said, one_line, said_of
from monitor.alerts.picture import bars_png, size_of
from monitor.lib.clock import HOUR, SHANGHAI, hour_of
from monitor.lib.colours import COLOURS
from monitor.models import AlertEvent, AlertStatus, Delivery, TopicHour
from monitor.queries import site
from monitor.queries.alert_why import WhyWindow, why_points, why_windows

CHART_HOURS = 48
THREAD = 9  # of the earlier mails of a thread that are named, beside the first
INK = {level: (COLOURS[f"level-{level}"], COLOURS[f"level-{level}-ink"]) for level in (1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Told:
    """What every reader of an event in one language is told."""

    said: Said
    windows: list[WhyWindow]
    points: list[tuple[str, int]]
    chart: dict[str, Any] | None


Known = dict[tuple[int, str], Told]
"""By event and language: of mails that are built within a moment of each other."""


def message_build(*, delivery: Delivery, now: datetime, known: Known | None = None) -> EmailMessage:
    """The whole mail for one delivery (with event, alert, topic or source, and user at hand), or of its letter.

    `known`: what the mails built just before said, which is added to: an event's second reader costs no look-up of its words.
    """
    if delivery.letter is not None:
        with translation.override(delivery.language):
            return letter_build(delivery=delivery, letter=delivery.letter, sender=sender_address(), now=now)
    with translation.override(delivery.language):
        told = _told(delivery, now, {} if known is None else known)
        said = told.said
        context = _context(delivery, told)
        message = EmailMessage(policy=MAIL)
        message["Subject"] = said.subject
        message["From"] = sender_address()
        message["To"] = one_line(delivery.address)
        message["Date"] = format_datetime(now.astimezone(SHANGHAI))
        message["Message-ID"] = delivery.message_id
        if said.event is not None:
            for name, value in _thread(delivery, said.event).items():
                message[name] = value
            message["X-Tingchao-Alert"] = str(said.event.alert_id)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(render_to_string("mail/alert.txt", context).strip() + "\n", cte="base64")
        message.add_alternative(render_to_string("mail/alert.html", context), subtype="html", cte="base64")
        _add_chart(message, context)
    return message


def _told(delivery: Delivery, now: datetime, known: Known) -> Told:
    key = (delivery.event_id or 0, delivery.language)
    found = known.get(key)
    if found is None:
        said = said_of(delivery, now=now)
        evidence = said.event.evidence if said.event else {}
        found = Told(said, why_windows(evidence), why_points(evidence), _chart(said.event))
    if delivery.event_id:  # a digest is one of its kind
        known[key] = found
    return replace(found, said=replace(found.said, message_id=delivery.message_id))


def _context(delivery: Delivery, told: Told) -> dict[str, Any]:
    said, event = told.said, told.said.event
    evidence = event.evidence if event else {}
    background, ink = INK[said.level]
    return {
        "drill": settings.DRILL,
        "organisation": site.organisation(),
        "said": said,
        "background": background,
        "ink": ink,
        "windows": told.windows,
        "points": told.points,
        "at": said.at.astimezone(SHANGHAI),
        "rule_version": None if _handed(event) else evidence.get("rule_version", 1),
        "chart": told.chart and {**told.chart, "cid": _cid(delivery)},
        "acknowledge": _acknowledge(delivery, event),
    }


def _handed(event: AlertEvent | None) -> bool:
    """To a unit: its reporters answer it, they do not judge the alert."""
    return event is not None and event.kind == AlertEvent.Kind.HANDED


def _acknowledge(delivery: Delivery, event: AlertEvent | None) -> str:
    if event is None or _handed(event) or delivery.user_id is None or event.alert.status != AlertStatus.OPEN:
        return ""
    return acknowledge_link(alert_id=event.alert_id, user_id=delivery.user_id)


def _cid(delivery: Delivery) -> str:
    return delivery.message_id.strip("<>").replace("event-", "chart-", 1)


def _chart(event: AlertEvent | None) -> dict[str, Any] | None:
    """Originals an hour over the 48 hours before the event; None when there is nothing to draw."""
    if event is None or _handed(event) or event.alert.topic_id is None:
        return None
    last = hour_of(event.at)
    first = last - timedelta(hours=CHART_HOURS - 1)
    rows = TopicHour.objects.filter(topic=event.alert.topic_id, hour__range=(first, last))
    found = dict(rows.values_list("hour", "n_originals"))
    counts = [found.get(first + n * HOUR, 0) for n in range(CHART_HOURS)]
    if not any(counts):
        return None
    width, height = size_of(CHART_HOURS)
    return {
        "png": bars_png(counts),
        "most": max(counts),
        "n": sum(counts),
        "width": width,
        "height": height,
    }


def _add_chart(message: EmailMessage, context: dict[str, Any]) -> None:
    if chart := context["chart"]:
        html = message.get_body(("html",))
        assert html is not None  # noqa: S101 - for mypy: it was just added
        html.add_related(
            chart["png"], "image", "png", cid=f"<{chart['cid']}>", disposition="inline", filename="chart.png"
        )


def sender_address() -> Address:
    """Our From line."""
    name, address = parseaddr(site.mail_from())
    return Address(display_name=one_line(name) or one_line(site.short_name()), addr_spec=address)


def _thread(delivery: Delivery, event: AlertEvent) -> dict[str, str]:
    """Mails about one alert to one person hang together (RFC 5322, 3.6.4)."""
    earlier = Delivery.objects.filter(
        event__alert=event.alert_id, user=delivery.user_id, channel=delivery.channel, event__lt=event.pk
    )
    sent = earlier.exclude(status__in=[Delivery.Status.FOLDED, Delivery.Status.DEAD]).filter(folded_into=None)
    ids = list(sent.order_by("-event_id").values_list("message_id", flat=True)[:THREAD])
    if not ids:
        return {}
    if len(ids) == THREAD:  # perhaps there are more
        ids += sent.order_by("event_id").values_list("message_id", flat=True)[:1]
    return {"In-Reply-To": ids[0], "References": " ".join(dict.fromkeys(reversed(ids)))}
