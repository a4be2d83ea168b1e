"""How many secrets are stored sealed, and whether the keys open them; `--rotate` seals all under the first key."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitor.setup.reseal import secrets_count, secrets_reseal


class Command(BaseCommand):
    """`manage.py seal [--rotate]`: exit 1 when a secret cannot be opened."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="seal every secret under the first key")

    def handle(self, *args: Any, **options: Any) -> None:
        found = secrets_reseal() if options["rotate"] else secrets_count()
        self.stdout.write(f"{found.stored} secrets, {found.stored - found.lost} open with the present keys")
        if found.lost:
            raise CommandError(
                f"{found.lost} do not: restore the former key in TINGCHAO_SEAL_KEYS, or enter them again."
            )
