"""Restore a backup into an empty database; what the retention would have deleted since is pruned at once."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from monitor.backup.restore import backup_restore
from monitor.errors import TingchaoError


class Command(BaseCommand):
    """`manage.py restore FILE --into URL [--identity KEYFILE] [--model]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--into",
            required=True,
            metavar="URL",
            help="postgres://user:password@host:5432/name, an empty one, or a file that holds this (no password on a command line)",
        )
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help="file with the age identity that opens it")
        parser.add_argument("--model", action="store_true", help="also put the retrained model at TINGCHAO_MODEL_FILE")

    def handle(self, *, file: Path, into: str, identity: Path | None, model: bool, **_: Any) -> None:
        try:
            found = backup_restore(
                file=file,
                url=into if "://" in into else Path(into).read_text(encoding="utf-8").strip(),
                identity=identity.read_text(encoding="utf-8") if identity else "",
                model=settings.MODEL_FILE if model else None,
            )
        except (TingchaoError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(found), ensure_ascii=False))
