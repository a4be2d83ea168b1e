"""What is done to a running installation. Each leaves it as an accident would; nothing is told to the processes."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import redis

from chaos.world import COMMANDS, World

LEFT = 200_000  # bytes that a full disk has left
LATER = 12.0  # seconds that the second and later standstills of a kind last


class Chaos:
    """`step()` does one thing, drawn by weight; `done` counts them by name."""

    def __init__(self, world: World, seed: int, *, pause: float) -> None:
        self.world, self.random, self.pause = world, random.Random(seed), pause  # noqa: S311 - drawn, not secret
        self.done: Counter[str] = Counter()
        self.stood: set[str] = set()
        self.not_tried: list[str] = []
        self.actions: list[tuple[int, str, Callable[[], None]]] = [
            (58, "kill -9 of a process", self.kill),
            (8, "kill -9 of PostgreSQL", lambda: self.kill_server("postgres")),
            (8, "kill -9 of Valkey", lambda: self.kill_server("valkey")),
            (6, "broker flushed", self.flush),
            (8, "SIGSTOP", self.stop),
            (6, "network silent", self.silence),
            (4, "connections broken", self.world.wire.drop),
        ]
        if world.away is not None:
            self.actions.append((4, "cable of a writer's machine out", self.pull))
        else:
            self.not_tried.append("cable out: needs root and iproute2, for a machine of its own")
        if os.path.ismount(world.folder / "postgres"):
            self.actions.append((4, "disk full", self.fill))
        else:
            self.not_tried.append("disk full: needs root, for a disk of its own")
        if world.has_clock:
            self.actions.append((4, "clock jumps an hour", self.jump))
        else:
            self.not_tried.append("clock jump: libfaketime is not installed")

    def step(self) -> None:
        """One accident. The first round does each kind once."""
        fresh = [action for action in self.actions if not self.done[action[1]]]
        _, name, act = (
            fresh[0] if fresh else self.random.choices(self.actions, [weight for weight, _, _ in self.actions])[0]
        )
        act()
        self.done[name] += 1

    @property
    def kills(self) -> int:
        return sum(n for name, n in self.done.items() if name.startswith("kill"))

    def kill(self) -> None:
        """A process, or one of its children alone."""
        name = self.random.choice(list(COMMANDS))
        process = self.world.processes[name]
        with suppress(psutil.Error):
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            self.random.choice(family).kill()

    def kill_server(self, name: str) -> None:
        """The server dies in the middle of whatever it does, and is started again a second later."""
        process = self.world.processes[name]
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            with suppress(psutil.Error):  # gone with its parent
                one.kill()
        process.wait(10)
        time.sleep(1)
        self.world.start_server(name)

    def flush(self) -> None:
        redis.Redis.from_url(self.world.direct["REDIS_URL"]).flushall()

    def stop(self) -> None:
        """A process and its children stand still, as on a machine that swaps, and go on as if nothing had been."""
        name = self.random.choice(list(COMMANDS))
        pid = self.world.processes[name].pid
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGSTOP)
        time.sleep(self._standstill("stop"))
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGCONT)

    def silence(self) -> None:
        self.world.wire.silence()
        time.sleep(self._standstill("silence"))
        self.world.wire.heal()

    def pull(self) -> None:
        """One topics writer's machine is cut off, its connections and perhaps its lock left open on the servers' side."""
        if self.world.away is not None:
            machine = self.world.away.machines[0]
            self.world.away.cut(machine)
            time.sleep(self._standstill("cable"))
            self.world.away.heal(machine)

    def fill(self) -> None:
        """PostgreSQL's disk is full for a while."""
        ballast = self.world.folder / "postgres" / "ballast"
        with suppress(OSError):
            _filled(ballast)
        time.sleep(min(self.pause, 8))
        ballast.unlink(missing_ok=True)
        if self.world.processes["postgres"].poll() is not None:  # it gives up when it cannot write its log
            self.world.start_server("postgres")

    def _standstill(self, kind: str) -> float:
        """Seconds: the first of a kind lasts the whole pause, later ones at most twelve seconds."""
        seconds = min(self.pause, LATER) if kind in self.stood else self.pause
        self.stood.add(kind)
        return seconds

    def jump(self) -> None:
        self.world.clock_jump("+1h")
        time.sleep(min(self.pause, 8))
        self.world.clock_jump("+0")


def _filled(path: Path) -> None:
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - LEFT))
