"""The whole product as processes: the very command lines of docker-compose.yml, on a database of their own."""

from __future__ import annotations

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import yaml
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def free_port() -> int:
    """One below those that the system hands to clients: whoever is told of it may bind it only seconds later."""
    for _ in range(100):
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


def wait_for(what: Callable[[], Any], *, seconds: float, message: str, state: Callable[[], Any] = lambda: "") -> Any:
    """Poll until `what()` is true-ish; its value. Fails with the message and the state of the world."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := what():
            return value
        time.sleep(0.2)
    raise AssertionError(f"{message} (waited {seconds} s)\n{state()}")


@dataclass
class Stack:
    """Processes by compose service name, their environment, and a connection to their database."""

    env: dict[str, str]
    database: str
    port: int
    logs: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, service: str) -> list[str]:
        """The service's command as compose has it, on this interpreter and this machine's addresses."""
        replace = {"0.0.0.0": "127.0.0.1", "8000": str(self.port)}
        first, *rest = [replace.get(word, word) for word in COMPOSE["services"][service]["command"]]
        return [sys.executable if first == "python" else str(Path(sys.executable).parent / first), *rest]

    def run(self, *command: str) -> str:
        ran = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=90)
        assert ran.returncode == 0, ran.stderr[-3000:]
        return ran.stdout

    def python(self, code: str) -> str:
        """Run code with the product's models loaded."""
        return self.run(sys.executable, "manage.py", "shell", "-v0", "-c", code)

    def start(self, *services: str) -> None:
        for service in services:
            log = (self.logs / f"{service}.log").open("ab")
            self.processes[service] = subprocess.Popen(
                self.command(service), cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self, service: str, how: signal.Signals = signal.SIGTERM) -> None:
        process = self.processes.pop(service)
        os.killpg(process.pid, how)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=5)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.env["DATABASE_URL"]) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def state(self) -> str:
        """Sources, counts and the ends of the logs, for a test that waited in vain."""
        rows = self.rows(
            "SELECT name, state, error_label, partial, next_check_at, claimed_until, now() FROM monitor_source"
        )
        counts = self.rows("SELECT source_id, count(*), count(topic_id) FROM monitor_item GROUP BY 1")
        fetches = self.rows("SELECT at, source_id, outcome, entries, new FROM monitor_fetch ORDER BY id DESC LIMIT 9")
        logs = [f"{log.name}: {log.read_text(errors='replace')[-1500:]}" for log in self.logs.glob("*.log")]
        return "\n".join([*map(str, [*rows, *counts, *fetches]), *logs])

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(self.base + path, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _own_board() -> int:
    """A Valkey database that no other test process uses: two stacks on one would take each other's tasks."""
    return 15 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])


@contextmanager
def running_stack(tmp: Path, *, migrate: bool = False, **env: str) -> Iterator[Stack]:
    """A migrated database and an environment; everything that was started is stopped, the database dropped.

    `migrate`: the service that migrates is run even where the database is a copy of one that was migrated.
    """
    admin_url = os.environ["DATABASE_URL"]
    name = f"e2e_{secrets.token_hex(4)}"
    migrated = os.environ.get("TINGCHAO_TEST_TEMPLATE")
    with psycopg.connect(admin_url, autocommit=True) as connection:
        template = sql.Identifier(migrated or "template0")
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
    port = free_port()
    settings = {
        "DATABASE_URL": urlsplit(admin_url)._replace(path=f"/{name}").geturl(),
        "REDIS_URL": os.environ["REDIS_URL"].rpartition("/")[0] + f"/{_own_board()}",
        "TINGCHAO_DATA": str(tmp),
        "TINGCHAO_SECRET_KEY": secrets.token_hex(32),
        "TINGCHAO_BASE_URL": f"http://127.0.0.1:{port}",
        "TINGCHAO_FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    stack = Stack(env={**os.environ, **settings, **env}, database=name, port=port, logs=tmp)
    try:
        if migrate or not migrated:
            stack.run(*stack.command("migrate"))
        yield stack
    finally:
        for service in list(stack.processes):
            stack.stop(service)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
