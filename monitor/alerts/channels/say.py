"""What a message says, for every channel: an event, or a digest of several, in its reader's language and the team's wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.alerts.channels.say_referral import referral_line, referral_words
from monitor.alerts.templates import template_of
from monitor.alerts.wording import ALERT, DIGEST, SOURCE, wording_fill
from monitor.errors import DeliveryError
from monitor.lib.clock import SHANGHAI
from monitor.models import AlertEvent, AlertKind, AlertStatus, Delivery, HookEvent, Report
from monitor.queries import site
from monitor.queries.alert_detail import SeenItem, items_seen
from monitor.queries.alert_words import alert_lead, duration_label, level_label, tested_window, titled, topic_counts
from monitor.queries.alerts import alert_name
from monitor.queries.area_words import area_label

HEADLINES = 5
MOST_LINES = 40
SOURCES = (AlertKind.SOURCE_SILENT, AlertKind.SOURCE_BACK)
NOT_TAKEN_UP = (AlertEvent.Kind.OVERDUE, AlertEvent.Kind.REMINDED)
TOLD_OF = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED, AlertEvent.Kind.CALMED, *NOT_TAKEN_UP)
CLOSED = (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM)
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a digest."""

    mark: str
    level: int
    sentence: str
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A message without its dress. `subject` and `body` are the template's, `lines` a digest's, `at` aware."""

    message_id: str
    subject: str
    body: str
    mark: str
    title: str
    link: str
    level: int
    at: datetime
    reason: str = ""  # why a digest is one
    event: AlertEvent | None = None
    report: Report | None = None
    notice: str = ""  # what happened to the report: HookEvent
    lines: tuple[Line, ...] = ()
    more: int = 0  # lines that are left out
    headlines: tuple[SeenItem, ...] = field(default=())


def said_of(delivery: Delivery, *, now: datetime) -> Said:
    """The words of a delivery (with event, alert, topic or source at hand; a digest with the rows folded into it)."""
    with translation.override(delivery.language):
        if delivery.event is not None and delivery.event.kind == AlertEvent.Kind.HANDED:
            return _of_referral(delivery, delivery.event)
        if delivery.event is not None:
            return _of_event(delivery, delivery.event, now)
        if delivery.notice:
            return _of_notice(delivery)
        return _of_digest(delivery, now)


def said_test(*, message_id: str, language: str, now: datetime) -> Said:
    """A test message: says that it is one."""
    with translation.override(language):
        title = _("测试消息")
        body = _("收到此消息，说明这条渠道可用。它不是预警，无需处理。")
        subject = _drill() + _("【测试】%(name)s：测试消息") % {"name": site.organisation()}
        return Said(message_id, subject, body, _("测试"), title, f"{settings.BASE_URL}/", 1, now)


def mark_of(event: AlertEvent) -> str:
    """`【橙色预警】`: what has happened, in front of the title."""
    level = {"level": level_label(event.level)}
    if event.kind == AlertEvent.Kind.HANDED:
        return _("【转办】")
    if event.kind == AlertEvent.Kind.BACK:
        return _("【来源恢复】")
    if event.kind == AlertEvent.Kind.MESSAGE:
        return _("【平安报告】")
    if event.alert.kind in SOURCES:
        return _("【来源失联】")
    if event.kind == AlertEvent.Kind.CALMED:
        return _("【趋于平稳】")
    if event.kind == AlertEvent.Kind.OVERDUE:
        return _("【无人确认：%(level)s预警】") % level
    if event.kind == AlertEvent.Kind.REMINDED:
        return _("【提醒：%(level)s预警】") % level
    if event.kind == AlertEvent.Kind.ESCALATED:
        again = event.before == "calm"
        return (_("【再次升温：%(level)s预警】") if again else _("【升级：%(level)s预警】")) % level
    if event.kind != AlertEvent.Kind.RAISED:  # what people did: told to programs alone
        return _("【%(step)s：%(level)s预警】") % {"step": event.get_kind_display(), **level}
    return _("【%(level)s预警】") % level


def lead_of(event: AlertEvent) -> str:
    """The counts and where they are going; of a reminder also how long it has been waiting."""
    kinds = AlertEvent.Kind
    lead = alert_lead(
        kind=event.alert.kind,
        evidence=event.evidence,
        calm=event.kind == kinds.CALMED,
        resolved=event.kind == kinds.BACK,
        now=event.at,
    )
    if event.kind not in NOT_TAKEN_UP:
        return lead
    words = (
        _("%(lead)s；已 %(span)s无人确认") if event.after == AlertStatus.OPEN else _("%(lead)s；%(span)s后仍未开始处置")
    )
    return words % {"lead": lead, "span": duration_label(event.at - event.alert.raised_at)}


def status_of(event: AlertEvent) -> str:
    """What people made of the alert since this was said, 已办结 or 处置中; "" while it stands as it did. A message may have waited for hours."""
    alert = event.alert
    stands = alert.status == AlertStatus.OPEN or event.after == alert.status or event.kind not in TOLD_OF
    return "" if stands else str(AlertStatus(alert.status).label)


def one_line(value: str) -> str:
    """No control characters or direction overrides: a published title must not write headers or lines of ours."""
    return " ".join(CONTROL.sub(" ", value).split())


def alert_link(alert_id: int) -> str:
    """The alert's page."""
    return f"{settings.BASE_URL}/alerts/{alert_id}/"


