"""`manage.py opml import FILE` / `export [FILE]`: sources in and out, with a report of every line on standard error."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from monitor.errors import ParseError
from monitor.feeds.opml import MAX_BYTES
from monitor.feeds.opml_rows import ADD, REFUSED, Planned, opml_counts, opml_export, opml_import
from monitor.feeds.opml_words import file_sentence, outcome_name, reason_sentence
from monitor.lib.clock import utc_now
from monitor.lib.jsonlines import COULD_NOT_START, OK, SOME_FAILED, StartError, open_input
from monitor.models import SourceKind

ACTOR = "opml"


class Command(BaseCommand):
    help = "Add the feeds of an OPML file as sources, or write all sources as OPML. Exit 1 if a line was refused."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        into = ways.add_parser("import", help="add the feeds of a file; those that are there already stay as they are")
        into.add_argument("file", nargs="?", help="OPML; - or nothing = standard input")
        into.add_argument("--kind", choices=SourceKind.values, default=SourceKind.NEWS, help="unless a folder says it")
        into.add_argument("--region", default="", help="the place that they write about, unless the file says it")
        out = ways.add_parser("export", help="write all sources")
        out.add_argument("file", nargs="?", help="- or nothing = standard output")

    def handle(self, *args: Any, way: str, file: str | None = None, **options: Any) -> None:
        try:
            code = self._import(file, options) if way == "import" else self._export(file)
        except ParseError as error:
            self.stderr.write(f"{file_sentence(error.label)} {error.detail}".rstrip())
            code = COULD_NOT_START
        except StartError as error:
            self.stderr.write(str(error))
            code = COULD_NOT_START
        except DatabaseError as error:
            self.stderr.write(f"database: {type(error).__name__}")
            code = COULD_NOT_START
        sys.exit(code)

    def _import(self, file: str | None, options: dict[str, Any]) -> int:
        with open_input(file) as stream:
            try:
                body = stream.read(MAX_BYTES + 1)
            except OSError as error:
                raise StartError(f"cannot read {file}: {error.strerror}") from error
        plan = opml_import(body=body, kind=options["kind"], region=options["region"], by=ACTOR, now=utc_now())
        for line in plan:
            self.stderr.write(_told(line))
        counts = opml_counts(plan)
        self.stderr.write(
            "{add} added, {known} already there, {twice} twice in the file, {refused} refused".format_map(counts)
        )
        return SOME_FAILED if counts[REFUSED] else OK

    def _export(self, file: str | None) -> int:
        body = opml_export(by=ACTOR)
        if file in (None, "-"):
            sys.stdout.buffer.write(body)
            sys.stdout.buffer.flush()
            return OK
        try:
            Path(str(file)).write_bytes(body)
        except OSError as error:
            raise StartError(f"cannot write {file}: {error.strerror}") from error
        return OK


def _told(line: Planned) -> str:
    said = "added" if line.outcome == ADD else f"{outcome_name(line.outcome)} {reason_sentence(line.reason)}".rstrip()
    return f"line {line.line}: {said} {line.title} {line.url}".rstrip()
