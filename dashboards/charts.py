"""One `Chart` value, two forms: Plotly's JSON for pages, rows for the table. Colours are names of CSS tokens.

Times on the axis are Asia/Shanghai wall time without a zone, so that no browser shifts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from dashboards.labels import level_mark
from monitor.lib.clock import DAY, HOUR, SHANGHAI, shanghai_date, shanghai_day_start
from monitor.lib.plurals import with_plurals
from monitor.queries.counts import HourBar
from monitor.queries.desk import Gap, Mark

HOUR_MS = 3_600_000
FLAG_HEIGHT = 0.62  # of the plot: below the alert marks
MARK_HEIGHT = 0.94
LINE = 0.13  # of a small chart
TITLES = 5  # of one group of alerts that a reader points at


@dataclass(frozen=True, slots=True)
class Chart:
    """Items per hour by sentiment with what explains them: outages and alerts."""

    id: str
    title: str  # the measure with its window
    foot: str  # computed at, sources, n
    bars: tuple[HourBar, ...]
    gaps: tuple[Gap, ...] = ()
    marks: tuple[Mark, ...] = ()
    flags: tuple[tuple[datetime, str], ...] = ()  # the union's own publications: when, title; they count in no bar
    sources: int = 0  # how many are read: an outage of all of them covers the whole height
    csv_href: str = ""
    step: timedelta = HOUR  # length of a bar: an hour or a day in Shanghai

    @property
    def n(self) -> int:
        return sum(bar.total for bar in self.bars)

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        if not self.n:
            return _("%(title)s：没有内容") % {"title": self.title}
        top = max(self.bars, key=lambda bar: bar.total)
        if self.daily:
            return _("%(title)s：共 %(n)s 条，最多的一天是 %(day)s，%(top)s 条") % with_plurals(
                {
                    "title": self.title,
                    "n": self.n,
                    "day": f"{top.hour.astimezone(SHANGHAI):%m-%d}",
                    "top": top.total,
                }
            )
        return _("%(title)s：共 %(n)s 条，最多的一小时是 %(hour)s，%(top)s 条") % with_plurals(
            {
                "title": self.title,
                "n": self.n,
                "hour": f"{top.hour.astimezone(SHANGHAI):%m-%d %H:%M}",
                "top": top.total,
            }
        )

    @property
    def daily(self) -> bool:
        """Whether a bar is a day."""
        return self.step == DAY

    @property
    def id_data(self) -> str:
        """Id of the script element with the data."""
        return f"{self.id}-data"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return (_("日期") if self.daily else _("小时"), _("负面"), _("中性"), _("正面"), _("合计"))

    @property
    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """The numbers behind the picture, newest first."""
        shape = "%m-%d" if self.daily else "%m-%d %H:%M"
        return [(local(bar.hour, shape), bar.neg, bar.neu, bar.pos, bar.total) for bar in reversed(self.bars)]

    @property
    def json(self) -> dict[str, Any]:
        """For json_script: Plotly's data and layout; `var(--x)` stands for a token, resolved in the browser."""
        return {"data": _traces(self), "layout": _layout(self)}


def _traces(chart: Chart) -> list[dict[str, Any]]:
    hours = [wall(bar.hour) for bar in chart.bars]
    series = [
        (_("负面"), "var(--neg)", [bar.neg for bar in chart.bars]),
        (_("中性"), "var(--neu)", [bar.neu for bar in chart.bars]),
        (_("正面"), "var(--pos)", [bar.pos for bar in chart.bars]),
    ]
    stacked = [
        {
            "type": "bar",
            "name": name,
            "x": hours,
            "y": values,
            "xperiod": chart.step.total_seconds() * 1000,
            "xperiodalignment": "middle",
            "marker": {"color": colour, "line": {"width": 0}},
            "hovertemplate": f"{name} %{{y}}<extra></extra>",
        }
        for name, colour, values in series
    ]
    return [*_hatching(chart), *stacked, *_flags(chart), *_alerts(chart)]


def _hatching(chart: Chart) -> list[dict[str, Any]]:
    """Outages as hatched bands: as high as the share of sources that gave no data."""
    if not chart.gaps:
        return []
    spans = merge_gaps(chart.gaps)
    return [
        {
            "type": "bar",
            "yaxis": "y2",
            "x": [wall(start + (end - start) / 2) for start, end, _names in spans],
            "width": [max((end - start).total_seconds() * 1000, HOUR_MS / 6) for start, end, _names in spans],
            "y": [_band_height(chart, names) for _start, _end, names in spans],
            "customdata": ["、".join(names) for _start, _end, names in spans],
            "marker": {
                "color": "rgba(0,0,0,0)",
                "line": {"width": 0},
                "pattern": {"shape": "/", "fgcolor": "var(--outage)", "size": 6, "solidity": 0.25},
            },
            "hovertemplate": _("无数据") + " · %{customdata}<extra></extra>",
        }
    ]


