"""The wall's volume chart: the same `Chart` as everywhere, as one SVG that the server draws.

Plotly is made for a reader with a pointer: on a wall its letters are too small, and it would have to be drawn and purged
every few seconds all night. Here the picture is a node that is replaced, with letters of a height one can read from afar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.charts import Chart, merge_gaps
from dashboards.labels import level_mark
from monitor.lib.clock import DAY, SHANGHAI

WIDTH, HEIGHT = 1760, 600
LEFT, RIGHT, TOP, BOTTOM = 96, 240, 66, 64
PLOT_W, PLOT_H = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
MARK = 46
RECT = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
TEXT = '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>'


def volume_svg(chart: Chart) -> SafeString:
    """Bars by sentiment, hatched outages, alert marks; its words for those who do not see it."""
    top = _round_up(max((bar.total for bar in chart.bars), default=0))
    parts = [*_grid(top), *_outages(chart), *_bars(chart, top), *_marks(chart), *_hours(chart), *_names(chart, top)]
    return format_html(
        '<svg class="wall-chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><defs><pattern id="wall-hatch" width="14" '
        'height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="5" height="14"/>'
        "</pattern></defs>{}</svg>",
        WIDTH,
        HEIGHT,
        chart.spoken,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _round_up(n: int) -> int:
    """The top of the axis: 1, 2, 5 times a power of ten, at least 4."""
    if n <= 4:
        return 4
    power: int = 10 ** int(log10(n))
    return next(ceil(step * power) for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= n)


def _x(chart: Chart, at: datetime) -> float:
    first, last = chart.bars[0].hour, chart.bars[-1].hour + chart.step
    return LEFT + PLOT_W * ((at - first) / (last - first))


def _y(value: float, top: int) -> float:
    return TOP + PLOT_H * (1 - value / top)


def _rect(style: str, x: float, y: float, width: float, height: float) -> SafeString:
    return format_html(RECT, style, f"{x:.1f}", f"{y:.1f}", f"{max(0.0, width):.1f}", f"{max(0.0, height):.1f}")


def _text(style: str, x: float, y: float, words: object, anchor: str = "middle") -> SafeString:
    return format_html(TEXT, style, f"{x:.1f}", f"{y:.1f}", anchor, words)


def _grid(top: int) -> Iterator[SafeString]:
    for value in (0, top // 2, top):
        y = _y(value, top)
        yield _rect("grid", LEFT, y - 1, PLOT_W, 2)
        yield _text("axis", LEFT - 14, y + 12, f"{value:,}", "end")


def _bars(chart: Chart, top: int) -> Iterator[SafeString]:
    width = PLOT_W / len(chart.bars)
    for n, bar in enumerate(chart.bars):
        base = 0
        for name, value in (("neg", bar.neg), ("neu", bar.neu), ("pos", bar.pos)):
            if value:
                y = _y(base + value, top)
                yield _rect(f"fill-{name}", LEFT + n * width + width * 0.08, y, width * 0.84, _y(base, top) - y)
                base += value


def _outages(chart: Chart) -> Iterator[SafeString]:
    """As high as the share of sources that gave no data."""
    first, last = chart.bars[0].hour, chart.bars[-1].hour + chart.step
    for start, end, names in merge_gaps(chart.gaps):
        height = PLOT_H * max(0.06, min(1.0, len(names) / max(1, chart.sources)))
        left = _x(chart, max(start, first))
        width = max(6.0, _x(chart, min(end, last)) - left)
        yield _rect("outage", left, TOP + PLOT_H - height, width, height)
        if width > 130:
            yield _text("axis", left + width / 2, TOP + PLOT_H - height - 12, _("无数据"))


def _marks(chart: Chart) -> Iterator[SafeString]:
    """A line for each alert; where letters would cover each other, one for the gravest of them."""
    groups: list[list[tuple[float, int]]] = []
    for mark in chart.marks:
        x = _x(chart, mark.at)
        yield _rect(f"mark-{mark.level}", x - 2, TOP - 12, 4, PLOT_H + 12)
        if groups and x - groups[-1][0][0] < MARK + 4:
            groups[-1].append((x, mark.level))
        else:
            groups.append([(x, mark.level)])
    for group in groups:
        x, level = group[0][0], max(level for _x_, level in group)
        yield _rect(f"mark-{level}", x - MARK / 2, TOP - 12 - MARK, MARK, MARK)
        yield _text(f"mark-ink-{level}", x, TOP - 24, level_mark(level))


def _hours(chart: Chart) -> Iterator[SafeString]:
    """Hours of a day, or days of a week."""
    first, last = chart.bars[0].hour, chart.bars[-1].hour + chart.step
    step, shape = (DAY, "%m-%d") if last - first > 2 * DAY else (timedelta(hours=6), "%H:%M")
    at = first.astimezone(SHANGHAI).replace(hour=0)
    while at < last:
        if at >= first:
            x = _x(chart, at)
            yield _rect("grid", x - 1, TOP + PLOT_H, 2, 14)
            yield _text("axis", x, HEIGHT - 12, f"{at:{shape}}")
        at += step


def _names(chart: Chart, top: int) -> Iterator[SafeString]:
    """Names of the series beside the last bar, a line apart at least."""
    bar = chart.bars[-1]
    floor = TOP + PLOT_H + 20.0
    middles = (bar.neg / 2, bar.neg + bar.neu / 2, bar.neg + bar.neu + bar.pos / 2)
    names = (("neg", f"▼ {_('负面')}"), ("neu", f"▬ {_('中性')}"), ("pos", f"● {_('正面')}"))
    for middle, (name, words) in zip(middles, names, strict=True):
        floor = min(_y(middle, top) + 12, floor - 50)
        yield _text(f"name-{name}", LEFT + PLOT_W + 18, floor, words, "start")
