"""What a running `make demo` tells other commands of the same checkout: one 0600 file, valid while its lock is held."""

from __future__ import annotations

import json
import os
from pathlib import Path

from monitor.embedded.places import lock_take, private_write


def lock_file(data: Path) -> Path:
    """The lock of a data folder: who holds it may start servers on it."""
    return data / "lock"


def state_write(data: Path, *, environment: dict[str, str], ports: dict[str, int]) -> None:
    """Say where the servers answer."""
    state = {"pid": os.getpid(), "environment": environment, "ports": ports}
    private_write(data / "run" / "state.json", json.dumps(state, indent=1, ensure_ascii=False))


def state_clear(data: Path) -> None:
    """Say that nothing runs."""
    (data / "run" / "state.json").unlink(missing_ok=True)


def running_environment(data: Path) -> dict[str, str] | None:
    """The environment of the running demo's processes, or None when none runs (a file left by kill -9 is no demo)."""
    file = data / "run" / "state.json"
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        descriptor = lock_take(lock_file(data))
    except (OSError, ValueError):
        return None
    if descriptor is not None:
        os.close(descriptor)
        return None
    return {str(name): str(value) for name, value in state["environment"].items()}


def ports_remembered(data: Path) -> dict[str, int]:
    """The ports of the last start."""
    try:
        ports = json.loads((data / "ports.json").read_text(encoding="utf-8"))
        return {str(name): int(number) for name, number in ports.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def ports_remember(data: Path, ports: dict[str, int]) -> None:
    """Keep them for the next start."""
    private_write(data / "ports.json", json.dumps(ports))
