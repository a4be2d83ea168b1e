"""Downloads: workbooks, and CSV files that a spreadsheet opens safely: UTF-8 with a mark, and no cell that starts a formula (CWE-1236)."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from monitor.district.sheet import sheet_write
from monitor.lib.spreadsheet import cell

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 100_000
PIECE = 500  # lines that are sent at once


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download named `name`.csv (`name` is plain ASCII), exercise-`name`.csv in an exercise."""
    return HttpResponse(b"".join(_lines(head, rows)), content_type=CSV, headers=_named(f"{name}.csv"))


def xlsx_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The same as `csv_response` as a workbook of texts: the same words in the same cells."""
    body = sheet_write({column: column for column in head}, rows)
    return HttpResponse(body, content_type=XLSX, headers=_named(f"{name}.xlsx"))


def xlsx_download(name: str, body: bytes) -> HttpResponse:
    """A workbook named tingchao-`name`.xlsx; its name says when it is of an exercise."""
    return HttpResponse(body, content_type=XLSX, headers=_named(f"tingchao-{name}.xlsx"))


def csv_stream(
    request: HttpRequest, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """The same for many rows: sent as they are read."""
    lines = _lines(head, rows)
    return StreamingHttpResponse(
        _in_pieces(lines) if isinstance(request, ASGIRequest) else lines,
        content_type=CSV,
        headers=_named(f"{name}.csv"),
    )


def _named(file: str) -> dict[str, str]:
    """The header that names a download; the name says when it is of an exercise."""
    mark = "exercise-" if settings.DRILL else ""
    return {"Content-Disposition": f'attachment; filename="{mark}{file}"'}


def _lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for row in itertools.chain([head], rows):
        out = io.StringIO()
        csv.writer(out).writerow([cell(value) for value in row])
        yield out.getvalue().encode()


async def _in_pieces(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The server of pages awaits what it sends; the database is read in a thread."""
    read = sync_to_async(lambda: b"".join(itertools.islice(lines, PIECE)))
    while piece := await read():
        yield piece
