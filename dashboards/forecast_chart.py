"""A forecast as a chart: what came as bars, what is expected as a dashed line with its 80 % band; the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dashboards.charts import HOUR_MS, wall
from monitor.lib.clock import DAY, HOUR, SHANGHAI
from monitor.models import Forecast, ForecastStep


@dataclass(frozen=True, slots=True)
class ForecastChart:
    """Drawn by desk/chart.html. `came`: (start of step, originals) of the steps before the forecast, oldest first; None: no data."""

    id: str
    title: str
    foot: str
    row: Forecast
    came: Sequence[tuple[datetime, int | None]]
    csv_href: str = ""

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def length(self) -> timedelta:
        return DAY if self.row.step == ForecastStep.DAY else HOUR

    @property
    def expected(self) -> list[tuple[datetime, int, int, int]]:
        """(start of step, point, low, high)."""
        row, start = self.row, self.row.starts_at
        parts = zip(row.points, row.lower, row.upper, strict=True)
        return [(start + i * self.length, *part) for i, part in enumerate(parts)]

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        top = max(self.expected, key=lambda one: one[1])
        return _("%(title)s：预计最多的是 %(at)s，%(low)s–%(high)s 条") % {
            "title": self.title,
            "at": self._name(top[0]),
            "low": top[2],
            "high": top[3],
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (_("时间"), _("实际"), _("预计"), _("80% 区间"))

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """The numbers behind the picture, newest first."""
        ahead = [(self._name(at), "", str(point), f"{low}–{high}") for at, point, low, high in reversed(self.expected)]
        return ahead + [(self._name(at), _("无数据") if n is None else str(n), "", "") for at, n in reversed(self.came)]

    @property
    def json(self) -> dict[str, Any]:
        """Plotly's data and layout; `var(--x)` stands for a token."""
        middle = self.length / 2
        x = [wall(at + middle) for at, *_rest in self.expected]
        points, low, high = ([one[i] for one in self.expected] for i in (1, 2, 3))
        bars = {
            "type": "bar",
            "x": [wall(at + middle) for at, _n in self.came],
            "y": [n for _at, n in self.came],
            "width": self.length.total_seconds() * 800,
            "marker": {"color": "var(--neu)", "line": {"width": 0}},
            "hovertemplate": _("实际") + " %{y}<extra></extra>",
        }
        edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0, "shape": "hvh"}, "hoverinfo": "skip"}
        band = {**edge, "y": high, "fill": "tonexty", "fillcolor": "var(--accent-soft)"}
        line = {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": points,
            "customdata": list(zip(low, high, strict=True)),
            "line": {"color": "var(--accent)", "width": 2, "dash": "dash", "shape": "hvh"},
            "hovertemplate": _("预计") + " %{y}（80 %: %{customdata[0]}–%{customdata[1]}）<extra></extra>",
        }
        return {"data": [{**edge, "y": low}, band, bars, line], "layout": self._layout()}

    def _layout(self) -> dict[str, Any]:
        first = self.came[0][0] if self.came else self.row.starts_at
        last = self.row.starts_at + len(self.row.points) * self.length
        days = self.length == DAY
        top = max(4, *self.row.upper, *(n or 0 for _at, n in self.came)) * 1.1
        return {
            "hovermode": "x unified",
            "xaxis": {
                "range": [wall(first), wall(last)],
                "tickformat": "%m-%d\n%a" if days else "%H:%M\n%m-%d",
                "dtick": (48 if days else 6) * HOUR_MS,
                "tick0": wall(first.astimezone(SHANGHAI).replace(hour=12 if days else 0)),
                "hoverformat": "%m-%d" if days else "%m-%d %H:00",
            },
            "yaxis": {"rangemode": "tozero", "range": [0, top]},
            "shapes": [_now_line(self.row.starts_at)],
            "annotations": [_label(1, _("预计"), "accent"), _label(0, _("实际"), "neu-ink")],
        }

    def _name(self, at: datetime) -> str:
        local = at.astimezone(SHANGHAI)
        return f"{local:%m-%d}" if self.length == DAY else f"{local:%m-%d %H:%M}"


def _now_line(at: datetime) -> dict[str, Any]:
    line = {"color": "var(--line-strong)", "width": 1, "dash": "dot"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": wall(at), "x1": wall(at), "line": line}


def _label(side: int, text: str, token: str) -> dict[str, Any]:
    """The name of a series at the top of its side: what came on the left, what is expected on the right."""
    return {
        "xref": "paper",
        "x": side,
        "xanchor": "right" if side else "left",
        "yref": "paper",
        "y": 1,
        "yanchor": "top",
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": f"var(--{token})"},
    }
