"""Children on a leash: start, stop, and what they said last. Start them from the main thread: the leash hangs on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")


def leashed(command: Sequence[str | Path], *options: str) -> list[str]:
    """The command line that runs `command` on a leash (see leash.py for the options)."""
    return [sys.executable, "-I", "-S", str(LEASH), *options, "--", *map(str, command)]


def child_start(
    command: Sequence[str], *, log: Path, env: dict[str, str] | None = None, keep: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a command (from `leashed`) with its output in `log`; `keep` are descriptors that it inherits."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            pass_fds=tuple(keep),
            start_new_session=True,
        )


def child_stop(child: subprocess.Popen[bytes], *, signum: signal.Signals, patience: float) -> None:
    """Send `signum`, wait `patience` seconds, then kill; returns when the child is gone and reaped."""
    if child.poll() is not None:
        return
    child.send_signal(signum)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(10)


def log_tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log file, indented, for an error message; empty when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 16_384))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def process_alive(pid: int) -> bool:
    """Whether a process of that number exists (a zombie counts as gone)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()


def process_command(pid: int) -> str:
    """Its command line, to be sure that a number read from a file still means the process we wrote it for."""
    file = Path(f"/proc/{pid}/cmdline")
    try:
        return file.read_bytes().replace(b"\0", b" ").decode("utf-8", errors="replace").strip()
    except OSError:
        if Path("/proc/self").exists():
            return ""
    ps = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return ps.stdout.strip()
