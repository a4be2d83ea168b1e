"""One installation for one run: servers, processes that are started again when they die, feeds and a mail server."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from bench.alert_site import serve
from bench.alert_smtp import SmtpProcess
from bench.network import Bridge, bridge
from chaos.proxy import Wire
from monitor.embedded import postgres, valkey
from monitor.embedded.places import CHECKOUT, folder_make, is_root, system_dir
from monitor.embedded.ports import free_port

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
DISK = "1200m"
LINES = 60  # of each process's log, when a run did not come to rest
CELERY = ("celery", "-A", "tasks")
COMMANDS: dict[str, tuple[str, ...]] = {
    "worker-1": (*CELERY, "worker", "--concurrency", "2", "--loglevel", "ERROR", "-n", "one@%h"),
    "worker-2": (*CELERY, "worker", "--concurrency", "2", "--loglevel", "ERROR", "-n", "two@%h"),
    "topics-1": ("manage.py", "topics"),
    "topics-2": ("manage.py", "topics"),
    "beat-1": (*CELERY, "beat", "--loglevel", "ERROR", "--schedule", "{data}/beat-1"),
    "beat-2": (*CELERY, "beat", "--loglevel", "ERROR", "--schedule", "{data}/beat-2"),
    "web": ("uvicorn", "monitor.asgi:application", "--port", "{port}", "--log-level", "error"),
}
"""Two of what may be there twice: beats that send everything double, writers of which one must wait."""
AWAY = "topics-2"
"""Runs on a machine of its own (a network namespace), where this run may make one: its cable can be pulled."""
SETTINGS = {
    "TINGCHAO_FETCH_MIN_INTERVAL": "2",
    "TINGCHAO_FETCH_MAX_INTERVAL": "3",
    "TINGCHAO_FETCH_HOST_DELAY": "0",
    "TINGCHAO_FETCH_PER_HOST": "8",
    "TINGCHAO_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
    "TINGCHAO_STORM_MESSAGES": "0",
}


@dataclass
class World:
    """What a run can do to the installation. `direct` are addresses past the wire, for the harness itself."""

    folder: Path
    cluster: postgres.Cluster
    board: valkey.Board
    ports: dict[str, int]
    wire: Wire
    smtp: SmtpProcess
    site: Connection
    site_port: int
    env: dict[str, str]
    away: Bridge | None = None
    checkout: Path = CHECKOUT  # whose code the processes run
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: bool = False
    starts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def direct(self) -> dict[str, str]:
        """DATABASE_URL and REDIS_URL past the wire."""
        return {
            "DATABASE_URL": self.cluster.url(self.ports["postgres"]),
            "REDIS_URL": self.board.url(self.ports["valkey"]),
        }

    def start_server(self, name: str) -> None:
        """PostgreSQL or Valkey, at the port it had."""
        log = self.folder / f"{name}.log"
        with self.lock:
            if name == "postgres":
                self.processes[name] = postgres.server_start(self.cluster, self.ports[name], log=log)
            else:
                self.processes[name] = valkey.server_start(self.board, self.ports[name], log=log)

    def start(self, name: str) -> None:
        """One of our processes, as compose starts it."""
        fill = {"data": str(self.folder), "port": str(self.ports["web"])}
        first, *rest = [word.format(**fill) for word in COMMANDS[name]]
        program = [sys.executable, first] if first.endswith(".py") else [str(Path(sys.executable).parent / first)]
        log = (self.folder / f"{name}.log").open("ab")
        env, command = self.env | self._clock(name), [*program, *rest]
        if name == AWAY and self.away is not None:
            env |= {key: _through(url, host=self.away.gateway) for key, url in self.direct.items()}
            command = self.away.inside(self.away.machines[0], command)
        self.processes[name] = subprocess.Popen(
            command, cwd=self.checkout, env=env, stdout=log, stderr=log, start_new_session=True
        )
        self.starts += 1

    def watch(self) -> None:
        """As the supervisor does: what died is started again after a second. Ends with `stopping`."""
        while not self.stopping:
            for name in COMMANDS:
                process = self.processes.get(name)
                if process is not None and process.poll() is not None and not self.stopping:
                    with suppress(ProcessLookupError):  # children that outlived it
                        os.killpg(process.pid, signal.SIGKILL)
                    time.sleep(1)
                    with self.lock:
                        if not self.stopping:
                            self.start(name)
            time.sleep(0.2)

    def stop(self) -> None:
        """Our processes end for good; the servers stay."""
        with self.lock:  # a start under way ends first, and no other begins
            self.stopping = True
        for process in [self.processes[name] for name in COMMANDS if name in self.processes]:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGCONT)
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def tell(self) -> None:
        """What each process said last, to stderr, and where each worker stands: for a run that did not come to rest."""
        for name in COMMANDS:
            if name.startswith("worker"):
                with suppress(ProcessLookupError):
                    self.processes[name].send_signal(signal.SIGUSR1)  # Celery writes its threads' stacks
        time.sleep(2)
        for name in [*COMMANDS, "postgres", "valkey"]:
            log = self.folder / f"{name}.log"
            said = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
            sys.stderr.write("\n".join(["", f"-- {name}: {len(said)} lines", *said[-LINES:], ""]))

    def clock_jump(self, offset: str) -> None:
        """The clock of worker-2: `+0`, `+1h`."""
        (self.folder / "clock").write_text(offset + "\n", encoding="ascii")

    @property
    def has_clock(self) -> bool:
        return FAKETIME.exists()

    def _clock(self, name: str) -> dict[str, str]:
        if name != "worker-2" or not self.has_clock:
            return {}
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_CACHE_DURATION": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }


@contextmanager
def world(*, seconds: int, per_second: int, failing: float) -> Iterator[World]:
    """Everything started but nothing published; all of it gone at the end."""
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        away = stack.enter_context(bridge(1)) if is_root() and shutil.which("ip") else None
        cluster = replace(postgres.cluster_open(folder / "postgres"), more=_listening(folder, away))
        ports = {name: free_port() for name in ("postgres", "valkey", "web")}
        board = valkey.board_open(
            folder / "valkey", ports["valkey"], bind=" ".join(["127.0.0.1", *([away.gateway] if away else [])])
        )
        wire = stack.enter_context(Wire([ports["postgres"], ports["valkey"]]))
        smtp = stack.enter_context(SmtpProcess(failing=failing))
        site, site_port = stack.enter_context(_site(seconds, per_second))
        env = {**os.environ, **SETTINGS, "TINGCHAO_DATA": str(folder), "TINGCHAO_SMTP_HOST": "127.0.0.1"}
        env |= {"TINGCHAO_SMTP_PORT": str(smtp.port), "TINGCHAO_BASE_URL": f"http://127.0.0.1:{ports['web']}"}
        one = World(folder, cluster, board, ports, wire, smtp, site, site_port, env, away)
        one.clock_jump("+0")
        env |= {
            "DATABASE_URL": _through(one.direct["DATABASE_URL"], port=wire.ports[ports["postgres"]]),
            "REDIS_URL": _through(one.direct["REDIS_URL"], port=wire.ports[ports["valkey"]]),
        }
        stack.callback(_end, one)
        for name in ("postgres", "valkey"):
            one.start_server(name)
        yield one


def _listening(folder: Path, away: Bridge | None) -> dict[str, str]:
    """PostgreSQL's settings: with a machine beside this one, it lets that one in too."""
    if away is None:
        return {}
    rules = folder / "hba.conf"
    rules.write_text(away.rules, encoding="ascii")
    rules.chmod(0o644)
    return {"listen_addresses": f"127.0.0.1,{away.gateway}", "hba_file": str(rules)}