def _band_height(chart: Chart, names: Sequence[str]) -> float:
    return max(0.06, min(1.0, len(names) / max(1, chart.sources)))


def merge_gaps(gaps: Sequence[Gap]) -> list[tuple[datetime, datetime, tuple[str, ...]]]:
    """Overlapping outages cut into spans during which the same sources were away."""
    edges = sorted({gap.start for gap in gaps} | {gap.end for gap in gaps})
    spans = []
    for start, end in pairwise(edges):
        names = tuple(sorted({gap.source for gap in gaps if gap.start <= start and gap.end >= end}))
        if names:
            spans.append((start, end, names))
    return spans


def _alerts(chart: Chart) -> list[dict[str, Any]]:
    """A square for each alert; those that would cover each other are one, of the gravest level, with their number beside it."""
    groups = mark_groups(chart.marks, room=(chart.bars[-1].hour + chart.step - chart.bars[0].hour) / 40)
    if not groups:
        return []
    top = [max(group, key=lambda mark: mark.level) for group in groups]
    squares = {
        "type": "scatter",
        "mode": "markers+text",
        "yaxis": "y2",
        "x": [wall(group[0].at) for group in groups],
        "y": [MARK_HEIGHT] * len(groups),
        "text": [level_mark(mark.level) for mark in top],
        "customdata": [_titles(group) for group in groups],
        "textfont": {"size": 11, "color": [f"var(--level-{mark.level}-ink)" for mark in top]},
        "marker": {
            "symbol": "square",
            "size": 17,
            "opacity": 1,
            "color": [f"var(--level-{mark.level})" for mark in top],
        },
        "hovertemplate": _("预警") + " · %{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    return [squares]


def mark_groups(marks: Sequence[Mark], *, room: timedelta) -> list[list[Mark]]:
    """Alerts in order of time, those less than `room` after the first of a group in one. Pure."""
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: mark.at):
        if groups and mark.at - groups[-1][0].at < room:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _titles(group: Sequence[Mark]) -> str:
    shown = "<br>".join(f"{level_mark(mark.level)} {mark.title}" for mark in group[:TITLES])
    rest = len(group) - TITLES
    return shown + ("<br>" + _("另有 %(n)d 条") % {"n": rest} if rest > 0 else "")


def _counts(chart: Chart) -> list[dict[str, Any]]:
    """How many alerts a square stands for, beside it: on its right where the square before would cover it."""
    room = (chart.bars[-1].hour + chart.step - chart.bars[0].hour) / 40
    groups = mark_groups(chart.marks, room=room)
    near = {after[0].id for group, after in pairwise(groups) if after[0].at - group[0].at < room * 2.5}
    return [
        {
            "x": wall(group[0].at),
            "yref": "paper",
            "y": MARK_HEIGHT,
            "yanchor": "middle",
            "xanchor": "left" if group[0].id in near else "right",
            "xshift": 11 if group[0].id in near else -11,
            "showarrow": False,
            "text": f"{len(group)}×",
            "font": {"size": 11, "color": "var(--ink-2)"},
        }
        for group in groups
        if len(group) > 1
    ]


def _flags(chart: Chart) -> list[dict[str, Any]]:
    """A flag on its pole (see `_pole`) for each publication of the union, so that a reader sees when an answer came."""
    if not chart.flags:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "yaxis": "y2",
            "x": [wall(at) for at, _title in chart.flags],
            "y": [FLAG_HEIGHT] * len(chart.flags),
            "customdata": [title for _at, title in chart.flags],
            "marker": {"symbol": "triangle-right", "size": 12, "color": "var(--accent)"},
            "hovertemplate": _("本会发布") + " · %{customdata}<extra></extra>",
            "cliponaxis": False,
        }
    ]


def _pole(at: datetime) -> dict[str, Any]:
    return {
        "type": "line",
        "layer": "below",
        "yref": "paper",
        "y0": 0,
        "y1": FLAG_HEIGHT,
        "x0": wall(at),
        "x1": wall(at),
        "line": {"color": "var(--accent)", "width": 1},
    }


