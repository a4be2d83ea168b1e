"""Tables of the Word document: editable, as wide as the text, their head on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu

from monitor.reports.render.columns import SMALL_PADDING, SMALL_ROOM, is_wide, widths
from monitor.reports.render.paper import Grid
from monitor.reports.render.word_style import TEXT_WIDTH
from monitor.reports.render.word_xml import cell_shade, cells_narrow, row_manners

HEAD_FILL = "EDEDED"
WHOLE, WHOLE_NARROW, NARROW = (
    7,
    12,
    4,
)  # rows of a table that is not broken; of one with few columns, whose rows are of one line


def table_add(document: Any, grid: Grid, clean: Callable[[str], str]) -> None:
    """The table with its head; a gap below it."""
    source = grid.table
    table = document.add_table(rows=1 + len(source.rows), cols=len(source.head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    small = is_wide(source)
    shares = [
        Emu(int(TEXT_WIDTH * share))
        for share in (widths(source, SMALL_ROOM, SMALL_PADDING) if small else widths(source))
    ]
    if small:
        cells_narrow(table)
    for column, width in zip(table.columns, shares, strict=True):
        column.width = width
    style = document.styles[
        "Report Table Small" if small else "Report Table"
    ].style_id  # by id: looking a style up for each cell costs seconds
    for n, (row, cells) in enumerate(zip(table.rows, [source.head, *source.rows], strict=True)):
        row_manners(row, head=n == 0)
        for k, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = shares[k]
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style
            paragraph.paragraph_format.keep_with_next = stays(n, len(source.rows), len(source.head))
            run = paragraph.add_run(clean(text))
            if n == 0:
                run.bold = True
                cell_shade(cell, HEAD_FILL)
            if k in source.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()._p.style = style


def stays(row: int, rows: int, columns: int) -> bool:
    """Whether a row (0 is the head) keeps to the next one: short tables whole, else no row alone on a page."""
    whole = rows <= (WHOLE_NARROW if columns <= NARROW else WHOLE)
    return row < rows and (whole or row < 2 or row >= rows - 2)
