"""Names of codes that reports use, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from monitor.models import AlertKind, AlertLevel, AlertStatus, SourceKind, StepKind, TopicState
from monitor.queries.area_words import AREAS, area_label
from monitor.reports.tell import Names


def report_names() -> Names:
    """{form: {code: name}} for areas, sentiments, source kinds, alert levels and statuses, the life of a topic, levels of a period,
    what was answered, steps of response plans, forecasting methods, alert rules."""
    return {
        "area": {code: area_label(code) for code in AREAS},
        "sentiment": {"neg": _("负面"), "neu": _("中性"), "pos": _("正面")},
        "kind": {kind.value: str(kind.label) for kind in SourceKind} | {"removed": _("已删除的来源")},
        "level": {str(level.value): str(level.label) for level in AlertLevel},
        "status": {status.value: str(status.label) for status in AlertStatus},
        "life": {"new": _("新出现"), "continuing": _("延续"), "revived": _("再起")},
        "state": {state.value: str(state.label) for state in TopicState},
        "week_level": level_names(),
        "measure": measure_names(),
        "answer": {
            "published": _("已发布说明"),
            "answered": _("已转办并答复"),
            "referred": _("已转办"),
            "none": _("暂无"),
        },
        "step": {step.value: str(step.label) for step in StepKind},
        "rule": {kind.value: str(kind.label) for kind in AlertKind},
        "method": {
            "naive": _("朴素法"),
            "seasonal_naive": _("季节朴素法"),
            "like_steps": _("相似时段法"),
            "smoothing": _("指数平滑"),
            "middle": _("两种方法的平均"),
            "alike": _("相似话题法"),
        },
    }


def level_names() -> dict[str, str]:
    """Levels of a period (reports.level), not of alerts."""
    return {"1": _("平稳"), "2": _("关注"), "3": _("较高"), "4": _("高")}


def measure_names() -> dict[str, str]:
    """What the rules of the level look at."""
    return {
        "red": _("红色预警"),
        "orange": _("橙色预警"),
        "yellow": _("黄色预警"),
        "points": _("负面占比较上期上升"),
        "change": _("信息量较上期增加"),
    }
