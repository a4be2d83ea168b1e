"""Which processes one machine runs, with which command lines and in which order (pure: values in, values out)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.embedded.places import CHECKOUT
from monitor.embedded.postgres import Cluster
from monitor.embedded.process import leashed
from monitor.embedded.valkey import Board


@dataclass(frozen=True, slots=True)
class Program:
    """One process: `priority` orders starting (low first) and stopping (high first); one `group` stops at once."""

    name: str
    group: str
    priority: int
    command: tuple[str, ...]
    stop_signal: str = "TERM"
    stop_seconds: int = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one run keeps its files: `data` is the data folder, `home` the PostgreSQL cluster's (elsewhere as root)."""

    data: Path
    cluster: Cluster
    board: Board
    ports: Mapping[str, int]

    @property
    def run(self) -> Path:
        """Files that describe the running processes only."""
        return self.data / "run"

    @property
    def log(self) -> Path:
        """One log per process, rotating."""
        return self.data / "log"

    @property
    def migrated(self) -> Path:
        """Exists once the database of this run is up to date; processes wait for it."""
        return self.run / "migrated"

    @property
    def base_url(self) -> str:
        """The address that people open."""
        return f"http://127.0.0.1:{self.ports['web']}"


def manage(*arguments: str) -> list[str]:
    """The command line of a management command."""
    return [sys.executable, str(CHECKOUT / "manage.py"), *arguments]


def programs(layout: Layout) -> list[Program]:
    """All processes of `make demo`. Applications wait on their leash for the servers and for the migrations."""
    ports = layout.ports
    python = sys.executable
    ready = (
        *("--await-postgres", str(layout.cluster.data)),
        *("--await-port", str(ports["valkey"])),
        *("--await-file", str(layout.migrated)),
        *("--cwd", str(CHECKOUT)),
    )
    web = [
        *(python, "-m", "uvicorn", "monitor.asgi:application", "--host", "127.0.0.1", "--port", str(ports["web"])),
        *(
            "--timeout-graceful-shutdown",
            "3",
            "--no-access-log",
            "--no-server-header",
        ),  # open live streams end after 3 s
    ]
    worker = [
        *(python, "-m", "celery", "-A", "tasks", "worker", "--concurrency", "4", "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle"),
    ]
    beat = [python, "-m", "celery", "-A", "tasks", "beat", "--loglevel", "INFO", "--schedule", str(layout.run / "beat")]
    drill = manage("drill_server", "--port", str(ports["drill"]))
    mailbox = manage("drill_mailbox", "--port", str(ports["smtp"]))
    return [
        Program("postgres", "postgres", 10, tuple(layout.cluster.command(ports["postgres"])), "INT", 30),
        Program("valkey", "valkey", 20, tuple(layout.board.command()), "TERM", 5),
        Program("drill_server", "drill", 30, tuple(leashed(drill, *ready)), "TERM", 5),
        Program("drill_mailbox", "drill", 30, tuple(leashed(mailbox, *ready)), "TERM", 5),
        Program("web", "app", 40, tuple(leashed(web, *ready)), "TERM", 8),
        Program("worker", "app", 40, tuple(leashed(worker, *ready)), "TERM", 15),
        Program("topics", "app", 40, tuple(leashed(manage("topics"), *ready)), "TERM", 15),
        Program("beat", "app", 40, tuple(leashed(beat, *ready)), "TERM", 5),
    ]


def environment(layout: Layout, secret_key: str) -> dict[str, str]:
    """The settings of the demo: mail goes to the catcher, fetching to this machine, whatever the caller's own say."""
    return {
        "DATABASE_URL": layout.cluster.url(layout.ports["postgres"]),
        "REDIS_URL": layout.board.url(layout.ports["valkey"]),
        "DJANGO_SETTINGS_MODULE": "monitor.settings",
        "TINGCHAO_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "TINGCHAO_BASE_URL": layout.base_url,
        "TINGCHAO_DATA": str(layout.data),
        "TINGCHAO_DEBUG": "0",
        "TINGCHAO_DRILL": "1",
        "TINGCHAO_DRILL_PORT": str(layout.ports["drill"]),
        "TINGCHAO_FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "TINGCHAO_FETCH_MIN_INTERVAL": "5",
        "TINGCHAO_FETCH_PROXY": "",
        "TINGCHAO_PRODUCTION": "0",
        "TINGCHAO_SECRET_KEY": secret_key,
        "TINGCHAO_SMTP_HOST": "127.0.0.1",
        "TINGCHAO_SMTP_PASSWORD": "",
        "TINGCHAO_SMTP_PORT": str(layout.ports["smtp"]),
        "TINGCHAO_SMTP_SSL": "0",
        "TINGCHAO_SMTP_STARTTLS": "0",
        "TINGCHAO_SMTP_USER": "",
    }
