"""A file of published items as it is uploaded: what each line would become. Rows are masked here, before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from monitor.feeds.by_hand import hand_plan
from monitor.feeds.hand_files import row_masked
from monitor.feeds.hand_rows import HandRow, csv_values, hand_row
from monitor.lib.jsonlines import LineError, parse_line

MAX_UPLOAD = 20_000_000  # bytes
MAX_ROWS = 50_000


class FileForm(forms.Form):
    """CSV of a spreadsheet, or JSON lines."""

    file = forms.FileField(label=gettext_lazy("文件（CSV 或 JSONL）"))


class TooManyRowsError(Exception):
    """More than MAX_ROWS."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be read; `fate` is new, updated, known, too_old or failed."""

    number: int
    row: HandRow
    fate: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A file line by line. Rows are clean and masked; `bad` are (line, why); `persons` columns that were dropped."""

    lines: tuple[Line, ...]
    bad: tuple[tuple[int, str], ...]
    persons: tuple[tuple[str, int], ...]
    masked: int

    @property
    def fates(self) -> Counter[str]:
        """{fate: lines}."""
        return Counter(line.fate for line in self.lines)

    @property
    def wanted(self) -> list[HandRow]:
        """What an import would change."""
        return [line.row for line in self.lines if line.fate in {"new", "updated"}]


def file_check(name: str, body: bytes, *, now: datetime) -> Checked:
    """Raises LineError when it cannot be read at all, TooManyRowsError when it is too long for a page."""
    numbers: list[int] = []
    rows: list[HandRow] = []
    bad: list[tuple[int, str]] = []
    persons: Counter[str] = Counter()
    masked = 0
    for number, value in _values(name, body, bad):
        if len(rows) >= MAX_ROWS:
            raise TooManyRowsError
        try:
            row, dropped = hand_row(value)
        except LineError as error:
            bad.append((number, str(error)))
            continue
        persons.update(dropped)
        row, hidden = row_masked(row)
        masked += hidden
        numbers.append(number)
        rows.append(row)
    planned = hand_plan(rows, now=now)
    lines = tuple(Line(number, row, fate) for number, (row, fate) in zip(numbers, planned, strict=True))
    return Checked(lines, tuple(bad), tuple(sorted(persons.items())), masked)


def _values(name: str, body: bytes, bad: list[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    lines = _json(body) if name.lower().endswith((".jsonl", ".json", ".ndjson")) else csv_values(body)
    for number, value in lines:
        if isinstance(value, LineError):
            bad.append((number, str(value)))
        else:
            yield number, value


def _json(body: bytes) -> Iterator[tuple[int, dict[str, Any] | LineError]]:
    for number, raw in enumerate(body.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if raw.strip():
            try:
                yield number, parse_line(raw)
            except LineError as error:
                yield number, error
