"""The report as a mail: tables with inline styles and an exact text part, no pictures, so that every reader and QQ mail show it.

Figures are told by their tables; the days of the period are drawn as bars of table cells. Long tables are cut, and say so:
Gmail cuts a mail off at 102 kB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from monitor.lib.colours import COLOURS
from monitor.lib.plurals import with_plurals
from monitor.models import Report
from monitor.reports.render.charts import Chart
from monitor.reports.render.columns import breadth
from monitor.reports.render.gather import paper_of
from monitor.reports.render.paper import Block, Figure, Grid, Heading, Paper, Paragraph, Subheading, when

if TYPE_CHECKING:
    from monitor.reports.render import Progress

ROWS = 12  # of a table in a mail
BAR = 100  # per cent of the widest bar's cell


@dataclass(frozen=True, slots=True)
class MailParts:
    """What a mail is made of; the subject has one line."""

    subject: str
    text: str
    html: str


def render_mail(report: Report, language: str) -> MailParts:
    """The report as the parts of a mail. Reads the row only."""
    paper = paper_of(report, language)
    return MailParts(_subject(paper), _text(paper), _html(paper))


def write(paper: Paper, progress: Progress) -> bytes:
    """The HTML part alone, as a file."""
    progress("html", 0, 1)
    return _html(paper).encode()


def _subject(paper: Paper) -> str:
    marks = "".join(f"【{mark}】" for mark in (*paper.head.marks[1:], paper.head.state) if mark)
    return " ".join(f"{marks}{paper.head.title} {paper.head.issue}（{paper.head.period}）".split())


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


def _text(paper: Paper) -> str:
    """Everything that the HTML part says, in lines; tables in columns that a fixed font lines up."""
    head = paper.head
    lines = [
        head.title,
        head.issue,
        head.unit,
        when(paper),
        "　".join([*head.marks, head.state]).strip(),
    ]
    lines += [head.notice] if head.notice else []
    for block in paper.blocks:
        lines += _lines(block, paper)
    return "\n".join([*lines, "", paper.foot.signed, paper.foot.window, paper.foot.digest]) + "\n"


def _lines(block: Block, paper: Paper) -> list[str]:
    match block:
        case Heading() | Subheading():
            return ["", block.text]
        case Paragraph():
            return ["", block.text]
        case Figure():
            return ["", f"{block.label}　{block.caption}", block.chart.alt]
        case Grid():
            return ["", f"{block.label}　{block.caption}", *_table_lines(block, paper)]


def _table_lines(block: Grid, paper: Paper) -> list[str]:
    rows = [block.table.head, *block.table.rows[:ROWS]]
    wide = [max(breadth(row[n]) for row in rows) for n in range(len(block.table.head))]
    lines = []
    for row in rows:
        cells = (_padded(value, wide[n], right=n in block.table.numeric) for n, value in enumerate(row))
        lines.append("  ".join(cells).rstrip())
    more = len(block.table.rows) - ROWS
    return lines + ([paper.words["more"] % with_plurals({"n": more})] if more > 0 else [])


def _padded(value: str, wide: float, *, right: bool) -> str:
    room = " " * int(wide - breadth(value))
    return room + value if right else value + room
