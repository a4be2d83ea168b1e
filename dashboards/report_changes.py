"""What counting again changed, in words: the chief numbers side by side, then each part with its rows by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from monitor.reports.changes import Change
from monitor.reports.names import report_names
from monitor.reports.tell import FORMS, Names, lookup

PERCENT = ("share", "negative", "neutral", "positive", "previous_share", "share_before", "low", "high", "sentiment")
DURATION = ("minutes", "minutes_to_acknowledge", "minutes_to_close", "median_minutes", "median_close", "gap")
MOMENT = ("from", "to", "at", "data_from", "base_from")
CODES = {"status": "status", "state": "state", "answer": "answer", "level": "level", "measure": "measure"}
MOST_LISTED = 5  # of a list in one cell


@dataclass(frozen=True, slots=True)
class Row:
    """One number that differs, as shown."""

    label: str
    before: str
    after: str
    difference: str
    path: str


def changes_told(changes: Iterable[Change]) -> list[tuple[str, list[Row]]]:
    """[(part of the report, its rows)] in the order of the report."""
    names, parts, found = report_names(), _parts(), dict[str, list[Row]]()
    for change in changes:
        found.setdefault(change.part, []).append(_row(change, names))
    order = {part: n for n, part in enumerate(parts)}
    return [
        (parts.get(part, part), found[part]) for part in sorted(found, key=lambda part: order.get(part, len(order)))
    ]


def chief_told(frozen: Mapping[str, Any], changes: Iterable[Change]) -> list[Row]:
    """The numbers that a reader asks for first, those that stayed too."""
    names, by_path = report_names(), {change.path: change for change in changes}
    found = []
    for path, label in _chief().items():
        try:
            stays = lookup(frozen, path)
        except (KeyError, TypeError):
            continue
        change = by_path.get(path, Change(path, stays, stays))
        found.append(_row(change, names, label))
    return found


def _chief() -> dict[str, str]:
    return {
        "level.level": _("等级"),
        "volume.items": _("信息量"),
        "volume.originals": _("原创"),
        "sentiment.neg.share": _("负面占比"),
        "topics.n": _("涉工话题"),
        "alerts.n": _("话题预警"),
        "alerts.closed": _("已办结的预警"),
    }


def _row(change: Change, names: Names, label: str = "") -> Row:
    label = label or " · ".join(_steps(change.path, change.name, names)) or _parts().get(change.part, change.part)
    last = "n" if change.whole else change.path.rpartition(".")[2]
    before, after = (_shown(value, last, change, names) for value in (change.before, change.after))
    if not change.whole:
        difference = _difference(change, last)
    else:
        difference = _("不再列出") if change.after is None else _("新列出")
    return Row(label, before, after, difference, change.path)


def _difference(change: Change, last: str) -> str:
    if change.difference is None or change.part == "level":
        return ""
    size = FORMS["number"](abs(change.difference), _)
    sign = "+" if change.difference > 0 else "−"
    return f"{sign}{size}" + (_(" 个百分点") if last in (*PERCENT, "change") else "")


def _shown(value: Any, last: str, change: Change, names: Names) -> str:
    """A value as people read it, by the name of its place."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return FORMS["yes"](value, _)
    if isinstance(value, str):
        return _text(value, last, change, names)
    if isinstance(value, int | float):
        return _figure(value, last, change, names)
    if isinstance(value, list):
        words = [names["area"].get(str(one), str(one)) for one in value if not isinstance(one, dict)]
        more = "……" if len(words) > MOST_LISTED else ""
        return (
            ("、".join(words[:MOST_LISTED]) + more)
            if words
            else ngettext("%(n)s 项", "%(n)s 项", len(value)) % {"n": len(value)}
        )
    return "·"


def _text(value: str, last: str, change: Change, names: Names) -> str:
    if last == "day":
        return FORMS["day"](value, _)
    if last in MOMENT or last.endswith("_at"):
        return FORMS["moment"](value, _)
    form = "life" if change.part == "topics" and last == "status" else CODES.get(last, last)
    return names.get(form, {}).get(value, value)


def _figure(value: float, last: str, change: Change, names: Names) -> str:
    if last == "level":
        return names["week_level" if change.part == "level" else "level"].get(str(value), str(value))
    if last in DURATION:
        return FORMS["duration"](int(value), _)
    if last in PERCENT and change.part != "forecast":
        return FORMS["percent"](value, _)
    if last == "change":
        return FORMS["change"](value, _)
    return FORMS["number"](value, _)


def _steps(path: str, name: str, names: Names) -> list[str]:
    """The words of a path after its part: the row by its name, then what of it."""
    said, places = [], {**_places(), **names["sentiment"]}
    for step in path.replace("[", ".[").split(".")[1:]:
        if step.startswith("["):
            key = name or step.strip("[]")
            said.append(next((table[key] for form in ("area", "kind", "rule") if key in (table := names[form])), key))
            said[-1] = FORMS["day"](key, _) if _is_day(key) else said[-1]
        elif step not in ("top", "listed", "days", "levels", "next", "check", "topics"):
            said.append(places.get(step, step))
        elif step in ("next", "check"):
            said.append(places[step])
    return said


