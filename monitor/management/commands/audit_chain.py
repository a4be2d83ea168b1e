"""Prove that the audit log is whole: every entry fits the one before it. Exits with 1 when it does not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from json import dumps
from typing import Any

from django.core.management.base import BaseCommand

from monitor.backup.manifest import tables_count
from monitor.models import AuditEntry, audit_verify


class Command(BaseCommand):
    """`manage.py audit_chain [--json] [--tables] [--had DIGEST]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--tables", action="store_true", help="also how many rows each table has")
        parser.add_argument(
            "--had", metavar="DIGEST", help="newest digest of an earlier run or backup: is that entry still there?"
        )

    def handle(self, *, json: bool, tables: bool, had: str | None, **_: Any) -> None:
        broken = audit_verify()
        newest = AuditEntry.objects.order_by("-id").first()
        found: dict[str, Any] = {
            "whole": broken is None,
            "entries": AuditEntry.objects.count(),
            "broken_at": broken,
            "last": newest.digest if newest else "",
        }
        if had:  # a chain whose end was cut off is whole in itself
            found["had"] = AuditEntry.objects.filter(digest=had).exists()
        if tables:
            found["tables"] = tables_count()
        if json:
            self.stdout.write(dumps(found))
        else:
            said = "whole" if broken is None else f"BROKEN at entry {broken}: the database may have been tampered with"
            self.stdout.write(f"{found['entries']} entries, {said}; newest digest {found['last'] or '-'}")
            if had and not found["had"]:
                self.stdout.write(f"MISSING: the entry with digest {had}, and all that came after it")
        if broken is not None or (had and not found["had"]):
            sys.exit(1)
