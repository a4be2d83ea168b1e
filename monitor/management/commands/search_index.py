"""Write the search entries of stored items that lack them; can be stopped and goes on where it was."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.searches.fill import search_fill


class Command(BaseCommand):
    """`manage.py search_index [--seconds N]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, help="stop after this time (the rest is done by the next run)")

    def handle(self, *, seconds: float | None, **_: Any) -> None:
        def told(month: object, written: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r{month}: {written}", ending="")

        written = search_fill(seconds=seconds, told=told)
        self.stdout.write(f"{written}")
