"""`manage.py evaluate WHAT FILE|FOLDER`: score against labels; one JSON object of figures on standard output."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.evaluation.folder import ITEMS, is_folder, truth_by_id, with_truth
from monitor.evaluation.kinds import ALERTS, FEEDS, KINDS, REPORTS, check_line
from monitor.lib.jsonlines import COULD_NOT_START, LineRun, Record, StartError, check_item, open_input
from monitor.text.evaluate import evaluate_sentiment
from monitor.text.linear import shipped_model
from monitor.text.types import SENTIMENTS
from monitor.topics.reposts import reposts_make


class Command(BaseCommand):
    """Scores, with the baselines beside them and 95 % bootstrap intervals; see docs/evaluation.md."""

    help = "Score a stage against the labels in a file (JSON lines) or in a folder of `manage.py drill`."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=sorted([*KINDS, ALERTS, FEEDS, REPORTS]))
        parser.add_argument(
            "file",
            nargs="?",
            help="JSON lines with labels, or a folder of `drill`; - or nothing = standard input; feeds: a folder of feed files",
        )
        parser.add_argument(
            "--make", action="store_true", help="duplicates: make reposts of the file's texts to score on"
        )
        parser.add_argument("--out", help="reports: a folder to keep the files and pages in")
        parser.add_argument("--train", help="sentiment: labelled JSON lines to fit a plain learner on, for comparison")

    def handle(
        self,
        *,
        what: str,
        file: str | None = None,
        train: str | None = None,
        make: bool = False,
        out: str | None = None,
        **_: Any,
    ) -> None:
        run = LineRun()
        try:
            if what == REPORTS:
                figures = self._reports(file, out)
            else:
                figures = self._made(run, what, file) if make else self._figures(run, what, file, train)
        except StartError as error:
            self.stderr.write(str(error))
            sys.exit(COULD_NOT_START)
        by_model = what == ALERTS or (what in KINDS and KINDS[what].text_model)
        model = {"model": shipped_model().version} if by_model else {}
        self.stdout.write(json.dumps({"what": what, **model, **figures}, ensure_ascii=False))
        sys.exit(run.exit_code)

    def _figures(self, run: LineRun, what: str, file: str | None, train: str | None) -> dict[str, Any]:
        if train and what != "sentiment":
            raise StartError("--train is for sentiment only")
        return self._folder(what, file) if what in {ALERTS, FEEDS} else self._lines(run, what, file, train)

    def _lines(self, run: LineRun, what: str, file: str | None, train: str | None) -> dict[str, Any]:
        truth = truth_by_id(str(file)) if is_folder(file) else None
        with run, open_input(file if truth is None else f"{file}/{ITEMS}") as stream:
            rows = [row for number, raw in run.read(stream) if (row := _usable(run, number, raw, what, truth))]
        if not rows:
            raise StartError("no line with a usable label")
        return evaluate_sentiment(rows, train=self._labelled(run, train)) if train else KINDS[what].score(rows)

    def _made(self, run: LineRun, what: str, file: str | None) -> dict[str, Any]:
        if what != "duplicates":
            raise StartError("--make is for duplicates only")
        with run, open_input(file) as stream:
            rows = reposts_make([row for number, raw in run.read(stream) if (row := _item(run, number, raw))])
        if not rows:
            raise StartError("no line with a text of 80 characters or more")
        return KINDS[what].score(rows)

    def _labelled(self, run: LineRun, train: str) -> list[Record]:
        with run, open_input(train) as stream:
            return [row for _, row in run.read(stream) if row.get("sentiment") in SENTIMENTS]

    def _folder(self, what: str, folder: str | None) -> dict[str, Any]:
        from monitor.evaluation.alerts import evaluate_alerts  # the other kinds need no database
        from monitor.evaluation.feeds import evaluate_feeds

        if not is_folder(folder):
            raise StartError(
                "feeds are measured on a folder of feed files"
                if what == FEEDS
                else "alerts are measured on a folder of `manage.py drill`"
            )
        score = evaluate_feeds if what == FEEDS else evaluate_alerts
        return score(str(folder), progress=self._progress)

    def _reports(self, folder: str | None, out: str | None) -> dict[str, Any]:
        from monitor.evaluation.reports import evaluate_reports  # needs drawing, typesetting and LibreOffice

        if not is_folder(folder):
            raise StartError("reports are looked at from a folder of authored ones")
        return evaluate_reports(str(folder), progress=self._progress, out=out)

    def _progress(self, done: int, of: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {of:,}", ending="\r\x1b[K" if done == of else "")
            self.stderr.flush()


def _item(run: LineRun, number: int, row: Record) -> Record | None:
    try:
        check_item(row)
    except ValueError as error:
        run.fail(number, error)
        return None
    return row


def _usable(run: LineRun, number: int, row: Record, what: str, truth: dict[str, Record] | None) -> Record | None:
    """The line with its labels, or None after saying what is wrong with it."""
    kind = KINDS[what]
    try:
        if kind.items:
            check_line(row)
        row = row if truth is None else with_truth(row, truth)
        if not any(label in row for label in kind.labels):
            if what != "masking":  # an item without the key was never looked at: nothing is known, nothing is wrong
                run.fail(number, f"no usable label ({' or '.join(kind.labels)})")
            return None
        if kind.usable(row):
            return row
    except ValueError as error:
        run.fail(number, error)
        return None
    run.fail(number, f"no usable label ({' or '.join(kind.labels)})")
    return None
