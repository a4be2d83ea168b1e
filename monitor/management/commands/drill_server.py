"""`manage.py drill_server`: the sources of the fictional district over real HTTP."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from monitor.drill.server import Desk, sources, start, stop
from monitor.drill.state import ALIVE_EVERY, DEFAULT_SEED, data_folder, session_alive, session_start, world_read
from monitor.drill.until_stopped import until_stopped
from monitor.drill.world import SOURCES


class Command(BaseCommand):
    """Each start is a new session of the exercise; ends at once on SIGTERM or SIGINT."""

    help = "Serve the exercise's feeds, each source on its own port."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8791, help="first port; the sources take this one and the next")
        parser.add_argument("--ports", help="comma list of ports instead, one a source")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="used at the first start only")

    def handle(self, *args: object, host: str, port: int, ports: str | None, seed: int, **options: object) -> None:
        try:
            numbers = [int(part) for part in ports.split(",")] if ports else [port + i for i in range(len(SOURCES))]
        except ValueError as error:
            raise CommandError("--ports: a comma list of numbers") from error
        if len(numbers) != len(SOURCES):
            raise CommandError(f"--ports: {len(SOURCES)} ports are needed")
        try:
            asyncio.run(self._serve(host, numbers, seed))
        except OSError as error:
            raise CommandError(f"cannot serve the exercise: {error}") from error

    async def _serve(self, host: str, ports: list[int], seed: int) -> None:
        folder = data_folder()
        desk = Desk(session_start(folder=folder, now=datetime.now(UTC), seed=seed), lambda: datetime.now(UTC))
        runners, bound = await start(desk, host=host, ports=ports, clock=lambda: datetime.now(UTC))
        for source in sources(bound, host):
            self.stdout.write(f"{source['name']}  {source['url']}")
        self.stdout.flush()
        watch = asyncio.create_task(_watch(desk, folder))
        await until_stopped()
        watch.cancel()
        await stop(runners)


async def _watch(desk: Desk, folder: Path) -> None:
    """Every second look for a training that began; every twenty note that the exercise is served."""
    noted = datetime.now(UTC)
    while True:
        await asyncio.sleep(1)
        now = datetime.now(UTC)
        if now - noted >= ALIVE_EVERY:
            session_alive(desk.world, folder=folder, now=now)
            noted = now
        world = world_read(folder)
        if world is not None:
            desk.renew(world)
