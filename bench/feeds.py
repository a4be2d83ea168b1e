"""How fast are feeds fetched, parsed and stored: this project beside the `reader` package at its best number of workers.

Both poll the same feeds of one local site over HTTP in one run, each into an empty database of its own kind: `stored` is
fetch + parse + store without the text stage (reader has none), `whole` the same with masking, tags and sentiment,
`unchanged` a second poll that brings nothing new. Ours are two processes, as on a machine with two cores; reader is one
with its own worker threads. Also: memory over many feeds, what 200 feeds of a host that never answers cost the others, and
the schedule of 100,000 feeds without HTTP.
"""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Max

from bench.feed_schedule import schedule_figures
from bench.feed_shapes import bodies_of
from bench.feed_site import Site
from bench.feed_workers import Workers
from bench.machine import machine, versions
from monitor.lib.clock import utc_now
from monitor.models import Source

FEEDS = 500
TRIED = 75  # feeds on which reader's number of workers is chosen
READER_WORKERS = (1, 2, 4, 8, 16)
MANY, SCHEDULED = 10_000, 100_000
DEAD, ALIVE = 200, 100
ENVIRONMENT = {
    "TINGCHAO_FETCH_HOST_DELAY": "0",  # one local site stands for hundreds; reader does not pace either
    "TINGCHAO_FETCH_PER_HOST": "16",
    "TINGCHAO_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
    "TINGCHAO_RETENTION_DAYS": "3650",  # the feeds are of 2026: their entries count whenever this is run
    "TINGCHAO_FETCH_TIMEOUT": "10",
}


def run(*, full: bool) -> dict[str, Any]:
    """Figures: feeds and entries a second, MiB, ms and s; `full` also polls ten thousand feeds with the text stage."""
    os.environ.update(ENVIRONMENT)
    call_command("migrate", verbosity=0)
    bodies, shape = bodies_of(FEEDS)
    with Site(bodies) as site:
        urls = [site.url(n) for n in range(FEEDS)]
        peer = _reader(urls)
        stored, whole = _ours(urls, analysis=False), _ours(urls, analysis=True)
        memory = _memory(site, analysis=full)
        dead = _dead_host(site)
    schedule = schedule_figures(SCHEDULED)
    figures = {
        "feeds": FEEDS,
        "kib_per_feed": sum(map(len, bodies)) / len(bodies) / 1024,
        **peer,
        **{f"stored_{name}": value for name, value in stored.items()},
        **{f"whole_{name}": value for name, value in whole.items()},
        **memory,
        **dead,
        **schedule,
    }
    return {
        "shape": shape,
        "figures": {name: round(value, 2) for name, value in figures.items()},
        "ratio": {
            "reader stored": round(stored["feeds_per_s"] / peer["reader_feeds_per_s"], 1),
            "reader whole": round(whole["feeds_per_s"] / peer["reader_feeds_per_s"], 1),
            "reader unchanged": round(whole["unchanged_feeds_per_s"] / peer["reader_unchanged_feeds_per_s"], 1),
        },
        "growth": {
            "memory_of_ten_times_the_feeds": round(memory["rss_mib_after_all"] / memory["rss_mib_after_a_tenth"], 2),
            "time_beside_a_dead_host": round(dead["beside_dead_host_s"] / dead["without_dead_host_s"], 2),
        },
        "machine": machine(),
        "versions": versions("reader", "feedparser", "fastfeedparser", "aiohttp", "psycopg"),
    }


def _reader(urls: Sequence[str]) -> dict[str, float]:
    """The number of workers is the one that was fastest on the first feeds."""
    speed = {workers: _reader_run(urls[:TRIED], workers)[0] for workers in READER_WORKERS}
    best = max(speed, key=speed.__getitem__)
    fresh, unchanged, entries = _reader_run(urls, best)
    return {
        "reader_workers": best,
        "reader_feeds_per_s": fresh,
        "reader_entries_per_s": fresh * entries / len(urls),
        "reader_unchanged_feeds_per_s": unchanged,
    }


def _reader_run(urls: Sequence[str], workers: int) -> tuple[float, float, int]:
    """(feeds a second of the first poll, of a second poll, entries)."""
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder, closing(make_reader(str(Path(folder) / "reader.sqlite"))) as peer:
        for url in urls:
            peer.add_feed(url)
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            peer.update_feeds(workers=workers, scheduled=False)
            seconds.append(time.perf_counter() - started)
        if peer.get_feed_counts().broken:
            raise AssertionError("reader could not read every feed")
        return len(urls) / seconds[0], len(urls) / seconds[1], peer.get_entry_counts().total or 0


def _ours(urls: Sequence[str], *, analysis: bool) -> dict[str, float]:
    with Workers(analysis=analysis) as workers:
        _sources(urls)
        fresh = workers.round()
        _due()
        unchanged = workers.round()
    if fresh["sources"] != len(urls) or fresh["failed"] or unchanged["unchanged"] != len(urls):
        raise AssertionError(f"not every feed was read: {fresh} {unchanged}")
    return {
        "feeds_per_s": len(urls) / fresh["seconds"],
        "entries_per_s": fresh["new"] / fresh["seconds"],
        "unchanged_feeds_per_s": len(urls) / unchanged["seconds"],
    }


def _memory(site: Site, *, analysis: bool) -> dict[str, float]:
    """The larger of the two workers, after a tenth of the feeds and after all."""
    _sources([])
    after = []
    with Workers(analysis=analysis) as workers:
        for first in range(0, MANY, MANY // 10):
            _sources([site.url(n) for n in range(first, first + MANY // 10)], keep=True)
            after.append(workers.round()["rss_mib"])
    return {"many_feeds": MANY, "rss_mib_after_a_tenth": after[0], "rss_mib_after_all": after[-1]}


def _dead_host(site: Site) -> dict[str, float]:
    """Seconds until every good feed was polled, alone and beside a host that takes connections and never answers."""
    alive = [site.url(n) for n in range(ALIVE)]
    with Workers(analysis=False) as workers:
        _sources(alive)
        alone = workers.round()["seconds"]
        with _black_hole() as port:
            _sources([*(f"http://127.0.0.1:{port}/feed/{n}" for n in range(DEAD)), *alive])
            started = utc_now()
            workers.round()
    polled = Source.objects.filter(url__in=alive).aggregate(last=Max("last_checked_at"))["last"]
    return {
        "dead_feeds": DEAD,
        "without_dead_host_s": alone,
        "beside_dead_host_s": (polled - started).total_seconds(),
    }


@contextmanager
def _black_hole() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as listening:
        yield listening.getsockname()[1]


def _sources(urls: Sequence[str], *, keep: bool = False) -> None:
    """An empty installation with these sources, all due, in this order."""
    if not keep:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE monitor_source, monitor_item, monitor_itemkey, monitor_hourcount CASCADE")
    now = utc_now()
    Source.objects.bulk_create(
        Source(name=url[-120:], url=url, next_check_at=now + timedelta(microseconds=n)) for n, url in enumerate(urls)
    )


def _due() -> None:
    Source.objects.update(next_check_at=utc_now())
