"""Routes in words: what one holds for, why somebody is told or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.answer_forms import WEEKDAYS
from monitor.alerts.route import FALLBACK, Because
from monitor.models import AlertKind, AlertLevel, AlertRoute, MemberGroup, Plan, RouteDays, SourceKind, Unit


def condition_words(row: AlertRoute, people: Mapping[int, str]) -> list[tuple[str, str]]:
    """(what, which) of every condition that is set, and of every target."""
    spec = row.spec
    named: dict[str, tuple[str, Mapping[Any, Any]]] = {
        "kinds": (_("预警种类"), dict(AlertKind.choices)),
        "areas": (_("领域"), {code: labels.area(code) for code in spec.get("areas", ())}),
        "places": (_("地点"), {code: labels.place(code) for code in spec.get("places", ())}),
        "units": (_("单位"), dict(Unit.objects.filter(pk__in=spec.get("units", ())).values_list("pk", "name"))),
        "plans": (_("专题"), dict(Plan.objects.filter(pk__in=spec.get("plans", ())).values_list("pk", "name"))),
        "source_kinds": (_("来源类别"), dict(SourceKind.choices)),
        "weekdays": (_("星期"), dict(WEEKDAYS)),
        "groups": (
            _("发给小组"),
            dict(MemberGroup.objects.filter(pk__in=spec.get("groups", ())).values_list("pk", "name")),
        ),
        "people": (_("发给成员"), people),
    }
    words = []
    if int(spec.get("min_level", 1)) > 1:
        words.append((_("级别"), _("%(level)s及以上") % {"level": AlertLevel(int(spec["min_level"])).label}))
    for key, (name, names) in named.items():
        if spec.get(key):
            words.append((name, "、".join(str(names.get(value, value)) for value in spec[key])))
    if spec.get("days"):
        words.append((_("日子"), str(RouteDays(spec["days"]).label)))
    if spec.get("start"):
        words.append((_("时段"), f"{spec['start']}–{spec['end']}"))
    words += [
        (_("发给"), name) for key, name in (("duty", _("当时的值班人")), ("deputy", _("当时的副班"))) if spec.get(key)
    ]
    return words


def because_words(because: Iterable[Because]) -> list[str]:
    """`路由“欠薪”：值班人`."""
    targets = {"people": _("点名的成员"), "duty": _("当时的值班人"), "deputy": _("当时的副班")}
    found = []
    for one in because:
        if one.rule is None:
            found.append(
                _("符合的路由没有找到已登记的接收人，改为通知全部接收人")
                if one.target == FALLBACK
                else _("没有符合的路由，按默认通知全部接收人")
            )
            continue
        target = _("小组“%(name)s”") % {"name": one.name} if one.target == "group" else targets[one.target]
        found.append(_("路由“%(name)s”：%(target)s") % {"name": one.rule.name, "target": target})
    return found


def left_out_words(why: str) -> str:
    """Why a listed recipient is not told."""
    return {
        "inactive": _("账户已停用"),
        "role": _("角色不处理预警"),
        "off": _("接收已关闭"),
        "level": _("低于本人设定的级别"),
        "address": _("没有地址"),
        "repeated": _("同一渠道已有一个地址"),
        "not_named": _("符合的路由没有点到"),
        "plan": _("只发给专题的接收人"),
    }.get(why, why)


def failed_words(failed: str) -> str:
    """Which condition of a route did not hold; "" when all did."""
    return {
        "": "",
        "level": _("级别不够"),
        "kind": _("种类不符"),
        "area": _("领域不符"),
        "place": _("地点不符"),
        "unit": _("单位不符"),
        "plan": _("不在所选专题里"),
        "source_kind": _("来源类别不符"),
        "days": _("日子不符（工作日或休息日）"),
        "weekday": _("星期不符"),
        "time": _("不在时段内"),
    }.get(failed, failed)
