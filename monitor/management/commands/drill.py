"""`manage.py drill`: the exercise's data as files."""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from monitor.drill.files import drill_write
from monitor.drill.generate import items, truths
from monitor.drill.plan import World
from monitor.drill.state import DEFAULT_SEED
from monitor.drill.statistics import statistics
from monitor.lib.clock import SHANGHAI

FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # fixed, so that a seed alone names the data


class Command(BaseCommand):
    """The same arguments give the same bytes, on every machine."""

    help = "Write items.jsonl, truth.jsonl and stories.jsonl of an exercise."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--days", type=int, default=14, help="length in days")
        parser.add_argument("--out", type=Path, required=True, help="folder to write to")
        parser.add_argument("--stats", action="store_true", help="print figures about the items as one JSON object")
        parser.add_argument("--start", help="first instant, ISO (no zone = Asia/Shanghai); 2026-03-02 09:00 by default")

    def handle(
        self, *args: object, seed: int, days: int, out: Path, start: str | None, stats: bool, **_: object
    ) -> None:
        if not 1 <= days <= 366:
            raise CommandError("--days: 1 to 366")
        try:
            first = datetime.fromisoformat(start) if start else FIRST_DAY
        except ValueError as error:
            raise CommandError(f"--start: {error}") from error
        first = (first if first.tzinfo else first.replace(tzinfo=SHANGHAI)).astimezone(UTC)
        history = timedelta(days=days)
        world = World.begun(seed, first + history, history=history)
        for name, lines in drill_write(world, end=world.anchor, folder=out).items():
            self.stderr.write(f"{name}: {lines}")
        if stats:
            told = truths(world, end=world.anchor)
            figures = statistics(items(world, end=world.anchor), told)
            self.stdout.write(json.dumps({"seed": seed, "days": days, **figures}, ensure_ascii=False, indent=1))
