"""The report as a spreadsheet: one sheet a table, all frozen numbers in one, notes. Numbers are numbers; text never runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from monitor.reports.render.columns import breadth
from monitor.reports.render.numbers import Number, flat, number_of
from monitor.reports.render.ooxml import steady
from monitor.reports.render.paper import Grid, Paper

if TYPE_CHECKING:
    from monitor.reports.render import Progress

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NOT_A_NAME = re.compile(r"[\[\]:*?/\\']")
HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="EDEDED")}
WIDEST = 60
Cell = Number | str | None


def write(paper: Paper, progress: Progress) -> bytes:
    """The bytes of the .xlsx."""
    book = Workbook()
    grids = [block for block in paper.blocks if isinstance(block, Grid)]
    _notes(book, paper)
    for n, grid in enumerate(grids):
        progress("xlsx", n, len(grids) + 1)
        _table(book, grid)
    _numbers(book, paper)
    _properties(book, paper)
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue(), paper.moment)


def _table(book: Workbook, grid: Grid) -> None:
    table = grid.table
    rows = [[number_of(value) if n in table.numeric else value for n, value in enumerate(row)] for row in table.rows]
    sheet = book.create_sheet(_name(f"{grid.label} {grid.caption}"))
    _fill(sheet, table.head, rows)


def _numbers(book: Workbook, paper: Paper) -> None:
    sheet = book.create_sheet(_name(paper.words["numbers"]))
    _fill(sheet, (paper.words["path"], paper.words["value"]), [[path, value] for path, value in flat(paper.frozen)])


def _notes(book: Workbook, paper: Paper) -> None:
    head, foot = paper.head, paper.foot
    lines = [
        head.title,
        head.issue,
        head.unit,
        head.period,
        *head.marks,
        head.state,
        head.notice,
        foot.window,
        foot.signed,
        foot.digest,
    ]
    sheet: Any = book.active
    sheet.title = _name(paper.words["notes"])
    _fill(sheet, (paper.words["notes"],), [[line] for line in lines if line])


def _fill(sheet: Any, head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> None:
    """Head in bold and frozen, columns as wide as they need."""
    wide: dict[int, float] = {}
    lines: list[list[Cell]] = [list(head), *(list(row) for row in rows)]
    for at, row in enumerate(lines, 1):
        for column, value in enumerate(row, 1):
            shown = _put(sheet.cell(at, column), value, head=at == 1)
            wide[column] = max(wide.get(column, 8.0), breadth(shown))
    for column, breadth_ in wide.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(breadth_ + 2, WIDEST)
    sheet.freeze_panes = "A2"


def _put(cell: Any, value: Cell, *, head: bool) -> str:
    """Write one value; what it looks like."""
    if isinstance(value, Number):
        cell.value, cell.number_format = value.value, value.form
        return value.shown
    text = CONTROL.sub("", value or "")
    cell.value = text
    if text:
        cell.data_type = "s"  # also what begins with "=": never a formula
        cell.quotePrefix = True  # nor when a person edits it
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font, cell.fill = HEAD["font"], HEAD["fill"]
    return text


def _name(text: str) -> str:
    """A sheet's name: 31 characters at most, some not allowed."""
    return NOT_A_NAME.sub(" ", CONTROL.sub("", text.replace("　", " ")))[:31].strip() or "-"


def _properties(book: Workbook, paper: Paper) -> None:
    moment = paper.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.title, book.properties.creator = CONTROL.sub("", paper.subject), CONTROL.sub("", paper.head.unit)
    book.properties.created = book.properties.modified = moment
