"""Are personal identifiers gone? Seeds them into feeds, forms and files, runs the whole chain, looks through all that is kept or sent."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """`manage.py traces`: one JSON object; exit 1 when a trace was found, or a stage had nothing to do."""

    help = __doc__

    def handle(self, **_: Any) -> None:
        if not (Path(settings.BASE_DIR) / "traces").is_dir():
            raise CommandError("This check is not part of this installation: run it from a checkout.")
        result = import_module("traces.run").run()
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        if result["found"] or result["idle"]:
            sys.exit(1)
