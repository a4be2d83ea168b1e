"""Has one of these processes said within two minutes that it is alive? For health checks of containers; exit 1 when not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from monitor.lib.clock import utc_now
from monitor.models import ProcessBeat

WITHIN = timedelta(minutes=2)


class Command(BaseCommand):
    """`manage.py alive NAME...` (beat, topics, topics-standby)."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="+", metavar="NAME")

    def handle(self, *, names: list[str], **_: Any) -> None:
        newest = ProcessBeat.objects.filter(name__in=names).order_by("-at").first()
        if newest is None or newest.at < utc_now() - WITHIN:
            self.stdout.write(f"{' / '.join(names)}: no sign of life within two minutes")
            sys.exit(1)
        self.stdout.write(f"{newest.name}: alive at {newest.at:%F %T} UTC")