def _of_event(delivery: Delivery, event: AlertEvent, now: datetime) -> Said:
    alert, lead, mark = event.alert, lead_of(event), mark_of(event)
    name = one_line(alert_name(alert))
    values = {
        "mark": mark,
        "title": name,
        "lead": lead,
        "counts": topic_counts(event.evidence) if tested_window(event.evidence) else lead,
        "level": level_label(event.level),
        "areas": "、".join(area_label(area) for area in alert.areas),
        "link": alert_link(alert.pk),
        "time": _clock(event.at),
        "organisation": site.organisation(),
    }
    wording = template_of(SOURCE if alert.kind in SOURCES else ALERT, delivery.language)
    body = wording_fill(wording.body, values)
    if alert.status in CLOSED and (status := status_of(event)):
        body += "\n" + _("发这条消息时预警的状态：%(status)s。") % {"status": status}
    return Said(
        message_id=delivery.message_id,
        subject=_drill() + one_line(wording_fill(wording.subject, values | {"title": _short(name)})),
        body=body,
        mark=mark.strip("【】[] "),
        title=name,
        link=values["link"],
        level=event.level,
        at=event.at,
        event=event,
        headlines=tuple(items_seen(event.evidence, limit=HEADLINES)),
    )


def _of_notice(delivery: Delivery) -> Said:
    """A report was signed or withdrawn."""
    report = Report.objects.defer("frozen", "analysis").filter(pk=delivery.notice["report"]).first()
    if report is None:
        raise DeliveryError(label="report_gone", permanent=True)
    signed = delivery.notice["event"] == HookEvent.REPORT_SIGNED
    mark = _("【报告签发】") if signed else _("【报告撤回】")
    values = {"kind": report.get_kind_display(), "start": report.period_start, "end": report.period_end}
    title = _("%(kind)s %(start)s 至 %(end)s") % values
    return Said(
        message_id=delivery.message_id,
        subject=_drill() + mark + title,
        body=title,
        mark=mark.strip("【】[] "),
        title=title,
        link=f"{settings.BASE_URL}/reports/{report.pk}/",
        level=1,
        at=delivery.created_at,
        report=report,
        notice=delivery.notice["event"],
    )


