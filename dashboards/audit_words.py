"""Entries of the audit log as a page shows them: what happened, to what, with what details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from dashboards import labels
from dashboards.audit_details import detail_words
from dashboards.rule_words import retag_reasons
from monitor.models import AuditEntry

PAGES = frozenset(("alert", "item", "plan", "report", "rule", "source", "topic"))
SHORT = 180  # characters of the details that are shown before somebody opens them
TARGETS = {  # what an entry is about, by the word before its number
    "alert": pgettext_lazy("record", "预警"),
    "alert_rule": pgettext_lazy("record", "预警规则"),
    "assessment": pgettext_lazy("record", "考核"),
    "channel": pgettext_lazy("record", "通知渠道"),
    "chart": pgettext_lazy("record", "图"),
    "check": pgettext_lazy("record", "盲检"),
    "compare": pgettext_lazy("record", "对比"),
    "desk": pgettext_lazy("record", "值班台"),
    "file": pgettext_lazy("record", "文件"),
    "group": pgettext_lazy("record", "同义词组"),
    "handover": pgettext_lazy("record", "交接班"),
    "host": pgettext_lazy("record", "网站"),
    "item": pgettext_lazy("record", "内容"),
    "items": pgettext_lazy("record", "内容列表"),
    "members": pgettext_lazy("record", "小组"),
    "model": pgettext_lazy("record", "模型"),
    "page": pgettext_lazy("record", "编辑页"),
    "place": pgettext_lazy("record", "地名"),
    "plan": pgettext_lazy("record", "专题"),
    "quality": pgettext_lazy("record", "质量"),
    "recipient": pgettext_lazy("record", "接收人"),
    "referral": pgettext_lazy("record", "转办"),
    "report": pgettext_lazy("record", "报告"),
    "report_reader": pgettext_lazy("record", "报告接收人"),
    "report_template": pgettext_lazy("record", "报告模板"),
    "reposts": pgettext_lazy("record", "转载"),
    "retag": pgettext_lazy("record", "重新标记"),
    "roster": pgettext_lazy("record", "值班表"),
    "route": pgettext_lazy("record", "路由"),
    "rule": pgettext_lazy("record", "规则"),
    "search": pgettext_lazy("record", "检索"),
    "search_volume": pgettext_lazy("record", "检索结果走势"),
    "settings": pgettext_lazy("record", "设置"),
    "setup": pgettext_lazy("record", "首次设置"),
    "shift": pgettext_lazy("record", "班次"),
    "source": pgettext_lazy("record", "来源"),
    "template": pgettext_lazy("record", "消息文字"),
    "times": pgettext_lazy("record", "处置时限"),
    "token": pgettext_lazy("record", "令牌"),
    "topic": pgettext_lazy("record", "话题"),
    "topics": pgettext_lazy("record", "话题列表"),
    "training": pgettext_lazy("record", "训练"),
    "unit": pgettext_lazy("record", "单位"),
    "user": pgettext_lazy("record", "成员"),
    "view": pgettext_lazy("record", "视图"),
    "volume": pgettext_lazy("record", "走势"),
    "wall": pgettext_lazy("record", "大屏"),
    "wall_link": pgettext_lazy("record", "屏幕链接"),
    "week": pgettext_lazy("record", "大屏回放"),
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry, its action and what it is about in words, the page of that ("" when there is none), its details, their beginning."""

    entry: AuditEntry
    label: str
    target: str
    href: str
    detail: str

    @property
    def is_long(self) -> bool:
        return len(self.detail) > SHORT

    @property
    def short(self) -> str:
        return f"{self.detail[:SHORT].rstrip()}…" if self.is_long else self.detail


def audit_rows(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    """For audit/audit.html."""
    found = list(entries)
    reasons = retag_reasons({entry.detail["reason"] for entry in found if _of_retag(entry)})
    return [_row(entry, reasons) for entry in found]


def _row(entry: AuditEntry, reasons: Mapping[str, str]) -> AuditRow:
    kind, _, pk = entry.target.partition(":")
    href = reverse(kind, args=[int(pk)]) if kind in PAGES and pk.isdecimal() else ""
    detail = entry.detail | ({"reason": reasons[entry.detail["reason"]]} if _of_retag(entry) else {})
    return AuditRow(entry, labels.action(entry.action), target_words(entry.target), href, detail_words(detail))


def _of_retag(entry: AuditEntry) -> bool:
    """Its reason is a code of rules.queue, in other entries it is what a person wrote."""
    return entry.action == "retag" and isinstance(entry.detail.get("reason"), str)


def target_words(target: str) -> str:
    """ "报告 71" of "report:71"; what has no name is as it was written."""
    kind, _, rest = target.partition(":")
    return f"{TARGETS[kind]} {rest}".rstrip() if kind in TARGETS else target
