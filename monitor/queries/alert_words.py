"""Alerts in words: one sentence from the stored evidence. Pages, mails and reports say the same thing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitor.lib.clock import SHANGHAI
from monitor.lib.plurals import with_plurals
from monitor.models import AlertKind, AlertLevel
from monitor.queries.channel_words import channel_fault

LEVEL_KEYS = {1: "blue", 2: "yellow", 3: "orange", 4: "red"}  # names of the CSS tokens


def level_label(level: int) -> str:
    """`橙色`, or `Orange`."""
    return str(AlertLevel(level).label)


def window_label(hours: int) -> str:
    """`24 小时`."""
    return ngettext("%(n)s 小时", "%(n)s 小时", hours) % {"n": hours}


def duration_label(span: timedelta) -> str:
    """Minutes below two hours, hours below two days, then days."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return _("%(n)s 分钟") % with_plurals({"n": minutes})
    if minutes < 2 * 24 * 60:
        return window_label(minutes // 60)
    return _("%(n)s 天") % with_plurals({"n": minutes // (24 * 60)})


def tested_window(evidence: dict[str, Any]) -> dict[str, Any]:
    """The window that the sentence speaks of: the longest one, else an empty one."""
    windows = evidence.get("windows") or [{}]
    return dict(max(windows, key=lambda window: window.get("hours", 0)))


def titled(name: str, words: str) -> str:
    """`云河新城项目欠薪：24 小时 …`."""
    return _("%(name)s：%(words)s") % {"name": name, "words": words}


def topic_counts(evidence: dict[str, Any]) -> str:
    """What was counted, by the rule that speaks: `24 小时 38 条原创，6 家来源，负面 82 %`."""
    kind = evidence.get("kind")
    if kind == AlertKind.KEYWORD:
        return _("命中重大规则%(rules)s，%(counts)s") % {
            "rules": "".join(f"「{name}」" for name in evidence.get("rule_names", ())),
            "counts": _plain_counts(evidence),
        }
    if kind == AlertKind.PLAN_HIT:
        return _("命中专题%(plans)s，%(counts)s") % {
            "plans": "".join(f"「{name}」" for name in evidence.get("plan_names", ())),
            "counts": _plain_counts(evidence),
        }
    if kind == AlertKind.TOPIC_SPREAD:
        return _("传到 %(n)s 家新来源，%(counts)s") % with_plurals(
            {
                "n": int(evidence.get("detail", {}).get("new_sources", 0)),
                "counts": _plain_counts(evidence),
            }
        )
    if kind == AlertKind.TOPIC_NEGATIVE:
        return _("负面增多，此前通常 %(usual)s %%；%(counts)s") % {
            "usual": round(100 * evidence.get("detail", {}).get("usual_share", 0)),
            "counts": _plain_counts(evidence),
        }
    if kind == AlertKind.AREA_VOLUME:
        return _("%(counts)s，通常 %(usual)s 条") % {
            "usual": f"{tested_window(evidence).get('area', {}).get('expected', 0):g}",
            "counts": _plain_counts(evidence),
        }
    return _plain_counts(evidence)


def _plain_counts(evidence: dict[str, Any]) -> str:
    """`24 小时 38 条原创，6 家来源，负面 82 %`."""
    window = tested_window(evidence)
    n, told = int(window.get("originals", 0)), int(window.get("sources", 0))
    return _("%(window)s %(originals)s，%(sources)s，负面 %(negative)s") % {
        "window": window_label(int(window.get("hours", 24))),
        "originals": ngettext("%(n)s 条原创", "%(n)s 条原创", n) % {"n": n},
        "sources": ngettext("%(n)s 家来源", "%(n)s 家来源", told) % {"n": told},
        "negative": f"{round(100 * int(window.get('negative', 0)) / n)} %" if n else "—",
    }


def counted_lead(evidence: dict[str, Any], *, calm: bool) -> str:
    """The counts and where they are going: 仍在上升, 增速放缓 or 已趋平稳; the latter alone for what has no direction."""
    directed = evidence.get("kind") in {AlertKind.TOPIC_RISING, AlertKind.AREA_VOLUME}
    if not calm and not directed:
        return topic_counts(evidence)
    trend = _("已趋平稳") if calm else _("仍在上升") if evidence.get("rising") else _("增速放缓")
    return _("%(numbers)s，%(trend)s") % {"numbers": topic_counts(evidence), "trend": trend}


def heartbeat_lead(evidence: dict[str, Any]) -> str:
    """`3月2日 08:30 起新预警 0 条，未办结 0 条；读到 214 条内容，12 家来源全部正常`."""
    since = datetime.fromisoformat(evidence["since"]).astimezone(SHANGHAI)
    down, sources = int(evidence["down"]), int(evidence["sources"])
    health = (
        _("%(n)s 家来源中 %(down)s 家读不到") % with_plurals({"n": sources, "down": down})
        if down
        else _("%(n)s 家来源全部正常") % with_plurals({"n": sources})
    )
    raised, open_ = int(evidence["raised"]), int(evidence["open"])
    news = (
        _("新预警 %(raised)s 条，未办结 %(open)s 条") % {"raised": raised, "open": open_}
        if raised or open_
        else _("没有需要报告的预警")
    )
    return _("%(since)s 起%(news)s；读到 %(items)s 条内容，%(health)s") % with_plurals(
        {
            "since": f"{since:%m-%d %H:%M}",
            "news": news,
            "items": evidence["items"],
            "health": health,
        }
    )


def source_lead(evidence: dict[str, Any], *, back: bool, now: datetime) -> str:
    """`43 分钟未能读取（没有按时回应）`, or that it is back and how long it was away."""
    since = datetime.fromisoformat(evidence["since"]) if evidence.get("since") else now
    until = datetime.fromisoformat(evidence["back_at"]) if evidence.get("back_at") else now
    span = duration_label(until - since)
    if back:
        return _("已恢复，中断 %(span)s") % {"span": span}
    reason = reason_label(str(evidence.get("label", "")))
    return _("%(span)s未能读取（%(reason)s）") % {"span": span, "reason": reason}


def alert_lead(*, kind: str, evidence: dict[str, Any], calm: bool, resolved: bool, now: datetime) -> str:
    """What there is to say of an alert, without its title."""
    if kind == AlertKind.HEARTBEAT:
        return heartbeat_lead(evidence)
    if kind in {AlertKind.SOURCE_SILENT, AlertKind.SOURCE_BACK}:
        return source_lead(evidence, back=resolved, now=now)
    return counted_lead(evidence, calm=calm)


def reason_label(label: str) -> str:
    """A fault's fixed label as people read it; an unknown one is shown as it is."""
    known = {
        "timeout": _("没有按时回应"),
        "too_slow": _("传输太慢"),
        "dns": _("找不到网站地址"),
        "refused": _("网站拒绝连接"),
        "tls": _("安全证书有误"),
        "robots": _("网站不允许抓取"),
        "gone": _("地址已永久停用"),
        "http_4xx": _("地址不存在或不允许访问"),
        "http_5xx": _("网站内部出错"),
        "not_a_feed": _("内容不是订阅源"),
        "bad_encoding": _("文字编码无法识别"),
        "too_large": _("内容过大"),
    }
    return known.get(label, label or _("原因不明"))


def delivery_label(label: str) -> str:
    """Why a message has not arrived, and what to do; an unknown label is shown as it is."""
    known = {
        "no_mail_server": _("尚未设置邮件服务器，设置后自动发出"),
        "exercise_address": _("演练中不向真实地址发送"),
        "exercise_server": _("演练中只用本机的邮件服务器，请检查 TINGCHAO_SMTP_HOST"),
        "mail_refused": _("对方服务器拒收"),
        "mail_address": _("收件地址无效，请管理员改正"),
        "mail_unreachable": _("邮件服务器连接不上，会自动重试"),
        "mail_unanswered": _("邮件已交给服务器，但没有收到回执，可能已送达；会以同一编号重发，并计入重发次数"),
        "mail_timeout": _("邮件服务器没有按时回应，会自动重试"),
        "mail_auth": _("邮件服务器不接受登录，请管理员检查账号"),
        "mail_secret": _("已存的邮箱密码无法解密，请管理员在设置页重新填写"),
        "mail_tls": _("与邮件服务器的加密连接失败，请管理员检查设置"),
        "mail_sender": _("邮件服务器不接受发件地址，请管理员检查设置"),
        "report_withdrawn": _("发出前报告已撤回，没有发送"),
    }
    return known.get(label) or channel_fault(label)
