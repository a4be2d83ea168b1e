"""Start one command so that it dies with its parent, even by kill -9 (on Linux; elsewhere it only starts it).

    python -I -S leash.py [--user UID:GID] [--signal NAME] [--clean] [--cwd DIR] [--await-… …] -- CMD ARG…

Run by path and with the standard library only: it starts in ~20 ms and needs nothing of the checkout once it has called
exec. The order matters: changing the user clears the death signal, so it is asked for after the change; and a parent
that died in between is noticed by its number having changed.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import socket
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLEAN_ENVIRONMENT = ("PATH", "TZ", "HOME", "TMPDIR")
LOST_PARENT = 111
NEVER_READY = 112


def tie_to_parent(signum: int, *, parent: int | None = None) -> None:
    """Ask the kernel to send `signum` to this process when the thread that started it ends. Exits if it already has."""
    parent = os.getppid() if parent is None else parent
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(LOST_PARENT)


def postmaster_ready(data: Path) -> bool:
    """Whether the PostgreSQL of this data directory says that it takes connections (the test that pg_ctl makes)."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        os.kill(int(lines[0]), 0)
    except PermissionError:  # it lives, under another user
        return len(lines) > 7 and lines[7].strip() == "ready"
    except (OSError, ValueError, IndexError):
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def port_answers(port: int) -> bool:
    """Whether somebody listens on this port of 127.0.0.1."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _await(options: argparse.Namespace) -> None:
    parent, end = os.getppid(), time.monotonic() + options.patience
    while not (
        all(postmaster_ready(Path(data)) for data in options.await_postgres)
        and all(port_answers(port) for port in options.await_port)
        and all(Path(file).exists() for file in options.await_file)
    ):
        if os.getppid() != parent:
            os._exit(LOST_PARENT)
        if time.monotonic() > end:
            sys.exit(NEVER_READY)
        time.sleep(0.05)


def _change_user(user: str) -> None:
    uid, gid = (int(part) for part in user.split(":"))
    os.setgroups([gid])
    os.setgid(gid)
    os.setuid(uid)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="leash", description="Run a command that dies with its parent.")
    parser.add_argument("--user", help="UID:GID to run as (needs root)")
    parser.add_argument("--signal", default="SIGKILL", help="what the command gets when the parent dies")
    parser.add_argument("--parent", type=int, help="number of the parent, when the caller knows it")
    parser.add_argument("--clean", action="store_true", help="hand over no environment but PATH, TZ, HOME, TMPDIR")
    parser.add_argument("--cwd", help="directory to change to first")
    parser.add_argument("--await-postgres", action="append", default=[], metavar="DATA_DIRECTORY")
    parser.add_argument("--await-port", action="append", default=[], type=int)
    parser.add_argument("--await-file", action="append", default=[])
    parser.add_argument("--patience", type=float, default=600.0, help="seconds to wait for the --await conditions")
    parser.add_argument("command", nargs="+")
    return parser


def main(arguments: list[str]) -> None:
    """Wait, change the user, take the leash, become the command."""
    options = _parser().parse_args(arguments)
    signum = signal.Signals[options.signal]
    parent = options.parent or os.getppid()
    tie_to_parent(signal.SIGKILL, parent=parent)
    _await(options)
    if options.cwd:
        os.chdir(options.cwd)
    if options.user:
        _change_user(options.user)
    tie_to_parent(signum, parent=parent)
    environment = dict(os.environ)
    if options.clean:
        environment = {name: environment[name] for name in CLEAN_ENVIRONMENT if name in environment} | {"LC_ALL": "C"}
    os.execvpe(options.command[0], options.command, environment)  # noqa: S606 (no shell is meant)


if __name__ == "__main__":
    main(sys.argv[1:])
