"""Print the one-time code with which the first admin of a new installation is made at /setup/."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitor.setup.first import setup_code


class Command(BaseCommand):
    """`manage.py setup_code`: for whoever runs the server."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        code = setup_code()
        if not code:
            raise CommandError("There are members already: nobody needs the code. An admin adds members on the page.")
        self.stdout.write(code)
