"""Units, places, rosters and members as XLSX files, in and out; CSV in. Pure.

Read: the first sheet that has the columns, values only (a formula is never run), up to MAX_ROWS lines; the columns are known
by the names in their line, which may have a heading of the whole table above it. What is no XLSX is read as CSV: any charset of ours, comma, semicolon or tab. Written: every cell is text, and none starts a formula (lib.spreadsheet); the apostrophe that this takes is dropped
again on reading.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from monitor.errors import TingchaoError
from monitor.feeds.decode import decode
from monitor.lib.spreadsheet import FORMULA, cell
from monitor.text.fold import fold

MAX_BYTES, MAX_UNPACKED = 2_000_000, 40_000_000
MAX_ROWS, MAX_COLUMNS = 5_000, 30
MAX_SHEETS, ABOVE = 20, 5  # sheets looked at; lines that may stand above the columns
DELIMITERS = (",", ";", "\t")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
DOCTYPE = re.compile(b"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")  # in UTF-16 too; no program writes one into a workbook
BINARY = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8")

UNIT_COLUMNS = {"name": "单位名称", "words": "关键词", "exclude": "排除词"}
PLACE_COLUMNS = {
    "name": "名称",
    "aliases": "别名",
    "kind": "类别",
    "scope": "范围",
    "unit": "所属单位",
    "note": "备注",
}
_ALSO = {
    "unit name": "name",
    "名称": "name",
    "words": "words",
    "exclude": "exclude",
    "name": "name",
    "aliases": "aliases",
}
_ALSO |= {
    "kind": "kind",
    "scope": "scope",
    "unit": "unit",
    "note": "note",
    "地名": "name",
    "单位": "unit",
    "别称": "aliases",
}
_ALSO |= {field: field for field in ("username", "email", "role", "units", "language")}


class SheetError(TingchaoError):
    """A file cannot be read. Labels: sheet_kind (neither XLSX nor CSV), sheet_size, sheet_head (no column of names), sheet_rows."""

    label = "sheet_kind"
    permanent = True


def sheet_read(body: bytes, columns: Mapping[str, str], *, key: str = "name") -> list[tuple[int, dict[str, str]]]:
    """(number of the line, {field: text}) of each line that is not empty; there must be a column `key`. Raises SheetError."""
    for lines in [_table(body)] if _is_text(body) else _book(body):
        for place, (_number, head) in enumerate(lines[: ABOVE + 1]):
            fields = _fields(head, columns)
            if key in fields.values():
                return _rows(lines[place + 1 :], fields)
    raise SheetError("", label="sheet_head")


def _rows(lines: Sequence[tuple[int, list[str]]], fields: Mapping[int, str]) -> list[tuple[int, dict[str, str]]]:
    if len(lines) > MAX_ROWS:
        raise SheetError("", label="sheet_rows")
    return [(number, {fields[i]: text for i, text in enumerate(row) if i in fields}) for number, row in lines]


def _is_text(body: bytes) -> bool:
    """No archive, no old XLS and nothing else binary; UTF-16 begins with its mark."""
    return bool(body) and (body[:2] in UTF16 or not (body.startswith(BINARY) or b"\0" in body[:4096]))


def _book(body: bytes) -> Iterator[list[tuple[int, list[str]]]]:
    """The lines of each sheet in turn."""
    _check(body)
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:MAX_SHEETS]:
            yield list(_lines(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)))
        book.close()
    except SheetError:
        raise
    except Exception as error:  # whatever openpyxl and the programs below it make of a file that is no workbook
        raise SheetError(type(error).__name__) from error


def _table(body: bytes) -> list[tuple[int, list[str]]]:
    if len(body) > MAX_BYTES:
        raise SheetError("", label="sheet_size")
    text = decode(body).text.lstrip("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        # strict: a quote that nobody closes would otherwise swallow the rest of the file without a word
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return list(_lines(row[:MAX_COLUMNS] for row in rows))
    except csv.Error as error:
        raise SheetError(str(error)) from error


def _check(body: bytes) -> None:
    """Size before and after unpacking, and no entities: a small file may unfold to gigabytes by either."""
    if len(body) > MAX_BYTES:
        raise SheetError("", label="sheet_size")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            fits = sum(entry.file_size for entry in entries) <= MAX_UNPACKED  # no entry is read beyond what it says
            declared = fits and any(DOCTYPE.search(archive.read(entry)) for entry in entries)
    except Exception as error:  # a broken archive, an encrypted one, a compression that nobody knows
        raise SheetError(type(error).__name__) from error
    if not fits:
        raise SheetError("", label="sheet_size")
    if declared:
        raise SheetError("DOCTYPE")


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, 1):
        texts = [_text(value) for value in row]
        if any(texts):
            yield number, texts
        if number > MAX_ROWS + 100:
            raise SheetError("", label="sheet_rows")


def _text(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text


def _fields(head: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
    """{position: field}; a heading may carry a hint in brackets, the first of two columns of one name counts."""
    known = {**{heading: field for heading, field in _ALSO.items() if field in columns}}
    known |= {heading: field for field, heading in columns.items()}
    found: dict[int, str] = {}
    for i, heading in enumerate(head):
        field = known.get(_bare(heading)) or known.get(_bare(heading).replace(" ", ""))
        if field and field not in found.values():
            found[i] = field
    return found


def _bare(heading: str) -> str:
    """Without a hint, a colon and blanks around; simplified, lower case."""
    return fold(heading.split("（")[0].split("(")[0]).strip(" \u3000\t\n:：*")


def sheet_write(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> bytes:
    """An XLSX file with these headings; times in Asia/Shanghai; no cell starts a formula or holds what XML does not take."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(columns.values()))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell(value)) for value in row])
    for i, head in enumerate(sheet[1], 1):
        head.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(i)].width = 24
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
