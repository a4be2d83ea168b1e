"""A clock that a run puts forward for itself and for every process of ours that it starts: days pass in seconds.

`bench/clock.c`, preloaded, is asked instead of the C library for the time of day. PostgreSQL and Valkey, started without our environment, keep
the machine's clock. libfaketime, which chaos uses for one process, lets no `time.sleep` pass while the clock is moved (EINVAL; 0.9.10 with
Python 3.11).
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.embedded.places import CHECKOUT

SOURCE = Path(__file__).with_suffix(".c")
FILE, BOOT = "TINGCHAO_BENCH_CLOCK", "TINGCHAO_BENCH_BOOT"


def moves() -> bool:
    """Whether this process lives by a clock that `put` moves."""
    return FILE in os.environ


def put(at: datetime) -> None:
    """It is `at` (aware) from now on, for all of them at once."""
    _write(Path(os.environ[FILE]), at.timestamp() - float(os.environ[BOOT]) - time.monotonic())


def run_by_clock(module: str, *arguments: str, at: datetime) -> dict[str, Any]:
    """`python -m MODULE ARGUMENTS` begun at `at`; the JSON object of its last line. Waiting and measuring go by the real clock.

    Raises RuntimeError where the module says nothing, OSError and CalledProcessError where there is no C compiler (`cc`), or not Linux.
    """
    with tempfile.TemporaryDirectory(prefix="tingchao-clock-") as place:
        folder = Path(place)
        library, file, boot = folder / "clock.so", folder / "clock", time.time() - time.monotonic()
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl", "-pthread"], check=True)
        file.write_bytes(bytes(8))
        _write(file, at.timestamp() - time.time())
        told = _said(
            [sys.executable, "-m", module, *arguments],
            os.environ | {"LD_PRELOAD": str(library), FILE: str(file), BOOT: repr(boot)},
        )
    lines = told.splitlines()
    if not lines:
        raise RuntimeError(f"{module} ended without a word")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def _write(file: Path, seconds: float) -> None:
    """In place: every process sees the same page."""
    with file.open("r+b", buffering=0) as page:
        page.write(struct.pack("=q", int(seconds * 10**9)))


def _said(command: Sequence[str], env: dict[str, str]) -> str:
    """Its standard output; it ends when we do."""
    with subprocess.Popen(command, cwd=CHECKOUT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            return process.communicate()[0]
        except BaseException:
            process.terminate()
            raise
