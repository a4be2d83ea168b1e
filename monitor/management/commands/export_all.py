"""Everything the system knows as one ZIP in open formats (JSON lines, report files, OPML), for whoever takes over without it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitor.backup.whole import export_write
from monitor.lib.clock import utc_now


class Command(BaseCommand):
    """`export_all FILE.zip`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file; only its owner can read it")

    def handle(self, *, file: Path, **_: Any) -> None:
        try:
            made = export_write(file=file, by="export_all", now=utc_now(), progress=self._progress)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        said = {"file": str(made.file), "bytes": made.bytes, "rows": made.rows, "files": len(made.digests)}
        self.stdout.write(json.dumps(said, ensure_ascii=False))

    def _progress(self, name: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{name:<30}", ending="")
