"""Apply the retention now, or only say what it would remove."""

from __future__ import annotations

from argparse import ArgumentParser
from json import dumps
from typing import Any

from django.core.management.base import BaseCommand

from monitor.lib.clock import utc_now
from monitor.models import audit_record
from monitor.upkeep.retention import retention_apply, retention_preview


class Command(BaseCommand):
    """`manage.py prune [--preview] [--json]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--preview", action="store_true", help="count what would go, remove nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *, preview: bool, json: bool, **_: Any) -> None:
        now = utc_now()
        found = retention_preview(now=now) if preview else retention_apply(now=now).as_json()
        if not preview:
            audit_record(actor="prune", action="prune", detail=found)
        if json:
            self.stdout.write(dumps(found, ensure_ascii=False))
            return
        for name, n in found.items():
            self.stdout.write(f"{name:<12} {n}")
