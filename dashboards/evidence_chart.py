"""The evidence of an alert as a chart: originals an hour, and over each tested window what is usual and what was needed.

Lines are means an hour over their window, so that windows of different length can stand on one axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.charts import wall
from dashboards.clocks import iso_stamp
from monitor.lib.clock import SHANGHAI
from monitor.models import Alert, AlertKind
from monitor.queries.alert_hours import HourOfAlert, alert_hours
from monitor.queries.alert_words import window_label

HOUR_MS = 3_600_000
FEW = 6  # an axis up to here counts one by one
DRAWN = {AlertKind.TOPIC_RISING, AlertKind.AREA_VOLUME, AlertKind.TOPIC_NEGATIVE}  # their count is one of originals


@dataclass(frozen=True, slots=True)
class EvidenceChart:
    """Drawn by desk/chart.html."""

    hours: Sequence[HourOfAlert]
    evidence: dict[str, Any]
    foot: str
    csv_href: str = ""
    id: str = "evidence"

    @property
    def title(self) -> str:
        """The measure with its window."""
        return _("判断之前 72 小时，每小时原创")

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        return _("%(title)s：共 %(n)s 条，其中负面 %(negative)s 条") % {
            "title": self.title,
            "n": sum(hour.originals for hour in self.hours),
            "negative": sum(hour.negative for hour in self.hours),
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (_("小时"), _("负面"), _("其他"), _("合计"))

    @property
    def rows(self) -> list[tuple[str, int, int, int]]:
        """The numbers behind the picture, newest first."""
        return [
            (
                f"{hour.hour.astimezone(SHANGHAI):%m-%d %H:%M}",
                hour.negative,
                hour.originals - hour.negative,
                hour.originals,
            )
            for hour in reversed(self.hours)
        ]

    @property
    def json(self) -> dict[str, Any]:
        """Plotly's data and layout; `var(--x)` stands for a token."""
        x = [wall(hour.hour) for hour in self.hours]
        bars = [
            _bars(_("负面"), "var(--neg)", x, [hour.negative for hour in self.hours]),
            _bars(_("其他"), "var(--neu)", x, [hour.originals - hour.negative for hour in self.hours]),
        ]
        return {"data": [*bars, *self._lines()], "layout": self._layout()}

    def _lines(self) -> list[dict[str, Any]]:
        if self.evidence.get("kind") not in DRAWN:
            return []
        usual = "area" if self.evidence["kind"] == AlertKind.AREA_VOLUME else "own"
        lines = []
        for window in self.evidence["windows"]:
            label = window_label(int(window["hours"]))
            needed = window["threshold"] / window["hours"]
            lines.append(_line(window, needed, _("%(window)s预警线") % {"window": label}, "solid", "var(--ink)"))
            if window[usual]["basis"] != "none":
                mean = window[usual]["expected"] / window["hours"]
                lines.append(_line(window, mean, _("%(window)s平常") % {"window": label}, "dot", "var(--ink-3)"))
        return lines

    def _layout(self) -> dict[str, Any]:
        top = max([hour.originals for hour in self.hours] + [line["y"][0] for line in self._lines()], default=1)
        first = self.hours[0].hour
        return {
            "barmode": "stack",
            "bargap": 0.12,
            "hovermode": "x unified",
            "xaxis": {
                "range": [wall(first), wall(self.hours[-1].hour + timedelta(hours=1))],
                "tickformat": "%H:%M\n%m-%d",
                "dtick": 12 * HOUR_MS,
                "tick0": wall(first.astimezone(SHANGHAI).replace(hour=0)),
                "hoverformat": "%m-%d %H:%M",
            },
            "yaxis": {
                "rangemode": "tozero",
                "range": [0, max(2, top * 1.15)],
                **({"dtick": 1} if top <= FEW else {}),
            },
            "shapes": [_band(self.evidence["windows"][0])],
            "annotations": [_named(line) for line in self._lines()[:1]],
        }


def chart_of(found: Alert) -> EvidenceChart | None:
    """Over what the evidence was decided; None where there is nothing to draw."""
    hours = alert_hours(found, found.evidence)
    if not hours:
        return None
    foot = _("判断于 %(at)s；柱子按今天的统计，线是各窗口平均到每小时") % {
        "at": iso_stamp(found.evidence["computed_at"])
    }
    return EvidenceChart(hours, found.evidence, foot, reverse("evidence_csv", args=[found.pk]))


def _bars(name: str, colour: str, x: list[str], y: list[int]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": x,
        "y": y,
        "xperiod": HOUR_MS,
        "xperiodalignment": "middle",
        "marker": {"color": colour, "line": {"width": 0}},
        "hovertemplate": f"{name} %{{y}}<extra></extra>",
    }


def _named(line: dict[str, Any]) -> dict[str, Any]:
    """The name of a line at its height, beside the picture: bars of later hours are not written over."""
    return {
        "xref": "paper",
        "x": 1,
        "y": line["y"][1],
        "xanchor": "left",
        "xshift": 6,
        "text": line["name"],
        "showarrow": False,
        "font": {"size": 12, "color": line["line"]["color"]},
    }


def _line(window: dict[str, Any], y: float, name: str, dash: str, colour: str) -> dict[str, Any]:
    ends = [wall(datetime.fromisoformat(window[end])) for end in ("start", "end")]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": ends,
        "y": [round(y, 3)] * 2,
        "line": {"color": colour, "width": 2, "dash": dash},
        "hovertemplate": f"{name} %{{y:.2f}}<extra></extra>",
    }


def _band(window: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "rect",
        "layer": "below",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": wall(datetime.fromisoformat(window["start"])),
        "x1": wall(datetime.fromisoformat(window["end"])),
        "fillcolor": "var(--accent-soft)",
        "line": {"width": 0},
    }
