"""Workers of the alerts benchmark: processes that do what the task `send_due` does, and are killed without warning."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.process import BaseProcess
from types import TracebackType

PROCESSES = 2
LONGEST_PAUSE = 40  # seconds; at work 300: the run is to end


class Senders:
    """`with Senders() as senders: senders.kill()`; a killed one is started again at once, as the supervisor does."""

    def __enter__(self) -> Senders:
        self._context = multiprocessing.get_context("spawn")
        self._processes = [self._start() for _ in range(PROCESSES)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for process in self._processes:
            process.kill()
            process.join(10)

    def kill(self, which: int) -> None:
        """kill -9, wherever it stands."""
        pid = self._processes[which].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        self._processes[which].join(10)
        self._processes[which] = self._start()

    def _start(self) -> BaseProcess:
        process = self._context.Process(target=send_for_ever, daemon=True)
        process.start()
        return process


def send_for_ever() -> None:
    """In the process."""
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)  # a refused mail is a line each
    from monitor.alerts import backoff
    from monitor.alerts.deliver import delivery_send_due
    from monitor.alerts.fold import delivery_fold_due
    from monitor.lib.clock import utc_now

    backoff.LONGEST_S = LONGEST_PAUSE
    while True:
        delivery_fold_due(now=utc_now())
        while delivery_send_due(now=utc_now()).accepted:
            pass
        time.sleep(0.2)
