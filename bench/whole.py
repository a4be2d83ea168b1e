"""Web server, worker, topics writer and beat as production starts them, over the servers of the environment, for one run."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings

from bench.alert_smtp import SmtpProcess
from bench.family import BEAT, TOPICS, WORKER, Family, start, stop
from monitor.embedded.ports import free_port

FEEDS_HERE = {
    "TINGCHAO_FETCH_MIN_INTERVAL": "2",
    "TINGCHAO_FETCH_MAX_INTERVAL": "3",
    "TINGCHAO_FETCH_HOST_DELAY": "0",  # one local site stands for many
    "TINGCHAO_FETCH_PER_HOST": "16",
    "TINGCHAO_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
}
WEB = (
    "uvicorn",
    "monitor.asgi:application",
    "--timeout-graceful-shutdown",
    "3",
    "--no-access-log",
    "--log-level",
    "error",
)
PATIENCE_S = 600.0  # at a load of 25 on two cores, two minutes were not enough for them to come up
PROCESSES = 4  # of the worker


@dataclass(slots=True)
class Whole:
    """`families` by name, the servers among them; `port` of the web server; `folder` holds the logs."""

    families: Mapping[str, Family]
    port: int
    folder: Path

    def faults(self) -> dict[str, int]:
        """Lines of the logs that speak of an error, by process."""
        found = {}
        for log in sorted(self.folder.glob("*.log")):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            found[log.stem] = sum(" ERROR " in line or line.startswith("Traceback") for line in lines)
        return {name: n for name, n in found.items() if n}


@contextmanager
def whole(more: Mapping[str, str] | None = None, *, mark: str = "", webs: int = 1) -> Iterator[Whole]:
    """Everything, ready to work; mails go to a server of its own. `more`: settings of the processes; `webs`: web processes at one
    address, which count as one family."""
    port = free_port()
    with ExitStack() as stack:
        smtp = stack.enter_context(SmtpProcess(failing=0.0))
        mail = {"TINGCHAO_SMTP_HOST": "127.0.0.1", "TINGCHAO_SMTP_PORT": str(smtp.port)}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"tingchao-{mark}")))
        address = {"TINGCHAO_DATA": str(folder)}  # the base URL stays: the cookies' names hang on it
        env = {**os.environ, **FEEDS_HERE, **mail, **address, **(more or {})}
        commands = {
            "web": (*WEB, "--port", str(port), *(("--workers", str(webs)) if webs > 1 else ())),
            "worker": (*WORKER, "--concurrency", str(PROCESSES)),
            "topics": TOPICS,
            "beat": BEAT,
        }
        families = {"postgres": _postgres()}
        for name, command in commands.items():
            process = start(command, env=env, folder=folder, name=name)
            stack.callback(stop, process)
            families[name] = Family(process.pid)
        until(lambda: _listens(port) and _reported(), "the processes did not come up")
        yield Whole(families, port, folder)


def until(what: Callable[[], bool], message: str, patience: float = PATIENCE_S, step: float = 0.1) -> None:
    """Poll. Raises RuntimeError with the message."""
    end = time.monotonic() + patience
    while not what():
        if time.monotonic() > end:
            raise RuntimeError(f"{message} within {patience:.0f} s")
        time.sleep(step)


def _reported() -> bool:
    from monitor.models import ProcessBeat

    names = {name.partition(":")[0] for name in ProcessBeat.objects.values_list("name", flat=True)}
    return {"beat", "worker", "topics"} <= names


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _postgres() -> Family:
    """The server's first process, by what it says itself: it is an embedded one of this machine."""
    named = settings.DATABASES["default"]
    where = {"host": named["HOST"], "port": named["PORT"], "user": named["USER"], "password": named["PASSWORD"]}
    with psycopg.connect(**where, dbname=named["NAME"]) as link:
        row = link.execute("SELECT pg_read_file('postmaster.pid', 0, 20)").fetchone()
    assert row is not None
    return Family(int(row[0].split()[0]))
