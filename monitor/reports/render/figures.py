"""The charts of a report drawn by matplotlib: SVG for PDF, PNG for Word. The same chart gives the same bytes.

matplotlib keeps its settings in one place for the whole process, so one figure is drawn at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Any

from monitor.fonts import BOLD, FAMILY, REGULAR, shown
from monitor.lib.colours import COLOURS
from monitor.reports.render.charts import Chart
from monitor.reports.render.columns import breadth
from monitor.reports.render.draw import DRAW

WIDTH = 6.14  # inches: the text of an A4 page with the margins of GB/T 9704 (156 mm)
DPI = 200
FOOT, FOOT_ROOM = 0.13, 124  # inches of a line of the foot; half-width characters in it
PARTED = re.compile("　| · ")
LINE = 0.22  # inches of height for a row of a bar chart
SETTINGS: Any = {
    "font.family": [FAMILY],
    "font.size": 9,
    "svg.fonttype": "path",  # no reader needs the font
    "svg.hashsalt": "tingchao",
    "axes.unicode_minus": True,
    "hatch.linewidth": 0.6,
    "hatch.color": "edge",
    "axes.edgecolor": COLOURS["line"],
    "axes.labelcolor": COLOURS["ink-2"],
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["ink-2"],
    "ytick.color": COLOURS["ink-2"],
    "text.parse_math": False,
}
_one_at_a_time = Lock()


def svg(chart: Chart) -> bytes:
    """Vector drawing, characters as outlines."""
    return _drawn(chart, "svg", {"Date": None, "Creator": None})


def png(chart: Chart) -> bytes:
    """200 dots an inch."""
    return _drawn(chart, "png", {"Software": None})


def _drawn(chart: Chart, form: str, metadata: dict[str, None]) -> bytes:
    out = BytesIO()
    with figure_of(chart) as figure:
        figure.savefig(out, format=form, dpi=DPI, metadata=metadata)
    return out.getvalue()


@contextmanager
def figure_of(chart: Chart) -> Iterator[Any]:
    """The matplotlib figure, while nobody else draws."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with _one_at_a_time, mpl.rc_context(SETTINGS):
        _fonts()
        figure: Any = Figure(figsize=(WIDTH, _height(chart)), facecolor=COLOURS["surface"], layout="constrained")
        DRAW[chart.shape](figure, chart)
        lines = foot_lines(chart.foot)
        words = {"fontsize": 6.5, "color": COLOURS["ink-3"], "ha": "left", "va": "bottom"}
        figure.text(0.01, 0.005, shown_lines(lines), **words)
        below = (0.03 + FOOT * len(lines)) / _height(chart)
        figure.get_layout_engine().set(rect=(0, below, 1, 1 - below))
        yield figure


def foot_lines(foot: str) -> list[str]:
    """The foot's parts (set apart by a wide space or a dot), as many in a line as there is room for."""
    lines: list[str] = []
    for part in PARTED.split(foot):
        if lines and breadth(f"{lines[-1]}　{part}") <= FOOT_ROOM:
            lines[-1] += f"　{part}"
        else:
            lines.append(part)
    return lines


def shown_lines(lines: list[str]) -> str:
    """As the font can draw them."""
    return "\n".join(shown(line) for line in lines)


def _fonts() -> None:
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in (REGULAR, BOLD):
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))


def _height(chart: Chart) -> float:
    if chart.shape in {"rows", "stacked"}:
        return 0.62 + LINE * len(chart.labels) * (1.25 if len(chart.series) > 1 and chart.shape == "rows" else 1)
    return {"share": 0.95, "cloud": 3.0}.get(chart.shape, 2.4)
