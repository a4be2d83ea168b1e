"""Has accuracy stepped back? Runs `evaluate` over the exercise and, with --data, over labelled data; exit 1 below a floor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from monitor.evaluation.floors import EXERCISE, Floor, compare, floors

SEED, DAYS = "9", "2"


class Command(BaseCommand):
    """`manage.py floors [--data FOLDER]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", type=Path, help="folder of labelled data; without it only the exercise is evaluated"
        )

    def handle(self, *, data: Path | None, **_: Any) -> None:
        if data is not None and not data.is_dir():
            raise CommandError(f"{data} is no folder.")
        below = 0
        with tempfile.TemporaryDirectory() as folder:
            _manage("drill", "--seed", SEED, "--days", DAYS, "--out", folder)
            asked = [floor for floor in floors() if floor.of_exercise or data is not None]
            for floor in floors():
                if floor not in asked:
                    self.stderr.write(f"{floor.name}: not evaluated, it needs --data")
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # each waits for a process of its own
                for rows in pool.map(partial(_compared, exercise=Path(folder), data=data), asked):
                    below += self._say(rows)
        if below:
            sys.exit(1)

    def _say(self, rows: list[dict[str, Any]]) -> int:
        for row in rows:
            self.stdout.write(json.dumps(row))
        return sum(not row["kept"] for row in rows)


def _compared(floor: Floor, *, exercise: Path, data: Path | None) -> list[dict[str, Any]]:
    what, where = floor.arguments
    place = exercise if where == EXERCISE else (data or exercise) / where
    return [
        {"name": floor.name, "figure": row.path, "value": row.value, "bound": row.bound, "kept": row.kept}
        for row in compare(floor, json.loads(_manage("evaluate", what, str(place))))
    ]


def _manage(*arguments: str) -> str:
    """As a person would run it, in a process of its own: some evaluations start servers for themselves."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode > 1 or not (done.stdout.strip() or arguments[0] == "drill"):
        raise CommandError(f"{' '.join(arguments[:2])}: {' '.join(done.stderr.split())[-300:]}")
    return done.stdout
