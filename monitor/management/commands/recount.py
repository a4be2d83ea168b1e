"""Prove that the counts equal the items: prints the differences as one JSON object, exits with 1 when there are any."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.models import audit_record
from monitor.upkeep.recount import recount


class Command(BaseCommand):
    help = "Compare hourly counts, topic hours and plan hours with the items; --fix puts them right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="write the counts that the items give")

    def handle(self, *args: Any, **options: Any) -> None:
        found = recount(fix=options["fix"])
        if found.fixed:
            audit_record(actor="recount", action="recount_fix", detail={"rows": found.fixed})
        self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, default=str))
        if not found.equal:
            sys.exit(1)
