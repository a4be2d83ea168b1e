"""The evidence of an alert as people read it: every window with counts, baseline and threshold, and the level's points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from monitor.queries.alert_words import window_label


@dataclass(frozen=True, slots=True)
class WhyWindow:
    """One tested window. `own` and `area` say what is usual in such hours."""

    label: str
    start: str  # ISO
    end: str
    originals: int
    items: int
    sources: int
    negative: int
    own: str
    area: str
    threshold: float
    needed: str  # the threshold as people read it
    floor: str
    met: bool

    @property
    def bar(self) -> float:
        """Length of the count on a scale that holds count and threshold, per cent."""
        return round(100 * self.originals / self._scale, 1)

    @property
    def mark(self) -> float:
        """Place of the threshold on the same scale, per cent."""
        return round(100 * self.threshold / self._scale, 1)

    @property
    def _scale(self) -> float:
        return max(self.originals, self.threshold, 1) * 1.15


def why_windows(evidence: dict[str, Any]) -> list[WhyWindow]:
    """Shortest window first; none for a source notice."""
    return [
        WhyWindow(
            label=window_label(int(window["hours"])),
            start=window["start"],
            end=window["end"],
            originals=window["originals"],
            items=window["items"],
            sources=window["sources"],
            negative=window["negative"],
            own=baseline_words(window["own"]),
            area=baseline_words(window["area"]),
            threshold=window["threshold"],
            needed=f"{window['threshold']:g}",
            floor=_("至少 %(n)s 条原创、%(sources)s 家来源")
            % {"n": window["floor_originals"], "sources": window["floor_sources"]},
            met=window["met"],
        )
        for window in evidence.get("windows", [])
    ]


def baseline_words(baseline: dict[str, Any]) -> str:
    """`通常 2.4 条（同一小时，依据 312 小时，剔除中断 6 小时）`, or that there is too little history."""
    if baseline["basis"] == "none":
        return _("历史不足（%(hours)s 小时），未作比较") % {"hours": baseline["hours"]}
    basis = _("每周同一小时") if baseline["basis"] == "hour_of_week" else _("每日同一小时")
    words = _("通常 %(n)s 条（%(basis)s，依据 %(hours)s 小时）") % {
        "n": f"{baseline['expected']:.1f}",
        "basis": basis,
        "hours": baseline["hours"],
    }
    if baseline["left_out"]:
        words += _("，已剔除来源中断 %(n)s 小时") % {"n": baseline["left_out"]}
    return words


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
