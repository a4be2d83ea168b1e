"""A primary and its streaming replica on this machine, both real PostgreSQL servers, gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.embedded import postgres
from monitor.embedded.places import folder_make, is_root, system_dir
from monitor.embedded.ports import free_port
from monitor.embedded.standby import REPLICATED, standby_make


@dataclass(frozen=True, slots=True)
class Replicated:
    """Addresses of both, and the replica's process, which may be killed."""

    primary_url: str
    replica_url: str
    replica: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.primary_url, "TINGCHAO_REPLICA_URL": self.replica_url}


@contextmanager
def replicated(*, throwaway: bool = True) -> Iterator[Replicated]:
    """Two servers of their own; about three seconds."""
    parent = folder_make(system_dir(), 0o755) if is_root() else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(dir=parent, prefix="tingchao-replica-"))
    started: list[subprocess.Popen[bytes]] = []
    try:
        if is_root():
            folder.chmod(0o711)
        primary = postgres.cluster_open(
            folder_make(folder / "primary", 0o711 if is_root() else 0o700), throwaway=throwaway
        )
        primary = replace(primary, more=REPLICATED)
        here, there = free_port(), free_port()
        started.append(postgres.server_start(primary, here, log=folder / "primary.log"))
        copy = standby_make(primary, here, folder / "replica")
        started.append(postgres.server_start(copy, there, log=folder / "replica.log"))
        yield Replicated(primary.url(here), copy.url(there), started[1])
    finally:
        for child in reversed(started):
            postgres.server_stop(child)
        shutil.rmtree(folder, ignore_errors=True)