def _of_referral(delivery: Delivery, event: AlertEvent) -> Said:
    title, body, link = referral_words(event)
    name, mark = one_line(title), mark_of(event)
    return Said(
        message_id=delivery.message_id,
        subject=_drill() + one_line(f"{mark}{_short(name)}"),
        body=body,
        mark=mark.strip("【】[] "),
        title=name,
        link=link,
        level=event.level,
        at=event.at,
        event=event,
    )


def _of_digest(delivery: Delivery, now: datetime) -> Said:
    rows = delivery.folded.select_related("event__alert__topic", "event__alert__source").order_by("event_id")
    events = [row.event for row in rows if row.event is not None]
    latest = {(event.alert_id, event.detail.get("referral")): event for event in events}  # the last word on each matter
    shown = sorted(latest.values(), key=lambda event: (-event.level, -event.pk))
    marks = {
        "storm": _("【预警集中】"),
        "quiet": _("【免打扰时段汇总】"),
        "digest": _("【定时汇总】"),
        "sources": _("【来源状态】"),
    }
    mark = marks.get(delivery.waits_for, marks["digest"])
    page, title = _about(events)
    link = f"{settings.BASE_URL}/{page}/"
    values = {
        "mark": mark,
        "count": str(len(events)),
        "reason": _reason(delivery.waits_for, len(events), shown),
        "link": link,
        "time": _clock(now),
        "organisation": site.organisation(),
    }
    wording = template_of(DIGEST, delivery.language)
    return Said(
        message_id=delivery.message_id,
        subject=_drill() + one_line(wording_fill(wording.subject, values)),
        body=wording_fill(wording.body, values),
        mark=mark.strip("【】[] "),
        title=title,
        link=link,
        level=max((event.level for event in events), default=1),
        at=now,
        reason=values["reason"],
        lines=tuple(_line(event) for event in shown[:MOST_LINES]),
        more=max(0, len(shown) - MOST_LINES),
    )


def _about(events: list[AlertEvent]) -> tuple[str, str]:
    """(page, title) of a digest: of what was handed to a unit, of sources, or of alerts."""
    if events and all(event.kind == AlertEvent.Kind.HANDED for event in events):
        return "referrals", _("转办汇总")
    if events and all(event.alert.source_id for event in events):
        return "sources", _("来源状态汇总")
    return "alerts", _("预警汇总")


def _reason(waits_for: str, n: int, shown: list[AlertEvent]) -> str:
    if waits_for == Delivery.Waits.SOURCES:
        back = sum(event.kind == AlertEvent.Kind.BACK for event in shown)
        return _(
            "失联 %(down)s 家来源，恢复 %(back)s 家，合并为这一封。许多家同时失联，多半是本机的网络或代理，请先检查。"
        ) % {"down": len(shown) - back, "back": back}
    if waits_for == Delivery.Waits.STORM:
        return _("短时间内预警较多，为免刷屏，其中 %(n)s 条消息合并为这一封。") % {"n": n}
    if waits_for == Delivery.Waits.QUIET:
        return _("免打扰时段内有 %(n)s 条消息，现在一并发送。红色预警不受此限。") % {"n": n}
    return _("按您的设置，%(n)s 条消息汇总发送。红色预警仍即时发送。") % {"n": n}


def _line(event: AlertEvent) -> Line:
    # what is handed to a unit: its reporters open the referral, the alert's page is not theirs
    if event.kind == AlertEvent.Kind.HANDED:
        sentence, link = referral_line(event)
        return Line(mark_of(event).strip("【】[] "), event.level, one_line(sentence), link, event.at)
    sentence = titled(one_line(alert_name(event.alert)), lead_of(event))
    if status := status_of(event):
        sentence += _("（现在：%(status)s）") % {"status": status}
    return Line(mark_of(event).strip("【】[] "), event.level, sentence, alert_link(event.alert_id), event.at)


def _drill() -> str:
    return _("【演练】") if settings.DRILL else ""


def _clock(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _short(title: str, most: int = 60) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"
