"""A worker goes on hearing when its broker is cut off, and ends itself when it does not."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from chaos.proxy import Wire
from tasks.celery import app
from tasks.hearing import DEAF, LATE, LOST, Hearing, _works, here

WORKER = """
from tasks import hearing
from tasks.celery import app
hearing.EVERY = 0.5
app.worker_main(["worker", "--concurrency", "1", "--loglevel", "INFO", "-n", "ear@%h"])
"""
PATIENCE = 60.0  # seconds; a busy machine needs some ten to start a worker


@contextmanager
def worker(folder: Path, url: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A real worker and its log; the database is nowhere, since being heard is all that matters."""
    log = folder / "worker.log"
    env = {**os.environ, "REDIS_URL": url, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=env, stdout=out, stderr=out
        )
    try:
        yield process, log
    finally:
        process.kill()
        process.wait(10)


def until(log: Path, words: str, *, after: int = 0) -> int:
    """How long the log is once it says `words` beyond its first `after` bytes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said = log.read_bytes()
        if words.encode() in said[after:]:
            return len(said)
        time.sleep(0.05)
    pytest.fail(f"{words!r} was not said within {PATIENCE:.0f} s:\n{log.read_text(errors='replace')[-3000:]}")


def test_a_worker_whose_connections_break_hears_again_and_a_deaf_one_ends_itself(tmp_path: Path) -> None:
    url = urlsplit(settings.REDIS_URL)
    assert url.port
    with Wire([url.port]) as wire:
        through = url._replace(netloc=url.netloc.replace(f":{url.port}", f":{wire.ports[url.port]}")).geturl()
        with worker(tmp_path, through) as (process, log):
            said = until(log, "] received")
            wire.drop()  # redis-py, told to try again, would wait for ever in the worker's loop for a word to a subscriber
            said = until(log, "Connection to broker lost", after=said)
            said = until(log, "] received", after=said)
            for queue in (settings.CELERY_TASK_DEFAULT_QUEUE, f"{name_of(log)}.dq2"):
                app.control.cancel_consumer(queue, destination=[name_of(log)])
            until(log, "worker_deaf", after=said)
            assert process.wait(PATIENCE) == DEAF
    assert not [line for line in log.read_text().splitlines() if "Traceback" in line and "hearing" in line]


def name_of(log: Path) -> str:
    """The worker's name, as it said it when it was ready."""
    line = next(line for line in log.read_text().splitlines() if line.endswith(" ready."))
    return line.split()[-2]


def test_only_messages_that_the_broker_took_while_a_process_was_free_count() -> None:
    hearing = Hearing()
    assert not any(hearing.sent(taken=True, free=True) for _ in range(LOST))
    hearing.heard()
    assert not any(hearing.sent(taken=n != 2, free=True) for n in range(LOST + 2))
    assert not any(hearing.sent(taken=True, free=False) for _ in range(LOST + 2))
    assert [hearing.sent(taken=True, free=True) for _ in range(LOST + 1)] == [False] * LOST + [True]


def test_the_message_to_oneself_does_nothing() -> None:
    assert here.run() is None


@pytest.mark.parametrize(
    ("name", "pid", "seconds", "works"),
    [
        ("tasks.feeds.fetch_due", "mine", 30, True),
        ("tasks.feeds.fetch_due", "gone", 30, False),
        ("tasks.feeds.fetch_due", "mine", settings.CELERY_TASK_TIME_LIMIT + LATE + 1, False),
        (here.name, "mine", 1, False),
    ],
)
def test_work_is_believed_while_its_process_lives_and_its_time_is_not_up(
    name: str, pid: str, seconds: float, works: bool
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(10)
    whose = {"mine": os.getpid(), "gone": ended.pid}[pid]
    request = SimpleNamespace(name=name, worker_pid=whose, time_start=time.time() - seconds, task=here)
    assert _works(request) is works
