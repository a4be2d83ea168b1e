"""What one request takes: its time, what it costs a core in Python and in PostgreSQL, its statements."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection


class Asked(NamedTuple):
    """Seconds until the whole answer was there, seconds of a core in Python and in PostgreSQL, statements."""

    seconds: float
    python_s: float
    postgres_s: float
    queries: int

    @property
    def cost_s(self) -> float:
        """Seconds of a core."""
        return self.python_s + self.postgres_s


def asked(work: Callable[[], object]) -> Asked:
    """Do it. PostgreSQL's part is that of the process which serves this thread, on this machine; what it has others do is not in it."""
    connection.ensure_connection()
    served = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    count = 0

    def counting(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*args)

    with connection.execute_wrapper(counting):
        used, python, began = _ran_s(served), time.process_time(), time.perf_counter()
        work()
        seconds, python_s = time.perf_counter() - began, time.process_time() - python
        return Asked(seconds, python_s, _ran_s(served) - used, count)


def _ran_s(served: Path) -> float:
    """Seconds that a process has run, to the nanosecond (Linux); 0 where the system does not say."""
    try:
        return int(served.read_text("ascii").split()[0]) / 1e9
    except OSError:
        return 0.0
