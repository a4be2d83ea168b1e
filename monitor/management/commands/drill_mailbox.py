"""`manage.py drill_mailbox`: a mail server that keeps what it gets and sends nothing on."""

import argparse
import asyncio

from django.core.management.base import BaseCommand, CommandError

from monitor.drill.catcher import start
from monitor.drill.mailbox import mailbox_folder
from monitor.drill.until_stopped import until_stopped


class Command(BaseCommand):
    """Ends at once on SIGTERM or SIGINT."""

    help = "Catch all mail of the exercise as .eml files."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8725)

    def handle(self, *args: object, host: str, port: int, **options: object) -> None:
        try:
            asyncio.run(self._serve(host, port))
        except OSError as error:
            raise CommandError(f"cannot open the mailbox: {error}") from error

    async def _serve(self, host: str, port: int) -> None:
        server = await start(host=host, port=port, folder=mailbox_folder())
        bound = server.sockets[0].getsockname()[1]
        self.stdout.write(f"smtp://{host}:{bound}  →  {mailbox_folder()}")
        self.stdout.flush()
        await until_stopped()
        server.close()
