"""Is it working? A table of checks with what to do about each fault; `--json` for machines; exit 1 on a fault.

Uses the servers that DATABASE_URL and REDIS_URL name, or those of a running `make demo`; with neither, it says so.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from monitor.lib.clock import utc_now
from monitor.queries.health import Check, health_checks, health_line
from tasks.ping import workers_answering

MARKS = {"ok": "✓", "warn": "!", "fault": "✗"}


class Command(BaseCommand):
    help = "Check web, database, broker, workers, beat, topics, mail, backlog, sources, disk and clock."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
        parser.add_argument("--language", default="zh-hans", choices=("zh-hans", "en"), help="language of the table")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            checks = health_checks(now=utc_now(), workers=workers_answering(), ask_web=True)
            level, sentence = health_line(checks)
            if options["json"]:
                found = {"ok": level != "fault", "level": level, "sentence": sentence}
                self.stdout.write(json.dumps({**found, "checks": [c.as_json() for c in checks]}, ensure_ascii=False))
            else:
                self._table(checks, sentence)
        if level == "fault":
            sys.exit(1)

    def _table(self, checks: list[Check], sentence: str) -> None:
        width = max(_width(check.title) for check in checks)
        for check in checks:
            title = check.title + " " * (width - _width(check.title))
            self.stdout.write(f"{MARKS[check.level]} {title}  {check.detail}")
            if check.advice:
                self.stdout.write(f"  {' ' * width}  → {check.advice}")
        self.stdout.write(_("结论：%(sentence)s") % {"sentence": sentence})


def _width(text: str) -> int:
    """Columns in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