def _layout(chart: Chart) -> dict[str, Any]:
    first, last = chart.bars[0].hour, chart.bars[-1].hour + chart.step
    long, days = last - first > 2 * DAY, 24 * HOUR_MS
    return {
        "barmode": "stack",
        "bargap": 0.12,
        "hovermode": "x unified",
        "xaxis": {
            "range": [wall(first), wall(last)],
            "tickformat": "%m-%d\n%a" if long else "%H:%M\n%m-%d",
            "dtick": _days_apart(last - first) * days if long else 3 * HOUR_MS,
            "tick0": wall(first.astimezone(SHANGHAI).replace(hour=0)),
            "hoverformat": "%m-%d" if chart.daily else "%m-%d %H:%M",
        },
        "yaxis": {"rangemode": "tozero", "range": [0, _top(chart)]},
        "shapes": [
            *_weekends(first, last),
            *(_line(mark) for mark in chart.marks),
            *(_pole(at) for at, _title in chart.flags),
        ],
        "annotations": [*_direct_labels(chart), *_no_data(chart, first, last), *_counts(chart)],
    }


def _days_apart(span: timedelta) -> int:
    """Labels on the axis of a long span."""
    return 14 if span > 60 * DAY else 3 if span > 10 * DAY else 1


def _top(chart: Chart) -> float:
    """Room above the tallest bar for alert marks."""
    return max(4, max(bar.total for bar in chart.bars) * (1.22 if chart.marks else 1.08))


def _weekends(first: datetime, last: datetime) -> list[dict[str, Any]]:
    day = first.astimezone(SHANGHAI).replace(hour=0)
    found = []
    while day < last:
        if day.weekday() >= 5:
            start, end = max(day, first), min(day + timedelta(days=1), last)
            found.append(
                {
                    "type": "rect",
                    "layer": "below",
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "x0": wall(start),
                    "x1": wall(end),
                    "fillcolor": "var(--weekend)",
                    "line": {"width": 0},
                }
            )
        day += timedelta(days=1)
    return found


def _line(mark: Mark) -> dict[str, Any]:
    return {
        "type": "line",
        "layer": "below",
        "yref": "paper",
        "y0": 0,
        "y1": 0.9,
        "x0": wall(mark.at),
        "x1": wall(mark.at),
        "line": {"color": f"var(--level-{mark.level})", "width": 1, "dash": "dot"},
    }


def _direct_labels(chart: Chart) -> list[dict[str, Any]]:
    """Names of the series at the right edge, beside the last bar, at least a line apart."""
    bar, top = chart.bars[-1], _top(chart)
    middles = (bar.neg / 2, bar.neg + bar.neu / 2, bar.neg + bar.neu + bar.pos / 2)
    names = ((_("负面"), "▼", "neg"), (_("中性"), "▬", "neu"), (_("正面"), "●", "pos"))
    labels = []
    for y, (name, shape, token) in zip(_apart([middle / top for middle in middles]), names, strict=True):
        labels.append(
            {
                "xref": "paper",
                "x": 1,
                "xanchor": "left",
                "xshift": 6,
                "yref": "paper",
                "y": y,
                "yanchor": "middle",
                "showarrow": False,
                "text": f"{shape} {name}",
                "font": {"size": 12, "color": f"var(--{token}-ink)"},
            }
        )
    return labels


def _apart(heights: Sequence[float]) -> list[float]:
    """Rising heights (0..1) moved as little as keeps them a line apart and within the picture."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + LINE if found else 0.02))
    return [min(y, 0.96 - LINE * left) for y, left in zip(found, range(len(found) - 1, -1, -1), strict=True)]


def _no_data(chart: Chart, first: datetime, last: datetime) -> list[dict[str, Any]]:
    """Words on hatched bands that are wide enough for them."""
    wide = [band for band in merge_gaps(chart.gaps) if (band[1] - band[0]) >= (last - first) / 16]
    found = []
    for start, end, names in wide:
        top = _band_height(chart, names)
        found.append(
            {
                "x": wall(start + (end - start) / 2),
                "yref": "paper",
                "y": top,
                "yanchor": "top" if top > 0.85 else "bottom",
                "showarrow": False,
                "text": _("无数据"),
                "font": {"size": 11, "color": "var(--ink-3)"},
                "bgcolor": "var(--surface)" if top > 0.85 else "rgba(0,0,0,0)",
            }
        )
    return found


def by_day(bars: Iterable[HourBar]) -> list[HourBar]:
    """Hours added up to the days of Shanghai."""
    days: dict[datetime, list[HourBar]] = {}
    for bar in bars:
        days.setdefault(shanghai_day_start(shanghai_date(bar.hour)), []).append(bar)
    return [
        HourBar(day, sum(b.neg for b in of_day), sum(b.neu for b in of_day), sum(b.pos for b in of_day))
        for day, of_day in days.items()
    ]


def wall(at: datetime) -> str:
    """Shanghai wall time without zone."""
    return local(at, "%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=5000)
def local(at: datetime, shape: str) -> str:
    """A time as it is written in Shanghai. Kept: charts of a week show the same hours four times, and all charts the same weeks."""
    return f"{at.astimezone(SHANGHAI):{shape}}"
