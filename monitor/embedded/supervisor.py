"""The supervisor (PyPI `supervisor`): restarts what dies, stops in order, rotates the logs.

supervisord runs in the foreground as a leashed child of ours, so nothing outlives `make demo`: when we are killed it
gets SIGTERM and stops everything in order; when it is killed itself its children die by their own leashes and we
start it again. It opens no port and no socket; what we need to know stands in its log.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from monitor.embedded.places import private_write
from monitor.embedded.plan import Program
from monitor.embedded.process import child_start, child_stop, leashed, process_alive, process_command

STOP_PATIENCE = 90.0
EXITED = re.compile(r"exited: (\w+) \((.*?)\)|gave up: (\w+) entered FATAL state")


def _escape(text: str) -> str:
    return text.replace("%", "%%")


def _program(program: Program, log: Path) -> str:
    return "\n".join(
        (
            f"[program:{program.name}]",
            f"command={_escape(shlex.join(program.command))}",
            "autostart=true",
            "autorestart=true",
            "startsecs=1",
            "startretries=40",
            f"stopsignal={program.stop_signal}",
            f"stopwaitsecs={program.stop_seconds}",
            "killasgroup=true",
            "redirect_stderr=true",
            f"stdout_logfile={_escape(_escape(str(log / program.name)))}.log",  # supervisor expands this one twice
            "stdout_logfile_maxbytes=5MB",
            "stdout_logfile_backups=2",
            "",
        )
    )


def config_render(programs: list[Program], *, run: Path, log: Path, root: bool) -> str:
    """The text of supervisord.conf (pure). Secrets travel in the environment, never in this file."""
    parts = [
        "[supervisord]",
        "nodaemon=true",
        "silent=true",
        f"pidfile={_escape(str(run / 'supervisord.pid'))}",
        f"logfile={_escape(str(log / 'supervisord.log'))}",
        "logfile_maxbytes=2MB",
        "logfile_backups=1",
        "loglevel=info",
        *(["user=root"] if root else []),
        "",
        *(_program(program, log) for program in programs),
    ]
    for group, members in groupby(programs, key=lambda program: program.group):
        rows = list(members)
        if len(rows) == 1:  # a program of its own orders itself
            index = parts.index(_program(rows[0], log))
            parts[index] = parts[index].replace("autostart=", f"priority={rows[0].priority}\nautostart=", 1)
            continue
        names = ",".join(row.name for row in rows)
        parts += [f"[group:{group}]", f"programs={names}", f"priority={rows[0].priority}", ""]
    return "\n".join(parts)


@dataclass
class Supervisor:
    """supervisord as our child: started, watched, started again, stopped."""

    run: Path
    log: Path
    env: dict[str, str]
    child: subprocess.Popen[bytes] | None = None
    exits: dict[str, int] = field(default_factory=dict)
    _read: int = 0

    @property
    def own_log(self) -> Path:
        """What supervisord says about the processes."""
        return self.log / "supervisord.log"

    def write(self, programs: list[Program]) -> None:
        """Write its configuration and begin a new log."""
        text = config_render(programs, run=self.run, log=self.log, root=os.geteuid() == 0)
        private_write(self.run / "supervisord.conf", text)
        self.own_log.unlink(missing_ok=True)

    def start(self) -> None:
        """Start it; the programs follow within a second."""
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(self.run / "supervisord.conf")]
        self.child = child_start(
            leashed(command, "--signal", "SIGTERM"), log=self.log / "supervisord.err.log", env=os.environ | self.env
        )

    def alive(self) -> bool:
        """Whether it runs."""
        return self.child is not None and self.child.poll() is None

    def stop(self, *, kill: bool = False) -> None:
        """Stop all processes in order, then supervisord; `kill` ends it at once, and its children by their leashes."""
        if self.child is not None:
            child_stop(self.child, signum=signal.SIGKILL if kill else signal.SIGTERM, patience=STOP_PATIENCE)

    def news(self) -> list[tuple[str, str]]:
        """Processes that ended since the last call, as (name, how); counted in `exits`."""
        try:
            with self.own_log.open(encoding="utf-8", errors="replace") as file:
                file.seek(self._read if self._read <= self.own_log.stat().st_size else 0)
                text = file.read()
                self._read = file.tell()
        except OSError:
            return []
        found = [(match[1] or match[3], match[2] or "gave up") for match in EXITED.finditer(text)]
        for name, _how in found:
            self.exits[name] = self.exits.get(name, 0) + 1
        return found


def leftover_stop(run: Path, patience: float = STOP_PATIENCE) -> bool:
    """Wait for a supervisord that a killed start left behind (it is stopping by itself). Whether there was one."""
    file = run / "supervisord.pid"
    try:
        pid = int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    if not process_alive(pid) or str(run) not in process_command(pid):
        file.unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + patience
    while process_alive(pid):
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            end += 10
        time.sleep(0.05)
    return True
