"""A process with all its descendants: what it has used so far, what it holds now. Started as production starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from monitor.embedded.places import CHECKOUT

CELERY = ("celery", "-A", "tasks")
BEAT = (*CELERY, "beat", "--loglevel", "ERROR", "--schedule", "{folder}/beat")
WORKER = (*CELERY, "worker", "--loglevel", "ERROR", "--without-gossip", "--without-mingle")
TOPICS = ("manage.py", "topics")


class Family:
    """`Family(process)`. Times and sizes of descendants that have gone count as long as their parent is there."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def members(self) -> list[psutil.Process]:
        """Those that live, itself first."""
        with suppress(psutil.Error):
            first = psutil.Process(self.pid)
            return [first, *first.children(recursive=True)]
        return []

    def cpu_s(self) -> float:
        """Seconds of processor time, of those who have gone too."""
        total = 0.0
        for one in self.members():
            with suppress(psutil.Error):
                times = one.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total

    def rss_mib(self) -> float:
        """What they hold of memory; pages that they share count for each (see `own_mib`)."""
        return self._memory("rss")

    def own_mib(self) -> float:
        """What would be free if they ended (unique set size)."""
        return self._memory("uss")

    def own_mib_each(self) -> list[float]:
        """The same for each of them, in the order of their numbers: the first is the one that was started."""
        found = []
        for one in sorted(self.members(), key=lambda one: one.pid):
            with suppress(psutil.Error):
                found.append(round(one.memory_full_info().uss / 2**20, 1))
        return found

    def data_mib_each(self) -> list[float]:
        """Memory that is no file, of each; a page that was shared and is copied when it is written to counts as before: what
        grows here is new. Linux; elsewhere empty."""
        found = []
        for one in sorted(self.members(), key=lambda one: one.pid):
            with suppress(OSError, StopIteration):
                lines = Path(f"/proc/{one.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
                kib = next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))
                found.append(round(kib / 2**10, 1))
        return found

    def _memory(self, what: str) -> float:
        total = 0
        for one in self.members():
            with suppress(psutil.Error):
                total += getattr(one.memory_full_info() if what == "uss" else one.memory_info(), what)
        return total / 2**20


def start(
    command: Sequence[str], *, env: Mapping[str, str], folder: Path, name: str, inside: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """One of our processes; its output goes to `folder`/`name`.log. `inside` is what it is run by."""
    first, *rest = [word.replace("{folder}", str(folder)) for word in command]
    program = [sys.executable, first] if first.endswith(".py") else [str(Path(sys.executable).parent / first)]
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [*inside, *program, *rest], cwd=CHECKOUT, env=dict(env), stdout=log, stderr=log, start_new_session=True
        )


def stop(process: subprocess.Popen[bytes], *, patience: float = 15) -> None:
    """In order, then at once; with everything that it began."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
