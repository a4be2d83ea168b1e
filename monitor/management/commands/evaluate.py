"""`manage.py evaluate WHAT FILE`: the text stage against labels in a file; one JSON object of figures on standard output."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.lib.jsonlines import COULD_NOT_START, LineRun, Record, StartError, check_item, open_input
from monitor.text.evaluate import EVALUATIONS
from monitor.text.linear import shipped_model
from monitor.text.types import SENTIMENTS


class Command(BaseCommand):
    """Scores, with the baselines beside them and 95 % bootstrap intervals; see `monitor/text/evaluate.py`."""

    help = "Score the text stage against the labels in a file (JSON lines)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=sorted(EVALUATIONS))
        parser.add_argument("file", nargs="?", help="JSON lines with labels; - or nothing = standard input")

    def handle(self, *, what: str, file: str | None = None, **_: Any) -> None:
        run = LineRun()
        try:
            with run, open_input(file) as stream:
                rows = [row for number, row in run.read(stream) if self._usable(run, number, row, what)]
        except StartError as error:
            self.stderr.write(str(error))
            sys.exit(COULD_NOT_START)
        if not rows:
            self.stderr.write("no line with a usable label")
            sys.exit(COULD_NOT_START)
        score, _labels = EVALUATIONS[what]
        self.stdout.write(
            json.dumps({"what": what, "model": shipped_model().version, **score(rows)}, ensure_ascii=False)
        )
        sys.exit(run.exit_code)

    def _usable(self, run: LineRun, number: int, row: Record, what: str) -> bool:
        try:
            check_item(row)
        except ValueError as error:
            run.fail(number, error)
            return False
        labels = EVALUATIONS[what][1]
        good = any(label in row for label in labels) and (what != "sentiment" or row["sentiment"] in SENTIMENTS)
        if not good:
            run.fail(number, f"no usable label ({' or '.join(labels)})")
        return good
