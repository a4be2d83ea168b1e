"""Prove that reports are what they were: build each again from its frozen numbers and compare; one JSON line a report, exit 1 if any differs."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.models import Report
from monitor.reports.proof import proven, report_proof


class Command(BaseCommand):
    """`manage.py report_check [ID...] [--render]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, help="reports; none: all")
        parser.add_argument(
            "--render", action="store_true", help="make every kept file again and compare the bytes too"
        )

    def handle(self, *, ids: list[int], render: bool, **_: Any) -> None:
        reports = Report.objects.select_related("signed_by").order_by("pk")
        whole = True
        for report in (reports.filter(pk__in=ids) if ids else reports).iterator():
            found = report_proof(report, render=render)
            whole &= proven(found)
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        if not whole:
            sys.exit(1)
