"""Standing plans in words: what is wrong with one and what to do, what it is narrowed to, what changed, what it finds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards import labels
from dashboards.clocks import percent
from dashboards.templatetags.frame import FEW, changed
from monitor.lib.plurals import with_plurals
from monitor.models import AlertLevel, Plan, PlanPhase, Source, Unit, User
from monitor.plans.check import PlanError
from monitor.queries.desk import Numbers

STATES = {
    PlanPhase.ACTIVE: "ok",
    PlanPhase.COMING: "warn",
    PlanPhase.PAUSED: "off",
    PlanPhase.OVER: "off",
    PlanPhase.ENDED: "off",
}


def plan_sentence(error: PlanError) -> str:
    """What is wrong and what to do."""
    detail = error.detail
    return {
        "name_missing": _("请写一个专题名称。"),
        "name_known": _("已经有叫“%(what)s”的专题，请换一个名称。") % {"what": detail},
        "name_person": _("“%(what)s”像是人名、号码或账号。专题只针对事情，不针对个人，请换一个名称。")
        % {"what": detail},
        "days": _("结束日期在开始日期之前，请改正。"),
        "choice": _("选中的来源、单位、领域或地域有的已不存在，请刷新页面后重新选择。"),
        "recipient": _("接收人只能是在用的本组成员，请重新选择。"),
        "stale": _("别人刚刚改过这个专题。请看过现在的版本再改。"),
        "same": _("没有改动，不用保存。"),
        "state": _("专题已经结束，不能暂停。"),
    }.get(error.label, detail)


def narrowing(plan: Plan) -> list[tuple[str, str]]:
    """(what, its values in words) of everything besides the query that decides what the plan holds."""
    lists = {name: getattr(plan, name) for name in ("sources", "areas", "places", "units")}
    rows = [(field_name(name), field_value(name, value)) for name, value in lists.items() if value]
    days = _days(plan.starts_on, plan.ends_on)
    return [*rows, (_("日期"), days)] if days else rows


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return _("%(first)s 至 %(last)s") % {"first": first, "last": last}
    if first:
        return _("%(first)s 起") % {"first": first}
    return _("至 %(last)s") % {"last": last} if last else ""


def field_name(name: str) -> str:
    """A field of a plan."""
    return {
        "name": _("名称"),
        "purpose": _("为什么关注"),
        "query": _("检索式"),
        "sources": _("来源"),
        "areas": _("领域"),
        "places": _("地域"),
        "units": _("基层单位"),
        "starts_on": _("开始日期"),
        "ends_on": _("结束日期"),
        "recipients": _("接收人"),
        "tell": _("发预警给接收人"),
        "tell_level": _("从哪一级起发"),
        "in_report": _("周报单列"),
        "hit_alert": _("命中即预警"),
    }.get(name, name)


def field_value(name: str, value: Any) -> str:
    """As people read it."""
    named: dict[str, Any] = {"sources": Source, "units": Unit, "recipients": User}
    if name in named:
        found = named[name].objects.in_bulk(value)
        return _("、").join(str(found[pk]) if pk in found else f"#{pk}" for pk in value)
    if name == "areas":
        return _("、").join(labels.area(code) for code in value)
    if name == "places":
        return _("、").join(labels.place(code) for code in value)
    if name == "tell_level":
        return str(AlertLevel(value).label)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value or "—")


def finding(numbers: Numbers, *, window: str, top: str) -> str:
    """The sentence on top of a plan's page: how many, which way, in what tone, what about."""
    now = numbers.now
    if not now.items:
        return _("%(window)s没有新内容。") % {"window": window}
    parts = [
        _("%(window)s %(n)s 条，其中原创 %(originals)s 条")
        % with_plurals({"window": window, "n": f"{now.items:,}", "originals": f"{now.originals:,}"})
    ]
    before = numbers.before.items
    told = changed(now.items, before)
    parts.append(told if before < FEW else _("比前一时段 %(change)s") % {"change": told})
    if now.negative_share is not None:
        parts.append(_("原创负面占 %(share)s") % {"share": percent(now.negative_share)})
    if top:
        parts.append(_("最集中的话题是“%(title)s”") % {"title": top})
    return _("，").join(parts) + _("。")


def phase_note(plan: Plan, now: datetime) -> str:
    """What the state means for who looks at the page; empty for a plan that goes on."""
    return {
        PlanPhase.COMING: _("从 %(day)s 起收内容；此前发布的不算。") % {"day": plan.starts_on},
        PlanPhase.PAUSED: _("已暂停：不收新内容、不发预警、不进周报。恢复后会补上暂停期间的内容。"),
        PlanPhase.OVER: _("%(day)s 已到期：之后发布的内容不算，已有的内容和数字都在。") % {"day": plan.ends_on},
        PlanPhase.ENDED: _("已结束：不收新内容、不发预警、不进周报，已有的内容和数字都在。"),
    }.get(plan.phase(now), "")


def window_words(hours: int) -> str:
    """近 24 小时, 近 7 天."""
    if hours <= 24:
        return _("近 %(n)d 小时") % with_plurals({"n": hours})
    return ngettext("近 %(n)d 天", "近 %(n)d 天", hours // 24) % {"n": hours // 24}
