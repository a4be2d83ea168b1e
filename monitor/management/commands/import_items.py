"""`manage.py import_items [FILE]`: history into the database, through the whole pipeline; counts on standard error."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from monitor.feeds.by_hand import HandCounts, hand_import, hand_plan
from monitor.feeds.hand_rows import HandRow, csv_values, hand_row
from monitor.lib.clock import utc_now
from monitor.lib.jsonlines import COULD_NOT_START, LineError, LineRun, StartError, open_input
from monitor.models import audit_record

MAX_CSV = 200_000_000


class Command(BaseCommand):
    help = (
        "Bring published items into the database: JSON lines (or CSV) with title, text, id, source, region, at, url. "
        "The same file again changes nothing. Columns about persons are dropped. Exit 1 if a line failed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="- or nothing = standard input")
        parser.add_argument(
            "--format", choices=["jsonl", "csv"], help="else by the file's ending; JSON lines by default"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would become of every line, store nothing")

    def handle(self, *args: Any, file: str | None, format: str | None, dry_run: bool, **options: Any) -> None:  # noqa: A002
        kind = format or ("csv" if (file or "").lower().endswith((".csv", ".tsv")) else "jsonl")
        run, persons = LineRun(), Counter[str]()
        try:
            with open_input(file) as stream, run:
                rows = _rows(_values(stream, kind, run), run, persons)
                counts = _planned(rows) if dry_run else _stored(rows)
        except StartError as error:
            self.stderr.write(str(error))
            sys.exit(COULD_NOT_START)
        except DatabaseError as error:
            self.stderr.write(f"database: {type(error).__name__}")
            sys.exit(COULD_NOT_START)
        self.stderr.write(_told(counts, persons))
        sys.exit(1 if counts.failed else run.exit_code)


def _stored(rows: Iterable[HandRow]) -> HandCounts:
    counts = hand_import(rows, now=utc_now())
    detail = {name: getattr(counts, name) for name in counts.__slots__}
    audit_record(actor="import_items", action="items_import", detail=detail)
    return counts


def _planned(rows: Iterable[HandRow]) -> HandCounts:
    fates = Counter(fate for _, fate in hand_plan(rows, now=utc_now()))
    return HandCounts(read=fates.total(), **fates)


def _values(stream: BinaryIO, kind: str, run: LineRun) -> Iterator[tuple[int, dict[str, Any]]]:
    if kind == "jsonl":
        yield from run.read(stream)
        return
    body = stream.read(MAX_CSV + 1)
    if len(body) > MAX_CSV:
        raise StartError(f"a CSV file of more than {MAX_CSV // 10**6} MB: use JSON lines")
    try:
        values = csv_values(body)
    except LineError as error:
        raise StartError(str(error)) from error
    for number, value in values:
        run.line()
        if isinstance(value, LineError):
            run.fail(number, value)
        else:
            yield number, value


def _rows(values: Iterable[tuple[int, dict[str, Any]]], run: LineRun, persons: Counter[str]) -> Iterator[HandRow]:
    for number, value in values:
        try:
            row, dropped = hand_row(value)
        except LineError as error:
            run.fail(number, error)
            continue
        persons.update(dropped)
        yield row


def _told(counts: HandCounts, persons: Counter[str]) -> str:
    said = (
        f"read {counts.read}, new {counts.new}, updated {counts.updated}, already there {counts.known}, "
        f"older than the retention {counts.too_old}, failed {counts.failed}"
    )
    if not persons:
        return said
    columns = ", ".join(f"{name} ({n})" for name, n in sorted(persons.items()))
    return f"{said}\ncolumns about persons, dropped: {columns}"
