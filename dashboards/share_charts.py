"""Where volume is: a calendar of days, and sources as areas. Each can be clicked: its `hrefs` lead to the items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from monitor.lib.clock import monday_of
from monitor.lib.plurals import with_plurals
from monitor.models import SourceKind
from monitor.queries.compare import SourceShare


@dataclass(frozen=True, slots=True)
class CalendarChart:
    """Drawn by desk/chart.html: a column per week, a row per day. `hrefs`: the items of a day."""

    title: str
    foot: str
    first: date
    last: date
    totals: Mapping[date, int]
    hrefs: Mapping[date, str]
    csv_href: str = ""
    id: str = "calendar"

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def days(self) -> list[date]:
        """Oldest first."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        if not any(self.totals.values()):
            return _("%(title)s：没有内容") % {"title": self.title}
        top = max(self.totals, key=lambda day: self.totals[day])
        return _("%(title)s：共 %(n)s 条，最多的一天是 %(day)s，%(top)s 条") % with_plurals(
            {
                "title": self.title,
                "n": sum(self.totals.values()),
                "day": f"{top:%m-%d}",
                "top": self.totals[top],
            }
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (_("日期"), _("星期"), _("条数"))

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The numbers behind the picture, newest first."""
        names = weekdays()
        return [(f"{day:%Y-%m-%d}", names[day.weekday()], self.totals.get(day, 0)) for day in reversed(self.days)]

    @property
    def json(self) -> dict[str, Any]:
        """Plotly's data and layout; `var(--x)` stands for a token."""
        weeks = [
            monday_of(self.first) + timedelta(weeks=n) for n in range((self.last - monday_of(self.first)).days // 7 + 1)
        ]
        cells = [[week + timedelta(days=row) for week in weeks] for row in range(7)]
        inside = [[self.first <= day <= self.last for day in line] for line in cells]
        heat = {
            "type": "heatmap",
            "x": [f"{week:%m-%d}" for week in weeks],
            "y": weekdays(),
            "z": [
                [self.totals.get(d, 0) if ok else None for d, ok in zip(line, oks, strict=True)]
                for line, oks in zip(cells, inside, strict=True)
            ],
            "text": [[f"{day:%Y-%m-%d}" for day in line] for line in cells],
            "customdata": [[self.hrefs.get(day, "") for day in line] for line in cells],
            "xgap": 2,
            "ygap": 2,
            "zmin": 0,
            "colorscale": [[0, "var(--heat-0)"], [0.5, "var(--heat-1)"], [1, "var(--heat-2)"]],
            "colorbar": {"thickness": 10, "outlinewidth": 0, "tickfont": {"color": "var(--ink-3)"}},
            "hovertemplate": "%{text}　%{z}<extra></extra>",
        }
        layout = {
            "xaxis": {"type": "category", "dtick": 2, "ticks": "", "tickangle": 0},
            "yaxis": {"autorange": "reversed", "type": "category", "nticks": 7, "showgrid": False},
            "margin": {"l": 48, "r": 60, "t": 8, "b": 38},
        }
        return {"data": [heat], "layout": layout}


@dataclass(frozen=True, slots=True)
class SourcesChart:
    """Drawn by desk/chart.html: kinds of source, and the sources in each, as large as their share. `hrefs`: items of a source."""

    title: str
    foot: str
    shares: Sequence[SourceShare]
    hrefs: Mapping[int, str]
    csv_href: str = ""
    id: str = "source-shares"
    tall: bool = True

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def total(self) -> int:
        return sum(share.items for share in self.shares)

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        if not self.total:
            return _("%(title)s：没有内容") % {"title": self.title}
        top = self.shares[0]
        return _("%(title)s：共 %(n)s 条，最多的是 %(name)s，占 %(share)s %%") % with_plurals(
            {
                "title": self.title,
                "n": self.total,
                "name": top.name,
                "share": round(100 * top.items / self.total),
            }
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (_("来源"), _("类型"), _("条数"), _("占比"))

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The numbers behind the picture, most first."""
        return [
            (share.name, str(SourceKind(share.kind).label), share.items, f"{100 * share.items / self.total:.1f} %")
            for share in self.shares
        ]

    @property
    def json(self) -> dict[str, Any]:
        """Plotly's data and layout; `var(--x)` stands for a token."""
        kinds: dict[str, int] = defaultdict(int)
        for share in self.shares:
            kinds[share.kind] += share.items
        colours = {kind: f"var(--series-{n % 6 + 1})" for n, kind in enumerate(SourceKind.values)}
        boxes = {
            "type": "treemap",
            "ids": [*kinds, *(f"source-{share.id}" for share in self.shares)],
            "labels": [*(str(SourceKind(kind).label) for kind in kinds), *(share.name for share in self.shares)],
            "parents": [*("" for _kind in kinds), *(share.kind for share in self.shares)],
            "values": [*kinds.values(), *(share.items for share in self.shares)],
            "customdata": [*("" for _kind in kinds), *(self.hrefs[share.id] for share in self.shares)],
            "branchvalues": "total",
            "marker": {
                "colors": [*(colours[kind] for kind in kinds), *(colours[share.kind] for share in self.shares)],
                "line": {"width": 1, "color": "var(--surface)"},
                "pad": {"t": 22, "l": 3, "r": 3, "b": 3},
            },
            "textinfo": "label+value+percent root",
            "textfont": {"color": "var(--accent-ink)"},
            "hovertemplate": "%{label} %{value}（%{percentRoot:.1%}）<extra></extra>",
            "pathbar": {"visible": False},
            "tiling": {"packing": "squarify"},
        }
        return {"data": [boxes], "layout": {"margin": {"l": 8, "r": 8, "t": 4, "b": 8}}}


def weekdays() -> list[str]:
    """Monday to Sunday."""
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
