"""The servers of this checkout's data folder, opened under its lock by `make demo` and by commands that need them."""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.embedded import postgres, valkey
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.places import (
    CHECKOUT,
    data_dir,
    folder_make,
    is_root,
    lock_take,
    path_digest,
    private_write,
    secret_file,
    space_check,
    system_dir,
)
from monitor.embedded.plan import Layout, environment, manage
from monitor.embedded.ports import ports_held
from monitor.embedded.process import leashed, log_tail
from monitor.embedded.state import lock_file, ports_remember, ports_remembered
from monitor.embedded.supervisor import leftover_stop


@contextmanager
def data_locked(patience: float = 1.0) -> Iterator[Path]:
    """The data folder, ours alone until the block ends. Raises EmbeddedError when another start holds it."""
    data = folder_make(data_dir())
    space_check(data)
    end = time.monotonic() + patience
    while (descriptor := lock_take(lock_file(data))) is None:
        if time.monotonic() > end:
            raise EmbeddedError(
                f"Tingchao already runs on {data}. Use that one, stop it (Ctrl-C in its terminal), or set "
                "TINGCHAO_DATA to another folder for a second one."
            )
        time.sleep(0.1)
    try:
        for name in ("run", "log"):
            folder_make(data / name)
        leftover_stop(data / "run")
        yield data
    finally:
        os.close(descriptor)


def cluster_home(data: Path) -> Path:
    """Where the PostgreSQL of a data folder lies: in it, or as root under the system folder.

    The name there ends in an id kept in the data folder: removing the data folder means beginning anew.
    """
    if not is_root():
        return folder_make(data / "postgres")
    file = data / "postgres.id"
    if not file.exists():
        private_write(file, secrets.token_hex(4))
    parent = folder_make(system_dir(), 0o755)
    return folder_make(parent / f"{path_digest(data)}-{file.read_text(encoding='ascii').strip()}", 0o711)


def layout_open(data: Path) -> Layout:
    """Make or open the cluster, choose the ports, write Valkey's configuration. The data folder must be locked."""
    home = cluster_home(data)
    space_check(home)
    cluster = postgres.cluster_open(home)
    postgres.stale_clear(cluster)
    with ports_held(ports_remembered(data)) as ports:
        ports_remember(data, ports)
        board = valkey.board_open(data / "valkey", ports["valkey"])
        layout = Layout(data=data, cluster=cluster, board=board, ports=ports)
        layout.migrated.unlink(missing_ok=True)
        return layout


def layout_environment(layout: Layout) -> dict[str, str]:
    """Settings for every process on this data folder."""
    return environment(layout, secret_file(layout.data / "secret_key", 48))


def database_fingerprint() -> str:
    """Changes when a migration or the set of installed packages does."""
    digest = hashlib.sha256()
    for file in sorted([*CHECKOUT.glob("*/migrations/*.py"), CHECKOUT / "requirements" / "base.txt"]):
        digest.update(file.name.encode() + b"\0" + (file.read_bytes() if file.exists() else b""))
    return digest.hexdigest()


def migrate_if_needed(layout: Layout, env: dict[str, str]) -> bool:
    """Bring the schema up to date unless this code has done so on this cluster before. Whether it did something."""
    mark, wanted = layout.cluster.home / "migrated", database_fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return False
    step_run(manage("migrate", "--no-input", "--verbosity", "1"), env=env, log=layout.log / "migrate.log")
    mark.write_text(wanted, encoding="ascii")
    return True


def step_run(command: list[str], *, env: dict[str, str], log: Path) -> str:
    """Run one step to its end and return its output, kept in `log` too. Raises EmbeddedError with the end of it."""
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            leashed(command),
            env=os.environ | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            start_new_session=True,  # Ctrl-C is for us: a step is waited for
            check=False,
        )
        output = done.stdout.decode("utf-8", errors="replace")
        file.write(output)
    if done.returncode:
        words = " ".join(Path(word).name for word in command[1:])
        raise EmbeddedError(f"`{words}` failed (exit {done.returncode}). The end of {log}:\n{log_tail(log)}")
    return output
