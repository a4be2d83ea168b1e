"""CSV files that a spreadsheet opens safely: UTF-8 with a mark, and no cell that starts a formula (CWE-1236)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.http import HttpResponse

from monitor.lib.spreadsheet import cell

MAX_ROWS = 100_000


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download named `name`.csv (`name` is plain ASCII), exercise-`name`.csv in an exercise."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(value) for value in head])
    for row in rows:
        writer.writerow([cell(value) for value in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"exercise-{name}" if settings.DRILL else name
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