def _end(one: World) -> None:
    one.stop()
    if "valkey" in one.processes:
        valkey.server_stop(one.processes["valkey"])
    if "postgres" in one.processes:
        postgres.server_stop(one.processes["postgres"])


@contextmanager
def _site(seconds: int, per_second: int) -> Iterator[tuple[Connection, int]]:
    """Its feeds show everything for the whole run: what an outage may lose is not the feeds' fault."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, seconds, per_second, 3600.0), daemon=True)
    process.start()
    theirs.close()
    try:
        yield mine, mine.recv()
    finally:
        process.terminate()
        process.join(10)


@contextmanager
def _folder() -> Iterator[Path]:
    """As root PostgreSQL's home is a small disk of its own, so that it can be filled."""
    parent = folder_make(system_dir(), 0o755) if is_root() else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(dir=parent, prefix="tingchao-chaos-"))
    disk = folder / "postgres"
    disk.mkdir(mode=0o711 if is_root() else 0o700)
    mounted = False
    if is_root():
        folder.chmod(0o711)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0711", "tmpfs", str(disk)]
        mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(disk)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _through(url: str, *, host: str = "", port: int = 0) -> str:
    parts = urlsplit(url)
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return parts._replace(netloc=f"{user}{host or parts.hostname}:{port or parts.port}").geturl()
