"""Live viewers of one web process: how soon a change is on all screens, and how much memory that costs.

Five hundred members each hold an event stream of `/live/` of the real web server (uvicorn, its production command line) over the
embedded PostgreSQL and Valkey; they look at twenty distinct filters. A stored item is announced as the pipeline does it; the
time runs until the last viewer has the fragment that names it.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.core.management import call_command

from bench.machine import machine, versions

ROOT = Path(__file__).resolve().parents[1]
VIEWERS, CHANGES = 500, 10
AREAS = ("", "wages", "safety", "insurance", "hours", "employment", "platform", "skills", "union", "other_labour")
QUERIES = [f"window={window}" + (f"&area={area}" if area else "") for window in ("24h", "7d") for area in AREAS]
PATIENCE_S = 60.0
UNLIMITED = {"TINGCHAO_LIVE_PER_MEMBER": "100000", "TINGCHAO_LIVE_PER_PROCESS": "100000"}  # all viewers are one member
TARGET_S, TARGET_MIB = 2.0, 400 * 1e6 / 2**20


def run(*, full: bool) -> dict[str, Any]:
    """Figures of VIEWERS viewers; growth against a fifth of them. `--full`: five times the changes."""
    call_command("migrate", verbosity=0)
    changes = CHANGES * (5 if full else 1)
    few = live_figures(viewers=VIEWERS // 5, changes=CHANGES)
    many = live_figures(changes=changes)
    grown = {name: round(many[name] / few[name], 2) for name in ("last_screen_s_median", "memory_mib_peak")}
    return {
        "figures": many,
        "fewer": few,
        "targets": {"last_screen_s": TARGET_S, "memory_mib": TARGET_MIB},
        "ratio": {},
        "growth": grown,
        "machine": machine(),
        "versions": versions("django", "uvicorn"),
    }


def live_figures(*, viewers: int = VIEWERS, changes: int = CHANGES, items: int = 400) -> dict[str, Any]:
    """Seconds from a commit to the last of `viewers` screens over `changes` changes, and the web process's memory (MiB).

    Writes `items` items and a member into the database of the settings; call it with throw-away servers.
    """
    cookie = _world(items)
    with _web() as (port, process):
        idle = _memory(process.pid)
        found = asyncio.run(_watch(port, cookie, viewers, changes))
        memory = _memory(process.pid, peak=True)
    last = sorted(max(times) for times in found)
    middle = sorted(sorted(times)[len(times) // 2] for times in found)
    return {
        "viewers": viewers,
        "filters": len(QUERIES),
        "changes": changes,
        "items": items,
        "last_screen_s_median": round(last[len(last) // 2], 2),
        "last_screen_s_max": round(last[-1], 2),
        "median_screen_s_median": round(middle[len(middle) // 2], 2),
        "memory_mib_peak": round(memory),
        "memory_mib_idle": round(idle),
    }


async def _watch(port: int, cookie: str, viewers: int, changes: int) -> list[list[float]]:
    """For each change the seconds of every viewer."""
    arrived: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    words: list[str] = []
    ready = [asyncio.Event() for _ in range(viewers)]
    queries = islice(cycle(QUERIES), viewers)
    jobs = [
        asyncio.create_task(_view(port, cookie, query, event, words, arrived))
        for query, event in zip(queries, ready, strict=True)
    ]
    opened = asyncio.gather(*(event.wait() for event in ready))
    await asyncio.wait([opened, *jobs], timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
    if not opened.done():
        refused = sum(job.done() for job in jobs)
        raise RuntimeError(f"{sum(event.is_set() for event in ready)} of {viewers} streams opened, {refused} ended")
    await asyncio.sleep(3)  # the rounds of joining are over
    found: list[list[float]] = []
    for n in range(changes):
        words.append(f"live{viewers}n{n:03}screens")
        began = await asyncio.to_thread(_change, words[-1])
        times: list[float] = []
        while len(times) < viewers:
            word, at = await asyncio.wait_for(arrived.get(), PATIENCE_S)
            times += [at - began] if word == words[-1] else []
        found.append(times)
        await asyncio.sleep(1.5)
    for job in jobs:
        job.cancel()
    return found


async def _view(
    port: int,
    cookie: str,
    query: str,
    ready: asyncio.Event,
    words: list[str],
    arrived: asyncio.Queue[tuple[str, float]],
) -> None:
    """One browser: read the stream, say when the newest word has come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(f"GET /live/?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise ConnectionError(status.decode())
    seen, told = 0, ""
    try:
        while line := await reader.readline():
            if line.startswith(b"event: fragments"):
                ready.set()
            elif len(words) > seen and words[-1].encode() in line:
                seen, told = len(words), words[-1]
            elif told and line == b"\n":  # the event is whole (lines between its chunks end in \r\n)
                arrived.put_nowait((told, time.perf_counter()))
                told = ""
    finally:
        writer.close()


def _change(word: str) -> float:
    """Store an item of every area and announce it; the moment of the commit."""
    from django.db import close_old_connections

    from monitor.lib.notice import notice_publish
    from tests.conftest import make_item

    item = make_item(title=f"云河新城项目欠薪 {word}", areas=[area for area in AREAS if area])
    began = time.perf_counter()
    notice_publish({"items": [item.id]})
    close_old_connections()
    return began


def _world(items: int) -> str:
    """A week of items, topics and sources, and a member: their session cookie."""
    from django.conf import settings
    from django.test import Client

    from monitor.lib.clock import hour_of, utc_now
    from monitor.models import Role, TopicHour, User
    from tests.conftest import make_item, make_source, make_topic

    now, rng = utc_now(), random.Random(8)
    sources = [make_source(state="healthy", last_checked_at=now) for _ in range(12)]
    topics = [make_topic(heat=60 - n, last_at=now, areas={AREAS[n % 9 + 1]: 5}) for n in range(30)]
    TopicHour.objects.bulk_create(
        TopicHour(topic=topic, hour=hour_of(now) - n * timedelta(hours=1), n_items=2, n_originals=2)
        for topic in topics
        for n in range(24)
    )
    for _ in range(items):
        at = now - timedelta(seconds=rng.randrange(7 * 86400) + 60)
        make_item(source=rng.choice(sources), at=at, areas=[rng.choice(AREAS[1:])], topic_id=rng.choice(topics).pk)
    user = User.objects.create_user(f"viewer-{now:%H%M%S}", password=None, role=Role.MONITOR)
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def _web() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "monitor.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **UNLIMITED}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield port, process
        finally:
            process.terminate()
            process.wait(15)


def _memory(pid: int, *, peak: bool = False) -> float:
    """MiB that the process holds, or held at most."""
    name = "VmHWM" if peak else "VmRSS"
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name)) / 1024
