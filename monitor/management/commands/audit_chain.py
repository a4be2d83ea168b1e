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
    """`manage.py audit_chain [--json] [--tables]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--tables", action="store_true", help="also how many rows each table has")

    def handle(self, *, json: bool, tables: bool, **_: Any) -> None:
        broken = audit_verify()
        newest = AuditEntry.objects.order_by("-id").first()
        found: dict[str, Any] = {
            "whole": broken is None,
            "entries": AuditEntry.objects.count(),
            "broken_at": broken,
            "last": newest.digest if newest else "",
        }
        if tables:
            found["tables"] = tables_count()
        if json:
            self.stdout.write(dumps(found))
        else:
            said = "whole" if broken is None else f"BROKEN at entry {broken}: the database may have been tampered with"
            self.stdout.write(f"{found['entries']} entries, {said}; newest digest {found['last'] or '-'}")
        if broken is not None:
            sys.exit(1)
