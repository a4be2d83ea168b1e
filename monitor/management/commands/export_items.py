"""`manage.py export_items`: stored items out, as JSON lines or CSV; `import_items` reads them back."""

from __future__ import annotations

import csv
import io
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, transaction

from monitor.lib.clock import parse_time
from monitor.lib.jsonlines import COULD_NOT_START, LineRun
from monitor.lib.spreadsheet import cell
from monitor.models import audit_record
from monitor.queries.export import COLUMNS, items_exported
from monitor.text.areas import AREAS


def moment(raw: str) -> datetime:
    """For argparse."""
    try:
        return parse_time(raw)
    except ValueError:
        raise ArgumentTypeError("a time such as 2026-07-01 or 2026-07-01T08:30 (Asia/Shanghai)") from None


class Command(BaseCommand):
    help = "Write stored items (clean and masked, as stored) to standard output. The export is in the audit log."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=moment, help="first moment; a bare date is its midnight")
        parser.add_argument("--to", dest="end", type=moment, help="end, not included")
        parser.add_argument("--source", default="", help="name of a source")
        parser.add_argument("--area", default="", choices=["", *AREAS])
        parser.add_argument("--focus", action="store_true", help="only what has a concern area or matches a rule")
        parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")

    def handle(self, *args: Any, format: str, **options: Any) -> None:  # noqa: A002
        wanted = {name: options[name] for name in ("start", "end", "source", "area", "focus")}
        run = LineRun()
        try:
            with transaction.atomic(), run:
                records = items_exported(**wanted)
                count = _csv(records, run) if format == "csv" else _jsonl(records, run)
                said = {name: str(value) for name, value in wanted.items() if value}
                audit_record(actor="export_items", action="items_export", detail=said | {"rows": count})
        except DatabaseError as error:
            self.stderr.write(f"database: {type(error).__name__}")
            sys.exit(COULD_NOT_START)
        self.stderr.write(f"{count} items")


def _jsonl(records: Iterator[dict[str, Any]], run: LineRun) -> int:
    count = 0
    for record in records:
        run.write(record)
        if run.broken:
            break
        count += 1
    return count


def _csv(records: Iterable[dict[str, Any]], run: LineRun) -> int:
    count = 0
    run.write_line(b"\xef\xbb\xbf" + _csv_line(COLUMNS))
    for record in records:
        run.write_line(_csv_line([_flat(record[name]) for name in COLUMNS]))
        if run.broken:
            break
        count += 1
    return count


def _flat(value: object) -> object:
    return "；".join(map(str, value)) if isinstance(value, list) else value


def _csv_line(values: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue().encode("utf-8", "replace")
