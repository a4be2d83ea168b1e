"""The report as the HTML of a mail: tables with inline styles, no pictures, so that every reader and QQ mail show it. The text beside it
is the report's sentences (`monitor/templates/mail/report_issued.txt`).

Figures are told by their tables; the days of the period are drawn as bars of table cells. Long tables are cut, and say so:
Gmail cuts a mail off at 102 kB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from monitor.lib.colours import COLOURS
from monitor.lib.plurals import with_plurals
from monitor.reports.render.charts import Chart
from monitor.reports.render.paper import Block, Figure, Grid, Heading, Paper, Paragraph, Subheading

if TYPE_CHECKING:
    from monitor.reports.render import Progress

ROWS = 12  # of a table in a mail
BAR = 100  # per cent of the widest bar's cell


def write(paper: Paper, progress: Progress) -> bytes:
    """As a file."""
    progress("html", 0, 1)
    return _html(paper).encode()


def _html(paper: Paper) -> str:
    context = {"paper": paper, "parts": [_part(block, paper) for block in paper.blocks], "colours": _colours()}
    with translation.override("en" if paper.language == "en" else "zh-hans"):
        return render_to_string("mail/report.html", context)


def _colours() -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in COLOURS.items()}


def _part(block: Block, paper: Paper) -> dict[str, Any]:
    match block:
        case Heading() | Subheading():
            return {"is": "heading" if isinstance(block, Heading) else "subheading", "text": block.text}
        case Paragraph():
            return {"is": "paragraph", "text": block.text, "quiet": block.quiet}
        case Figure():
            return {
                "is": "figure",
                "label": block.label,
                "caption": block.caption,
                "bars": _bars(block.chart),
                "alt": block.chart.alt,
            }
        case Grid():
            return {"is": "table", "label": block.label, "caption": block.caption, **_cells(block, paper)}


def _bars(chart: Chart) -> list[dict[str, Any]]:
    """Days as horizontal bars of cells; nothing for other charts, whose alternative text and table say it."""
    if chart.shape != "columns":
        return []
    totals = [sum(one.values[n] for one in chart.series) for n in range(len(chart.labels))]
    most = max(totals, default=0) or 1
    return [
        {
            "label": label,
            "n": f"{total:,.0f}" if total or not chart.without_data(n) else chart.no_data,
            "rest": 100 - sum(round(BAR * one.values[n] / most) for one in chart.series),
            "pieces": [
                {"width": round(BAR * one.values[n] / most), "colour": COLOURS[one.token]}
                for one in chart.series
                if round(BAR * one.values[n] / most)
            ],
        }
        for n, (label, total) in enumerate(zip(chart.labels, totals, strict=True))
    ]


def _cells(block: Grid, paper: Paper) -> dict[str, Any]:
    table = block.table
    more = len(table.rows) - ROWS
    return {
        "head": [(name, n in table.numeric) for n, name in enumerate(table.head)],
        "rows": [[(value, n in table.numeric) for n, value in enumerate(row)] for row in table.rows[:ROWS]],
        "more": paper.words["more"] % with_plurals({"n": more}) if more > 0 else "",
    }
