"""A PostgreSQL and a Valkey for one run, in folders of their own on free ports, gone afterwards.

The run's folder carries a lock that the servers inherit. A run that was killed with -9 leaves its folder (its servers
die by the leash); the next run sweeps folders whose lock nobody holds.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from monitor.embedded import postgres, valkey
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.places import folder_make, is_root, lock_take, system_dir
from monitor.embedded.ports import free_port
from monitor.embedded.process import child_stop

PREFIX = "tingchao-run-"
ATTEMPTS = 3  # another program may take a free port before our server does


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the servers of a run answer."""

    database_url: str
    redis_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The two variables that settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def _parent() -> Path:
    """As root the folder must be reachable for PostgreSQL's user whatever TMPDIR says."""
    return folder_make(system_dir(), 0o755) if is_root() else Path(tempfile.gettempdir())


def sweep(parent: Path) -> list[Path]:
    """Remove folders of runs that were killed; returns them."""
    removed = []
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            descriptor = lock_take(folder / "lock") if (folder / "lock").exists() else None
        except PermissionError:  # another user's run
            continue
        if descriptor is None:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)
        removed.append(folder)
    return removed


@contextmanager
def _run_folder() -> Iterator[tuple[Path, int]]:
    parent = _parent()
    sweep(parent)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=PREFIX))
    if is_root():
        folder.chmod(0o711)  # ours, made a line above: PostgreSQL's user passes through, and reads only its own
    lock = lock_take(folder / "lock")
    try:
        yield folder, lock if lock is not None else -1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextmanager
def throwaway_servers(*, like: Path | None = None, keep: Path | None = None) -> Iterator[Servers]:
    """Start both servers (about 1 s), hand out their addresses, stop and remove everything at the end.

    `keep`: where a copy of the stopped PostgreSQL is left; `like`: such a copy to begin with, instead of an empty one.
    """
    with _run_folder() as (folder, lock), ExitStack() as stack:
        home = folder_make(folder / "postgres", 0o711 if is_root() else 0o700)
        if like is not None:
            postgres.cluster_copy(like, home)
        cluster = postgres.cluster_open(home, throwaway=True)
        log = folder / "log"
        if keep is not None:
            stack.callback(postgres.cluster_copy, home, keep)

        def start_postgres(port: int) -> tuple[subprocess.Popen[bytes], str]:
            return postgres.server_start(cluster, port, log=log, keep=(lock,)), cluster.url(port)

        def start_valkey(port: int) -> tuple[subprocess.Popen[bytes], str]:
            board = valkey.board_open(folder / "valkey", port)
            return valkey.server_start(board, port, log=log, keep=(lock,)), board.url(port)

        urls = []
        for start in (start_postgres, start_valkey):
            child, url = _on_free_port(start)
            stack.callback(_stop, child)
            urls.append(url)
        yield Servers(database_url=urls[0], redis_url=urls[1])


def _on_free_port(start: Callable[[int], tuple[subprocess.Popen[bytes], str]]) -> tuple[subprocess.Popen[bytes], str]:
    for _ in range(ATTEMPTS - 1):
        with suppress(EmbeddedError):
            return start(free_port())
    return start(free_port())


def _stop(child: subprocess.Popen[bytes]) -> None:
    child_stop(child, signum=signal.SIGINT, patience=5)
