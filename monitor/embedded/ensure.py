"""Servers for a management command: those that the environment names, a running demo's, or ones for this run."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from monitor.embedded import postgres, valkey
from monitor.embedded.local import data_locked, layout_environment, layout_open, migrate_if_needed
from monitor.embedded.places import data_dir
from monitor.embedded.state import running_environment
from monitor.embedded.throwaway import throwaway_servers

# Commands that need database or broker and start them for their run; every other only uses servers that are there.
LASTING = frozenset(
    {
        "recount",
        "backup",
        "prune",
        "audit_chain",
        "search_index",
        "doctor",
        "opml",
        "import_items",
        "export_items",
        "export_all",
        "retrain",
        "backtest",
        "report_render",
        "model_gate",
        "report_check",
        "migrate",
        "createsuperuser",
        "setup_code",
        "seal",
        "shell",
        "dbshell",
    }
)
THROWAWAY = frozenset(
    {"bench", "traces", "evaluate alerts", "evaluate feeds"}
)  # a command, or one with its first argument


def servers_for_command(arguments: list[str]) -> None:
    """Called by manage.py before the settings load: see to the servers that this command needs. Raises EmbeddedError."""
    name = arguments[0] if arguments and not {"-h", "--help"} & set(arguments) else ""
    if name in THROWAWAY or " ".join(arguments[:2]) in THROWAWAY:
        ensure_servers(throwaway=True)
    elif name in LASTING:
        ensure_servers()
    elif not _database_named():
        _use(running_environment(data_dir()) or {})


def ensure_servers(*, throwaway: bool = False) -> None:
    """Set DATABASE_URL and REDIS_URL (and, beside a demo, its other settings) in this process' environment.

    In this order: what the environment names; a running `make demo` of this checkout; else servers started for this
    process and stopped when it ends, on the data folder, migrated. `throwaway` starts empty ones in any case and
    leaves the migrations to the caller. Raises EmbeddedError.
    """
    if not throwaway:
        if _database_named():
            return
        if running := running_environment(data_dir()):
            _use(running)
            return
    stack = ExitStack()
    atexit.register(stack.close)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminated)
    if throwaway:
        given = os.environ.get("TINGCHAO_THROWAWAY_LIKE")  # by tests: one that has run the migrations
        os.environ.update(stack.enter_context(throwaway_servers(like=Path(given) if given else None)).environment)
    else:
        _start_lasting(stack)


def _database_named() -> bool:
    """By its address, or by a file that holds it (a secret of compose or systemd)."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


def _use(environment: dict[str, str]) -> None:
    for name, value in environment.items():
        os.environ.setdefault(name, value)


def _terminated(_signum: int, _frame: FrameType | None) -> None:
    """Leave through the exit handlers, which stop the servers."""
    sys.exit(128 + signal.SIGTERM)


def _start_lasting(stack: ExitStack) -> None:
    data = stack.enter_context(data_locked())
    layout = layout_open(data)
    database = postgres.server_start(layout.cluster, layout.ports["postgres"], log=layout.log / "postgres.log")
    stack.callback(postgres.server_stop, database)
    board = valkey.server_start(layout.board, layout.ports["valkey"], log=layout.log / "valkey.log")
    stack.callback(valkey.server_stop, board)
    env = layout_environment(layout)
    migrate_if_needed(layout, env)
    _use(env)
