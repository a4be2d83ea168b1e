"""The evidence of an alert as people read it: every window with counts, baseline and threshold, and the level's points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitor.lib.plurals import with_plurals
from monitor.models import AlertKind
from monitor.queries.alert_words import window_label

FIRST_HIT = {AlertKind.KEYWORD, AlertKind.PLAN_HIT}  # nothing is usual for these


@dataclass(frozen=True, slots=True)
class WhyWindow:
    """One tested window. `counted` is what is held against `threshold`, `unit` says what that is; `own` and `area` what is usual."""

    label: str
    start: str  # ISO
    end: str
    originals: int
    items: int
    sources: int
    negative: int
    likely: str  # originals, each counted by the probability that it is negative; empty for older evidence
    counted: int
    unit: str
    own: str
    area: str
    threshold: float
    needed: str  # the threshold as people read it
    floor: str
    met: bool
    usual: float  # what is usual, as a count; 0 when it is not known

    @property
    def bar(self) -> float:
        """Length of the count on a scale that holds count and threshold, per cent."""
        return round(100 * self.counted / self._scale, 1)

    @property
    def mark(self) -> float:
        """Place of the threshold on the same scale, per cent."""
        return round(100 * self.threshold / self._scale, 1)

    @property
    def usual_mark(self) -> float:
        """Place of what is usual on the same scale, per cent; 0: nothing to show."""
        return round(100 * min(self.usual, self._scale) / self._scale, 1)

    @property
    def _scale(self) -> float:
        return max(self.counted, self.threshold, 1) * 1.15


def why_windows(evidence: dict[str, Any]) -> list[WhyWindow]:
    """Shortest window first; none for a source notice."""
    kind = evidence.get("kind", "")
    return [
        WhyWindow(
            label=window_label(int(window["hours"])),
            start=window["start"],
            end=window["end"],
            originals=window["originals"],
            items=window["items"],
            sources=window["sources"],
            negative=window["negative"],
            likely=f"{window['likely']:.1f}" if "likely" in window else "",
            counted=window.get("counted", window["originals"]),
            unit=_unit(kind),
            own=baseline_words(window["own"]) if kind not in {AlertKind.AREA_VOLUME, *FIRST_HIT} else "",
            area=baseline_words(window["area"]) if kind not in {AlertKind.TOPIC_SPREAD, *FIRST_HIT} else "",
            threshold=window["threshold"],
            needed=f"{window['threshold']:g}",
            floor=_floor(window),
            met=window["met"],
            usual=_usual(kind, window),
        )
        for window in evidence.get("windows", [])
    ]


def _unit(kind: str) -> str:
    units = {
        AlertKind.TOPIC_NEGATIVE: _("条负面原创"),
        AlertKind.TOPIC_SPREAD: _("家来源"),
        AlertKind.KEYWORD: _("条命中"),
        AlertKind.PLAN_HIT: _("条命中"),
    }
    return units.get(AlertKind(kind), _("条原创")) if kind in AlertKind.values else _("条原创")


def _floor(window: dict[str, Any]) -> str:
    """`至少 4 条原创、3 家来源、负面按概率合计 2.5 条`; empty for a rule without a floor."""
    originals, sources = window["floor_originals"], window["floor_sources"]
    parts = [
        (originals, ngettext("%(n)s 条原创", "%(n)s 条原创", originals)),
        (sources, ngettext("%(n)s 家来源", "%(n)s 家来源", sources)),
        (window.get("floor_negative", 0), _("%(n)s 条确定为负面")),
        (window.get("floor_likely", 0), _("负面按概率合计 %(n)s 条")),
        (window.get("floor_alike", 0), _("%(n)s 条同领域负面")),
    ]
    said = _("、").join(words % {"n": f"{n:g}"} for n, words in parts if n)
    return _("至少 %(parts)s") % {"parts": said} if said else ""


def _usual(kind: str, window: dict[str, Any]) -> float:
    """On the scale of the count: the topic's own where it has one; an area's only for alerts on areas (a topic is a part of it)."""
    which = "area" if kind == AlertKind.AREA_VOLUME else "own"
    return float(window[which]["expected"])


def baseline_words(baseline: dict[str, Any]) -> str:
    """`通常 2.4 条（同一小时，依据 312 小时，剔除中断 6 小时）`, or that there is too little history."""
    if baseline["basis"] == "none":
        return _("历史不足（%(hours)s 小时），未作比较") % with_plurals({"hours": baseline["hours"]})
    bases = {
        "hour_of_week": _("每周同一小时"),
        "hour_of_day": _("不足四周，按每日同一小时"),
        "windows": _("此前同样长的窗口"),
    }
    words = _("通常 %(n)s 条（%(basis)s，依据 %(hours)s 小时）") % with_plurals(
        {
            "n": f"{baseline['expected']:.1f}",
            "basis": bases[baseline["basis"]],
            "hours": baseline["hours"],
        }
    )
    if baseline["left_out"]:
        words += _("，已剔除来源中断 %(n)s 小时") % with_plurals({"n": baseline["left_out"]})
    return words


def why_new_sources(evidence: dict[str, Any]) -> list[str]:
    """What was left out because nobody knows yet what is usual for its sources, or whether they told it before, and whose usual rests on
    less."""
    detail = evidence.get("detail", {})
    left_out, new, younger = (int(detail.get(key, 0)) for key in ("unheard", "unheard_sources", "younger_sources"))
    said = []
    if left_out:
        words = ngettext(
            "另有 %(n)s 条原创来自新加入的来源（%(sources)s 家）：还不知道它们平常有多少，没有计入。",
            "另有 %(n)s 条原创来自新加入的来源（%(sources)s 家）：还不知道它们平常有多少，没有计入。",
            left_out,
        )
        said.append(words % {"n": left_out, "sources": new})
    elif new:  # topic_spread
        words = ngettext(
            "另有 %(n)s 家来源在话题出现之后才加入：不知道它们此前是否讲过，没有计入。",
            "另有 %(n)s 家来源在话题出现之后才加入：不知道它们此前是否讲过，没有计入。",
            new,
        )
        said.append(words % {"n": new})
    if younger:
        words = ngettext(
            "其中 %(n)s 家来源加入较晚，它们的平常只按加入以后的时间算。",
            "其中 %(n)s 家来源加入较晚，它们的平常只按加入以后的时间算。",
            younger,
        )
        said.append(words % {"n": younger})
    return said


def why_points(evidence: dict[str, Any]) -> list[tuple[str, int]]:
    """(part, points) behind the level."""
    points = evidence.get("points", {})
    names = {
        "speed": _("速度"),
        "volume": _("数量"),
        "spread": _("扩散"),
        "negative": _("负面"),
        "grave": _("重大规则"),
    }
    return [(names[key], int(points[key])) for key in names if key in points]


def why_also(evidence: dict[str, Any]) -> list[str]:
    """Names of the other rules that were met at the same moment."""
    kinds = [kind for kind in evidence.get("kinds", []) if kind != evidence.get("kind") and kind in AlertKind.values]
    return [str(AlertKind(kind).label) for kind in kinds]
