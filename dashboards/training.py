"""Words and values of the training pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import may
from monitor.lib.clock import utc_now
from monitor.lib.plurals import with_plurals
from monitor.models import FirstStep, Role
from monitor.training.sheet import Bar, bar_of

TRAINEE = Role.REPORTER  # everyone who may log in except pure viewers


def training_bar(user: Any) -> Bar | None:
    """The bar of every page while this member's training lasts; only in an exercise."""
    if not settings.DRILL or not may(user, TRAINEE):
        return None
    return bar_of(user, now=utc_now())


def result_page(result: Mapping[str, Any]) -> dict[str, Any]:
    """The frozen result with its times read and its codes in words, for the template."""
    stories = [
        row
        | {
            "seen_from": _time(row["seen_from"]),
            "alert_from": _time(row["alert_from"]),
            "noticed_at": _time(row["noticed_at"]),
            "waited": waited(row["wait"]),
            "against_line": against_line(row["after_alert_from"]),
            "first_step_label": first_step(row["first_step"]),
        }
        for row in result["stories"]
    ]
    return {
        "counts": result["counts"],
        "stories": stories,
        "not_fetched": result["not_fetched"],
        "false_notes": [row | {"at": _time(row["at"])} for row in result["others"] if row["false"]],
        "uncounted": [row | {"at": _time(row["at"])} for row in result["others"] if not row["false"]],
        "mis_tagged": [row for row in result["tags"] if not row["right"]],
        "well_tagged": [row for row in result["tags"] if row["right"]],
        "advice": [sentence(row["code"], row["facts"]) for row in result["advice"]],
    }


def waited(minutes: float | None) -> str:
    """2.5 -> 2.5 分钟; None -> —."""
    return "—" if minutes is None else _("%(n)s 分钟") % with_plurals({"n": f"{minutes:g}"})


def against_line(minutes: float | None) -> str:
    """Minutes from the moment at which an alert was due: 晚 2.5 分钟, 早 3 分钟."""
    if minutes is None:
        return "—"
    words = _("晚 %(n)s 分钟") if minutes >= 0 else _("早 %(n)s 分钟")
    return words % {"n": f"{abs(minutes):g}"}


def first_step(code: str) -> str:
    """Name of what the trainee would do first."""
    return str(FirstStep(code).label) if code in FirstStep else ""


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """One sentence of advice; a code from a later version says nothing."""
    named = {key: labels.area(str(value)) if key == "area" else value for key, value in facts.items()}
    named |= {key: labels.sentiment(str(facts[key])) for key in ("given", "tone") if key in facts}
    sentences = {
        "quiet": _("这段时间里没有该注意的事，下次可以练得久一些。"),
        "missed": _(
            "漏了 %(n)s 件事，最要紧的是“%(name)s”（%(sources)s 家来源）：每隔几分钟看一眼“现在需要你”和话题列表。"
        ),
        "slow": _("“%(name)s”过了 %(minutes)s 分钟才注意到：同一件事有第二家来源报道时，就值得点开看看。"),
        "quick": _("%(n)s 件事都注意到了，最慢用了 %(minutes)s 分钟，保持这个节奏。"),
        "should_alert": _("“%(name)s”应当预警：人数多、来源多、还在上升的，先报再核实。"),
        "no_alert": _("“%(name)s”不必预警：先看有没有官方答复，是不是个别情况，再决定要不要报。"),
        "unanswered": _("“%(name)s”记下了却没有作答（这样的有 %(n)s 件）：注意到之后，先写下第一步做什么。"),
        "false_note": _("有 %(n)s 次记下的话题其实没有事：记之前，点开看看几家来源说的是不是同一件事。"),
        "judged_well": _("%(n)s 件事要不要预警都判断对了。"),
        "nothing_judged": _("这次还没有作答：记下一件事后，试着判断要不要预警。"),
        "no_tags": _("标注练习还没有做：有 %(n)s 条内容在等您，每条十几秒就够。"),
        "area_missed": _("标注时最常漏掉的领域是“%(area)s”（%(n)s 次）：一条内容可以属于几个领域。"),
        "area_extra": _("标注时最常多选的领域是“%(area)s”（%(n)s 次）：只选文中真正谈到的。"),
        "tone": _("基调最常把“%(tone)s”标成“%(given)s”（%(n)s 次）：看文中报告的事情本身是好是坏，不看语气。"),
        "tagged_well": _("%(n)s 条标注全部正确。"),
    }
    return sentences[code] % named if code in sentences else ""


def _time(raw: str | None) -> datetime | None:
    return datetime.fromisoformat(raw) if raw else None