def _is_day(key: str) -> bool:
    return len(key) == 10 and key[4] == key[7] == "-" and key.replace("-", "").isdecimal()


def _parts() -> dict[str, str]:
    return {
        "level": _("等级"),
        "volume": _("信息量"),
        "sentiment": _("情感"),
        "daily": _("每日"),
        "peak": _("高点"),
        "areas": _("领域"),
        "kinds": _("来源类型"),
        "units": _("单位"),
        "topics": _("话题"),
        "topic": _("话题"),
        "spread": _("传播情况"),
        "terms": _("关键词"),
        "plans": _("专题"),
        "alerts": _("预警"),
        "handed": _("转办"),
        "forecast": _("预测"),
        "sources": _("来源"),
        "outages": _("来源中断"),
        "models": _("模型"),
        "advice": _("建议"),
        "accuracy": _("准确率"),
        "versions": _("规则版本"),
        "unplaced": _("未归入话题"),
        "complete": _("本期已结束"),
        "data_from": _("数据起点"),
        "organisation": _("单位名称"),
        "title": _("标题"),
        "cut": _("早于统计期的部分"),
        "drill": _("演练"),
        "before": _("上期"),
        "period": _("时段"),
        "kind": _("种类"),
    }


def _places() -> dict[str, str]:
    return {
        "n": _("条数"),
        "items": _("条数"),
        "originals": _("原创"),
        "reposts": _("转发"),
        "everything": _("全部信息"),
        "share": _("占比"),
        "negative": _("负面占比"),
        "neutral": _("中性占比"),
        "positive": _("正面占比"),
        "previous": _("上期"),
        "previous_share": _("上期占比"),
        "change": _("环比"),
        "points": _("变化（百分点）"),
        "heat": _("热度"),
        "rank": _("名次"),
        "status": _("状态"),
        "state": _("状态"),
        "answer": _("回应"),
        "sources": _("来源数"),
        "with_items": _("有内容的来源"),
        "watched": _("监测来源"),
        "gap": _("来源中断"),
        "minutes": _("时长"),
        "day": _("日期"),
        "median": _("日中位数"),
        "excess": _("多出"),
        "more": _("比平日多"),
        "usual": _("平日"),
        "others_mean": _("其余各日日均"),
        "times": _("倍数"),
        "new": _("新出现"),
        "continuing": _("延续"),
        "revived": _("再起"),
        "title": _("标题"),
        "terms": _("关键词"),
        "areas": _("领域"),
        "area": _("领域"),
        "history": _("往期"),
        "acknowledged": _("已回应"),
        "closed": _("已办结"),
        "open": _("未办结"),
        "unanswered": _("无人回应"),
        "overdue": _("已超时限"),
        "level": _("级别"),
        "calm": _("已平息"),
        "acknowledged_at": _("回应时间"),
        "closed_at": _("办结时间"),
        "due_at": _("时限"),
        "last_at": _("最近一次"),
        "first_at": _("首现"),
        "raised_at": _("发出时间"),
        "minutes_to_acknowledge": _("回应用时"),
        "minutes_to_close": _("办结用时"),
        "median_minutes": _("回应用时（中位数）"),
        "median_close": _("办结用时（中位数）"),
        "steps": _("预案步骤"),
        "steps_done": _("已做步骤"),
        "referred": _("转办"),
        "answered": _("答复"),
        "published": _("已发布说明"),
        "sent": _("转办"),
        "docs": _("原创"),
        "docs_before": _("前四周原创"),
        "tested": _("比较的词数"),
        "rising": _("上升词"),
        "falling": _("下降词"),
        "cloud": _("词云"),
        "weight": _("原创条数"),
        "before": _("前四周条数"),
        "share_before": _("前四周占比"),
        "z": _("z 值"),
        "base_from": _("比较自"),
        "next": _("下期预测"),
        "check": _("本期预测核对"),
        "point": _("预计"),
        "low": _("下限"),
        "high": _("上限"),
        "total": _("合计"),
        "came": pgettext("report", "实际"),
        "inside": _("落在区间内"),
        "of": _("可核对的天数"),
        "method": _("方法"),
        "made_at": _("作出时间"),
        "rules": _("关键词规则"),
        "alert_rules": _("预警规则"),
        "version": _("版本"),
        "measure": _("依据"),
        "value": _("数值"),
        "bound": _("标准"),
        "bounds": _("标准"),
        "weeks": _("周数"),
        "enough": _("检查数足够"),
        "sentiment": _("情感判对"),
        "first": _("前两期"),
        "second": _("上期"),
        "third": _("本期"),
        "plan": _("预案版本"),
        "rise": _("增幅"),
        "was": _("此前"),
        "retagging": _("正在回标"),
        "name": _("名称"),
        "to": _("至"),
        "from": _("自"),
        "label": _("原因"),
    }
