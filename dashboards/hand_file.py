"""A file of published items between its preview and its import: masked rows, signed, nothing kept here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy

from monitor.feeds.hand_rows import HandRow, csv_values, hand_row
from monitor.feeds.links import canonical
from monitor.feeds.personal import public
from monitor.lib.clock import parse_time
from monitor.lib.jsonlines import LineError, parse_line
from monitor.text.clean import clean_html
from monitor.text.mask import mask

MAX_UPLOAD = 5_000_000  # bytes
MAX_ROWS = 5_000
MAX_TOKEN = 2_000_000  # characters; Django takes 2.5 MB of form fields
KEPT = timedelta(hours=2)
SALT = "tingchao.items"


class FileForm(forms.Form):
    """CSV of a spreadsheet, or JSON lines."""

    file = forms.FileField(label=gettext_lazy("文件（CSV 或 JSONL）"))


@dataclass(frozen=True, slots=True)
class Checked:
    """A file line by line. `rows` are clean and masked; `bad` are (line, why); `persons` columns that were dropped."""

    rows: tuple[tuple[int, HandRow], ...]
    bad: tuple[tuple[int, str], ...]
    persons: tuple[tuple[str, int], ...]
    masked: int


def file_check(name: str, body: bytes) -> Checked:
    """Raises LineError when it cannot be read at all, or has more than MAX_ROWS rows."""
    rows: list[tuple[int, HandRow]] = []
    bad: list[tuple[int, str]] = []
    persons: Counter[str] = Counter()
    masked = 0
    for number, value in _values(name, body, bad):
        if len(rows) >= MAX_ROWS:
            raise LineError("rows")
        try:
            row, dropped = hand_row(value)
        except LineError as error:
            bad.append((number, str(error)))
            continue
        persons.update(dropped)
        row, hidden = _masked(row)
        masked += hidden
        rows.append((number, row))
    return Checked(tuple(rows), tuple(bad), tuple(sorted(persons.items())), masked)


def _values(name: str, body: bytes, bad: list[tuple[int, str]]) -> Any:
    if not name.lower().endswith((".jsonl", ".json", ".ndjson")):
        for number, value in csv_values(body):
            if isinstance(value, LineError):
                bad.append((number, str(value)))
            else:
                yield number, value
        return
    for number, raw in enumerate(body.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if raw.strip():
            try:
                yield number, parse_line(raw)
            except LineError as error:
                bad.append((number, str(error)))


def _masked(row: HandRow) -> tuple[HandRow, bool]:
    title, in_title = mask(clean_html(row.title).replace("\n", " "))
    text, in_text = mask(clean_html(row.text))
    identity, _ = mask(row.id)
    url = public(canonical(row.url)) if row.url else ""
    hidden = in_title or in_text
    return replace(row, title=title, text=text, id=identity, url=url, masked=row.masked or hidden), hidden


def rows_pack(rows: tuple[tuple[int, HandRow], ...]) -> str | None:
    """The rows as a form field that only we can have made; None when it would be too long for one."""
    content = [
        [
            row.title,
            row.text,
            row.id,
            row.source,
            row.region,
            row.at.isoformat() if row.at else "",
            row.url,
            row.masked,
            row.by_hand,
        ]
        for _, row in rows
    ]
    token = signing.dumps(content, salt=SALT, compress=True)
    return token if len(token) <= MAX_TOKEN else None


def rows_unpack(token: str) -> list[HandRow] | None:
    """The rows; None for a field that was changed or is older than KEPT."""
    try:
        content = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return [
        HandRow(title, text, identity, source, region, parse_time(at) if at else None, url, masked, by_hand)
        for title, text, identity, source, region, at, url, masked, by_hand in content
    ]
