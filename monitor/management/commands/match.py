"""`manage.py match QUERY [FILE]`: one keyword query over items; no database, no broker."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.errors import QueryError
from monitor.lib.jsonlines import COULD_NOT_START, Record, check_item, run_lines
from monitor.text.clean import clean_html
from monitor.text.query import Query, compile_query


class Command(BaseCommand):
    """Says of each item whether the query matches, where, and because of what."""

    help = "Match one keyword query against the items of a file (JSON lines)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("file", nargs="?", help="JSON lines; - or nothing = standard input")

    def handle(self, *, query: str, file: str | None = None, **_: Any) -> None:
        try:
            compiled = compile_query(query)
        except QueryError as error:
            self.stderr.write(f"{error.detail} (position {error.position})")
            sys.exit(COULD_NOT_START)
        sys.exit(run_lines(file, lambda record: {**record, **_answer(record, compiled)}))


def _answer(record: Record, query: Query) -> Record:
    check_item(record)
    fields = {key: clean_html(record.get(key) or "") for key in ("title", "text", "source", "region")}
    match = query.match(fields)
    return {"matched": match.matched, "hits": [list(hit) for hit in match.hits], "because": match.because}
