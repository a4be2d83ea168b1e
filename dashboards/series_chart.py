"""Two or more series side by side as lines, the same numbers as a table. Colours are names of CSS tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from monitor.lib.plurals import with_plurals
from monitor.text.shorten import width

COLOURS = 6  # tokens --series-1 to --series-6
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")  # lines differ without colour too
GAP = 0.075  # of the height between names at the right edge
LONG_NAME = 10  # in Chinese characters, letters count half
LABELS = 10  # on the axis; half as many on a phone


@dataclass(frozen=True, slots=True)
class Series:
    """One line. `points` as many as the chart has steps; None: not over yet."""

    name: str
    points: tuple[int | None, ...]
    href: str = ""

    @property
    def total(self) -> int:
        return sum(point or 0 for point in self.points)


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """Drawn by desk/chart.html. `steps`: names of the steps, oldest first."""

    id: str
    title: str
    foot: str
    head: str  # of the column of steps
    steps: Sequence[str]
    series: Sequence[Series]
    csv_href: str = ""

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        totals = [_("%(name)s共 %(n)s 条") % with_plurals({"name": one.name, "n": one.total}) for one in self.series]
        return _("%(title)s：%(totals)s") % {"title": self.title, "totals": _("，").join(totals)}

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (self.head, *(one.name for one in self.series))

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The numbers behind the picture, newest first."""
        points = zip(self.steps, *(one.points for one in self.series), strict=True)
        return [(step, *("" if n is None else n for n in row)) for step, *row in points][::-1]

    @property
    def json(self) -> dict[str, Any]:
        """Plotly's data and layout; `var(--x)` stands for a token."""
        lines = [
            {
                "type": "scatter",
                "mode": "lines+markers" if len(self.steps) <= 31 else "lines",
                "name": one.name,
                "x": list(self.steps),
                "y": list(one.points),
                "line": {"color": _colour(n), "width": 2, "dash": DASHES[n % COLOURS]},
                "marker": {"size": 5, "color": _colour(n)},
                "hovertemplate": f"{one.name} %{{y}}<extra></extra>",
            }
            for n, one in enumerate(self.series)
        ]
        layout = {
            "hovermode": "x unified",
            "xaxis": {"type": "category", "dtick": -(-len(self.steps) // LABELS), "tickangle": 0},
            "yaxis": {"rangemode": "tozero", "range": [0, self._top]},
            "margin": {"l": 40, "r": 150, "t": 8, "b": 38},
            "annotations": self._names(),
        }
        return {"data": lines, "layout": layout}

    @property
    def _top(self) -> float:
        return max([4, *(n for one in self.series for n in one.points if n is not None)]) * 1.08

    def _names(self) -> list[dict[str, Any]]:
        """Names at the right edge beside their last points, at least a line apart."""
        ends = [
            (next((n for n in reversed(one.points) if n is not None), 0) / self._top, i)
            for i, one in enumerate(self.series)
        ]
        heights = spread_out([height for height, _i in sorted(ends)])
        return [
            {
                "xref": "paper",
                "x": 1,
                "xanchor": "left",
                "xshift": 8,
                "yref": "paper",
                "y": height,
                "yanchor": "middle",
                "showarrow": False,
                "text": short(self.series[i].name),
                "font": {"size": 12, "color": _colour(i)},
            }
            for height, (_end, i) in zip(heights, sorted(ends), strict=True)
        ]


def spread_out(heights: Sequence[float]) -> list[float]:
    """Rising heights (0..1) moved as little as keeps them a line apart and within the picture. Pure."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + GAP) if found else max(height, 0.02))
    if found and found[-1] > 0.98:
        found[-1] = 0.98
        for i in range(len(found) - 2, -1, -1):
            found[i] = min(found[i], found[i + 1] - GAP)
    if any(after < before for before, after in pairwise(found)):
        raise ValueError("heights must rise")
    return [round(height, 3) for height in found]


def short(name: str) -> str:
    """As much of a name as fits beside the picture."""
    if width(name) <= LONG_NAME:
        return name
    kept = next(n for n in range(len(name), 0, -1) if width(name[:n]) <= LONG_NAME)
    return f"{name[:kept].rstrip()}…"


def _colour(n: int) -> str:
    return f"var(--series-{n % COLOURS + 1})"
