"""Accuracy by week as a chart: a point per week with its interval, the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dashboards.clocks import percent
from monitor.lib.plurals import with_plurals
from monitor.queries.quality import Row


@dataclass(frozen=True, slots=True)
class AccuracyChart:
    """Drawn by desk/chart.html. `weeks` oldest first; a week without checks is a gap, not a zero."""

    title: str
    foot: str
    weeks: Sequence[Row]
    csv_href: str
    id: str = "accuracy"

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        checked = [row for row in self.weeks if row.share.n]
        if not checked:
            return _("%(title)s：还没有盲检") % {"title": self.title}
        last = checked[-1]
        return _("%(title)s：最近有盲检的一周是 %(week)s，准确率 %(share)s，%(n)s 条") % with_plurals(
            {
                "title": self.title,
                "week": last.code,
                "share": percent(last.share.value),
                "n": last.share.n,
            }
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (_("周一"), _("准确率"), _("95% 区间"), _("判断正确"), _("盲检条数"))

    @property
    def rows(self) -> list[tuple[str, str, str, int, int]]:
        """The numbers behind the picture, newest first."""
        return [
            (row.code, percent(row.share.value), span_words(row.share.low, row.share.high), row.share.hits, row.share.n)
            if row.share.n
            else (row.code, "—", "—", 0, 0)
            for row in reversed(self.weeks)
        ]

    @property
    def json(self) -> dict[str, Any]:
        """Plotly's data and layout; `var(--x)` stands for a token."""
        shares = [row.share for row in self.weeks]
        hits = _("%(hits)s/%(n)s 条") % {"hits": "%{customdata[0]}", "n": "%{customdata[1]}"}
        points = {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [f"{date.fromisoformat(row.code):%m-%d}" for row in self.weeks],
            "y": [share.value for share in shares],
            "customdata": [[share.hits, share.n] for share in shares],
            "connectgaps": False,
            "line": {"color": "var(--accent)", "width": 2},
            "marker": {"color": "var(--accent)", "size": 8},
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [share.high - share.value if share.value is not None else 0 for share in shares],
                "arrayminus": [share.value - share.low if share.value is not None else 0 for share in shares],
                "color": "var(--line-strong)",
                "thickness": 1.5,
                "width": 4,
            },
            "hovertemplate": "%{y:.0%} · " + hits + "<extra></extra>",
        }
        layout = {
            "xaxis": {"type": "category", "dtick": 1},
            "yaxis": {"range": [0, 1.02], "tickformat": ".0%"},
        }
        return {"data": [points], "layout": layout}


def span_words(low: float, high: float) -> str:
    """83–90 %."""
    return f"{low * 100:.0f}–{high * 100:.0f} %"
