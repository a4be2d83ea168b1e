"""Make a backup, or prove one: restored into a throw-away database and compared, row counts and audit chain."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from monitor.backup.make import backup_make, backups
from monitor.backup.restore import backup_verify
from monitor.errors import TingchaoError
from monitor.lib.clock import SHANGHAI, shanghai_date, utc_now

TRIES = 3
AGAIN_S = 1800.0


class Command(BaseCommand):
    """`backup [--out FOLDER] [--no-verify] [--nightly HH:MM]` or `backup --check FILE [--identity KEYFILE]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="folder; else TINGCHAO_BACKUP_DIR")
        parser.add_argument(
            "--no-verify", action="store_true", help="do not restore it as a proof; older ones stay then"
        )
        parser.add_argument(
            "--nightly", metavar="HH:MM", help="go on, one each night at that time in Shanghai (compose)"
        )
        parser.add_argument("--check", type=Path, metavar="FILE", help="prove an existing backup instead")
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help="file with the age identity that opens it")

    def handle(self, **options: Any) -> None:
        if not options["nightly"]:
            self._once(options)
            return
        at = _time_of_day(options["nightly"])
        if _missed(options["out"] or settings.BACKUP_DIR, utc_now()):
            self._night(options)
        while True:
            time.sleep((_next(at, utc_now()) - utc_now()).total_seconds())
            self._night(options)

    def _night(self, options: dict[str, Any]) -> None:
        """One backup; one that fails (no room, the database away) is tried again, and the next night comes whatever happened."""
        for left in range(TRIES - 1, -1, -1):
            try:
                self._once(options)
                return
            except (CommandError, DatabaseError) as error:
                self.stderr.write(f"no backup: {' '.join(str(error).split())[:300]}; {left} more tries tonight")
            finally:
                connections.close_all()  # none is held through a day in which the server may be exchanged
            if left:
                time.sleep(AGAIN_S)

    def _once(self, options: dict[str, Any]) -> None:
        identity = options["identity"].read_text(encoding="utf-8") if options["identity"] else ""
        try:
            if options["check"]:
                found = backup_verify(file=options["check"], identity=identity)
                self._say(file=options["check"].name, made_at=found.made_at, rows=found.rows, verified=True)
                return
            folder = options["out"] or settings.BACKUP_DIR
            if folder is None:
                raise CommandError("Say where: --out FOLDER, or set TINGCHAO_BACKUP_DIR.")
            made = backup_make(
                folder=folder,
                now=utc_now(),
                recipient=settings.BACKUP_KEY,
                identity=identity,
                verify=not options["no_verify"],
                keep=timedelta(days=settings.BACKUP_DAYS),
            )
        except (TingchaoError, OSError) as error:
            raise CommandError(str(error)) from error
        if made is None:
            raise CommandError("Another backup is under way; try again when it is done.")
        self._say(file=str(made.file), bytes=made.bytes, rows=made.rows, verified=made.verified, deleted=made.deleted)

    def _say(self, **found: Any) -> None:
        self.stdout.write(json.dumps(found, ensure_ascii=False))


def _time_of_day(raw: str) -> clock:
    try:
        return clock.fromisoformat(raw)
    except ValueError as error:
        raise CommandError(f"{raw!r} is no time of day; write 02:40.") from error


def _missed(folder: Path | None, now: datetime) -> bool:
    """Was the machine off when the newest backup there should have got a successor? Not where there never was one."""
    found = backups(folder) if folder else []
    return bool(found) and now - found[-1][0] > timedelta(hours=25)


def _next(at: clock, now: datetime) -> datetime:
    """The next moment that clocks in Shanghai show `at`."""
    today = datetime.combine(shanghai_date(now), at, SHANGHAI)
    return today if today > now else today + timedelta(days=1)
