"""A streaming replica of an embedded cluster, made by PostgreSQL's own pg_basebackup: for tests and benchmarks of replicas.

The primary must run with REPLICATED among its settings (`Cluster.more`).
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

from monitor.embedded.binaries import postgres_programs
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.places import folder_make, is_root
from monitor.embedded.postgres import USER, Cluster

REPLICATED = {"wal_level": "replica", "max_wal_senders": "4", "hot_standby": "on"}
FOLLOWS = "standby.signal"  # PostgreSQL's own file: whoever has it follows a primary


def standby_make(primary: Cluster, port: int, home: Path) -> Cluster:
    """Copy the primary that answers at `port` of this machine into `home`; start the result with `server_start`.

    Raises EmbeddedError with what pg_basebackup said.
    """
    folder_make(home, 0o711 if is_root() else 0o700)
    copy = replace(primary, home=home)
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", USER, "-D", str(copy.data)]
    done = subprocess.run(
        [postgres_programs() / "pg_basebackup", *where, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
        env={"PATH": os.environ.get("PATH", ""), "PGPASSWORD": primary.password, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (copy.data / FOLLOWS).exists():
        raise EmbeddedError(f"pg_basebackup into {copy.data} failed (exit {done.returncode}):\n{done.stderr}")
    if primary.account:
        for folder, _folders, files in os.walk(copy.data):
            for path in (Path(folder), *(Path(folder, name) for name in files)):
                os.chown(path, primary.account.uid, primary.account.gid)
    return copy
