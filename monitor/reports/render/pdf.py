"""The report as PDF by typst: our font embedded, outline, title, language, tags. No font or file of the machine is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from monitor.fonts import FOLDER, MISSING, breakable, shown
from monitor.lib.clock import SHANGHAI
from monitor.lib.colours import COLOURS
from monitor.reports.render import figures
from monitor.reports.render.columns import widths
from monitor.reports.render.paper import Block, Figure, Grid, Heading, Paper, Paragraph, Subheading, when

if TYPE_CHECKING:
    from monitor.reports.render import Progress

ROOM = 98.0  # half-width characters in a line of a table: 9 pt on 156 mm
TEMPLATE = Path(__file__).parent / "report.typ"


def write(paper: Paper, progress: Progress) -> bytes:
    """The bytes of the PDF. Raises RenderError with typst's message."""
    from monitor.reports.render import RenderError

    parts = []
    for n, block in enumerate(paper.blocks):
        progress("pdf", n, len(paper.blocks) + 1)
        parts.append(_part(block))
    data = json.dumps(_document(paper, parts), ensure_ascii=False)
    progress("pdf", len(parts), len(parts) + 1)
    try:
        return typst.compile(
            TEMPLATE.read_bytes(),
            font_paths=_fonts(),
            sys_inputs={"paper": data},
            timestamp=int(paper.moment.timestamp()),
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise RenderError(f"typst: {error.message}", label="render_failed") from error


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def _document(paper: Paper, parts: list[dict[str, Any]]) -> dict[str, Any]:
    head, day = paper.head, paper.moment.astimezone(SHANGHAI)
    said = {
        "subject": paper.subject,
        "marks": "　".join(head.marks),
        "running": "　".join(part for part in (head.title, head.issue, head.state) if part),
        "watermark": head.state,
        "title": head.title,
        "issue": head.issue,
        "unit": head.unit,
        "when": when(paper),
        "notice": head.notice,
        "signed": paper.foot.signed,
    }
    document = {
        **{name: shown(text) for name, text in said.items()},
        "language": paper.language,
        "colours": COLOURS,
        "date": [day.year, day.month, day.day],
        "parts": parts,
    }
    closing = [shown(paper.foot.window), shown(paper.foot.digest)]
    if MISSING in json.dumps(document, ensure_ascii=False):
        closing.insert(0, paper.words["missing"])
    return {**document, "closing": closing}


def _part(block: Block) -> dict[str, Any]:
    """One block as the template takes it, in characters that the font has."""
    return PARTS[type(block)](block)


def _heading(block: Heading | Subheading) -> dict[str, Any]:
    return {"type": "heading", "level": 1 if isinstance(block, Heading) else 2, "text": breakable(shown(block.text))}


def _paragraph(block: Paragraph) -> dict[str, Any]:
    return {"type": "paragraph", "text": breakable(shown(block.text)).replace(" %", "\u00a0%"), "quiet": block.quiet}


def _figure(block: Figure) -> dict[str, Any]:
    return {
        "type": "figure",
        "label": shown(block.label),
        "caption": shown(block.caption),
        "alt": shown(block.chart.alt),
        "svg": figures.svg(block.chart).decode(),
    }


def _table(block: Grid) -> dict[str, Any]:
    table = block.table
    return {
        "type": "table",
        "label": shown(block.label),
        "caption": shown(block.caption),
        "head": [shown(name) for name in table.head],
        "rows": [[breakable(shown(value)) for value in row] for row in table.rows],
        "numeric": sorted(table.numeric),
        "widths": widths(table, ROOM),
    }


PARTS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Heading: _heading,
    Subheading: _heading,
    Paragraph: _paragraph,
    Figure: _figure,
    Grid: _table,
}
