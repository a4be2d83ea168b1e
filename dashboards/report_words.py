"""Words about reports: names of steps of long work, of faults, of what is set side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from monitor.errors import TingchaoError
from monitor.reports.layout import SECTIONS
from monitor.reports.names import report_names
from monitor.reports.tell import FORMS, Teller

TONES = ("neg", "neu", "pos")


def form_label(form: str) -> str:
    """Name of a format."""
    return {
        "docx": _("Word（可编辑）"),
        "pdf": _("PDF（印发）"),
        "html": _("网页邮件"),
        "xlsx": _("Excel（表格）"),
        "json": _("数字（JSON）"),
    }.get(form, form)


def step_label(step: str) -> str:
    """What long work is at."""
    return {
        "volume": _("统计信息量"),
        "topics": _("统计话题"),
        "terms": _("比较关键词"),
        "alerts": _("统计预警与处置"),
        "forecast": _("核对预测与数据说明"),
        "mail": _("准备邮件"),
    }.get(step, _("生成 %(form)s") % {"form": form_label(step)} if step else _("即将开始"))


def section_label(key: str) -> str:
    """Name of a section, for templates."""
    return {
        "overview": _("总体情况"),
        "trend": _("走势"),
        "structure": _("结构"),
        "topics": _("热点话题"),
        "terms": _("关键词变化"),
        "plans": _("专题"),
        "alerts": _("重点关注与处置"),
        "analysis": _("研判与建议"),
        "forecast": _("下期预测"),
        "spread": _("传播情况"),
        "notes": _("数据说明（不能去掉）"),
    }.get(key, key)


def section_choices(kind: str) -> list[tuple[str, str]]:
    """(key, name) of the sections that a kind can have."""
    return [(key, section_label(key)) for key in SECTIONS[kind]]


def fault_sentence(error: TingchaoError | str) -> str:
    """What went wrong and what to do."""
    label = error if isinstance(error, str) else error.label
    return {
        "report_state": _("报告的状态已经变了，请看最新内容后再操作。"),
        "report_rights": _("只有组长可以签发或撤回。"),
        "report_digest": _("冻结的数字与摘要值不符，不能签发。请联系管理员。"),
        "report_reason": _("请写明撤回原因。"),
        "report_long": _("文字太长：研判请控制在两万字以内，一句话请控制在一千字以内。"),
        "report_sentence": _("这句话已经变了或不在了，请看最新内容后再改。"),
        "report_conflict": _("其他人刚保存了不同的内容。"),
        "report_template": _("已有同名的模板，请换一个名称。"),
        "report_reader": _("这位成员的这个邮箱已经在列。"),
        "report_topic": _("话题已不存在，无从起草。"),
        "withdrawn": _("报告已撤回，没有继续。"),
        "render_failed": _("文件没有生成。请稍后再试；仍不行请管理员查看运行日志，可先用“打印”或下载数字。"),
        "render_form": _("没有这种文件格式。"),
        "unexpected": _("没有完成，原因不明。请稍后再试；仍不行请联系管理员查看运行日志。"),
    }.get(label, label)


@dataclass(frozen=True, slots=True)
class Pair:
    """One number of two reports side by side, as shown; `difference` "" when there is none to tell."""

    name: str
    one: str
    other: str
    difference: str


def pairs(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, list[Pair]]]:
    """Groups of numbers side by side."""
    tellers = Teller(one, _, report_names()), Teller(other, _, report_names())
    groups = [
        (_("总体"), [_pair(tellers, name, path, form) for name, path, form in _general()]),
        (_("领域（条）"), _rows(tellers, "areas", "area", "n", "area")),
        (_("来源类型（条）"), _rows(tellers, "kinds", "kind", "n", "kind")),
        (_("所涉单位（条，只计数量）"), _rows(tellers, "units", "name", "n", "text")),
    ]
    return [(title, [row for row in rows if row.one != "—" or row.other != "—"]) for title, rows in groups if rows]


def _general() -> Iterator[tuple[str, str, str]]:
    yield _("等级"), "level.level", "week_level"
    yield _("信息量"), "volume.items", "count"
    yield _("原创"), "volume.originals", "count"
    yield _("转发"), "volume.reposts", "count"
    for tone, name in zip(TONES, (_("负面占比"), _("中性占比"), _("正面占比")), strict=True):
        yield name, f"sentiment.{tone}.share", "percent"
    yield _("最多的一天（条）"), "peak.n", "count"
    yield _("涉工话题"), "topics.n", "count"
    yield _("新出现的话题"), "topics.new", "count"
    yield _("话题预警"), "alerts.n", "count"
    yield _("已办结的预警"), "alerts.closed", "count"
    yield _("回应用时（中位数，分钟）"), "alerts.median_minutes", "count"
    yield _("有内容的来源"), "sources.with_items", "count"
    yield _("来源中断（分钟）"), "outages.minutes", "count"


def _pair(tellers: tuple[Teller, Teller], name: str, path: str, form: str) -> Pair:
    shown = [tell.show(path, form) if tell.has(path) and tell.get(path) is not None else "—" for tell in tellers]
    values = [tell.get(path) if tell.has(path) else None for tell in tellers]
    return Pair(name, shown[0], shown[1], _difference(values[0], values[1], form))


def _rows(tellers: tuple[Teller, Teller], path: str, key: str, value: str, form: str) -> list[Pair]:
    found = [{row[key]: row[value] for row in tell.frozen.get(path, [])} for tell in tellers]
    name: Callable[[str], str] = lambda code: tellers[0].names.get(form, {}).get(code, code)  # noqa: E731
    codes = sorted(found[0].keys() | found[1].keys(), key=lambda code: -max(one.get(code, 0) for one in found))
    return [
        Pair(name(code), f"{one:,}", f"{other:,}", _difference(one, other, "count"))
        for code in codes
        for one, other in [(found[0].get(code, 0), found[1].get(code, 0))]
    ]


def _difference(one: Any, other: Any, form: str) -> str:
    if form == "week_level" or not isinstance(one, int | float) or not isinstance(other, int | float):
        return ""
    difference = round(other - one, 1)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{FORMS['number'](abs(difference), _)}" + (_(" 个百分点") if form == "percent" else "")
