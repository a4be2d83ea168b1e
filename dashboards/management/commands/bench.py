"""Measure this project and a peer in one run (bench/NAME.py); prints one JSON object."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NAMES = ("analyse", "feeds", "topics", "pages", "live", "search", "alerts", "reports", "day", "replay", "wall")


class Command(BaseCommand):
    """`manage.py bench NAME [--full]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--full", action="store_true", help="the largest sizes too (longer than ten minutes)")

    def handle(self, *, name: str, full: bool, **_: Any) -> None:
        if not (Path(settings.BASE_DIR) / "bench").is_dir():
            raise CommandError("The benchmarks are not part of this installation: run them from a checkout.")
        result = import_module(f"bench.{name}").run(full=full)
        self.stdout.write(json.dumps({"name": name, **result}, ensure_ascii=False))
        if result.get("missed"):
            raise CommandError("; ".join(result["missed"]), returncode=1)
