"""A worker that has gone deaf ends itself, so that whoever runs it (compose, systemd, the supervisor) starts it anew.

A Celery worker may stay connected and yet take nothing any more after its broker died or the network was cut: alive for
every check, while the feeds stand still. Each worker therefore has a queue of its own (`worker_direct`) and writes to itself
through a connection of its own. That nothing at all arrives, although the broker took one message after the other and one
of its processes was free, is deafness. While the broker is away nobody is blamed.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from celery import shared_task
from celery.signals import task_received, worker_ready
from celery.utils.nodenames import worker_direct
from celery.worker import state
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

EVERY = 20.0  # seconds between two messages
LOST = 4  # messages in a row that the broker took and that did not arrive
DEAF = 70  # exit code
LATE = 60.0  # seconds after which a task that should have been ended is not believed to run

log = structlog.get_logger(__name__)


@dataclass
class Hearing:
    """Counts what did not arrive. `heard` is called by the worker's loop, `sent` by the thread that watches."""

    lost: int = 0

    def heard(self) -> None:
        """Something arrived, whatever it was."""
        self.lost = 0

    def sent(self, *, taken: bool, free: bool) -> bool:
        """True when deaf: LOST messages after which nothing arrived, with a broker that takes them and a free process throughout."""
        self.lost = self.lost + 1 if taken and free else 0
        return self.lost > LOST


_hearing = Hearing()


@shared_task(name="tasks.hearing.here", acks_late=False, ignore_result=True)
def here() -> None:
    """What a worker writes to itself."""


@task_received.connect
def _heard(**_: object) -> None:
    _hearing.heard()


@worker_ready.connect
def _begin(sender: Any, **_: object) -> None:
    threading.Thread(target=_watch, args=(sender,), name="hearing", daemon=True).start()


def _watch(consumer: Any) -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        if _hearing.sent(taken=_write(consumer.hostname), free=_free(consumer.pool)):
            log.error("worker_deaf", attempts=LOST, effect="it ends and is started again")
            _end(consumer.pool)


def _write(name: str) -> bool:
    """Whether the broker took a message to this worker."""
    from tasks.celery import app
    from tasks.ping import impatient_connection

    try:
        with impatient_connection() as connection:
            app.send_task(here.name, queue=worker_direct(name).name, expires=EVERY, connection=connection, retry=False)
    except (OperationalError, RedisError, OSError):
        return False
    return True


def _free(pool: Any) -> bool:
    """Whether a process waits for work."""
    try:
        requests = tuple(state.active_requests)
    except RuntimeError:  # changed by the worker's loop while it was copied: so the loop works
        return False
    return bool(sum(map(_works, requests)) < pool.num_processes)


def _works(request: Any) -> bool:
    """Not work whose process is gone, nor what is older than its time limit: its end was not heard of."""
    try:
        os.kill(request.worker_pid or 0, 0)
    except ProcessLookupError:
        return False
    longest = request.task.time_limit or settings.CELERY_TASK_TIME_LIMIT
    return request.name != here.name and time.time() - (request.time_start or 0) < longest + LATE


def _end(pool: Any) -> None:
    """As kill -9 would: what was under way is not acknowledged, so it is done again."""
    for pid in pool.info.get("processes", ()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(DEAF)
