"""How long a search takes: counts, facets and one page, for the words that are hard and those that are common.

Items are made by `bench/search_items.py`; the time is that of `search_page` in one process, median and 95th percentile over
rounds. `SEARCHES` and `search_times` are for `bench pages` too.
"""

from __future__ import annotations

import statistics
import time
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.machine import machine, versions
from bench.search_items import items_seed
from monitor.lib.clock import utc_now
from monitor.queries.search import search_ask, search_page

SIZE, FULL = 200_000, 1_000_000
ROUNDS = 5
READING = 0.12  # as the page asks (dashboards/views/search.py)
SEARCHES: dict[str, dict[str, str]] = {
    "in 30 % of all, everything": {"q": "工资", "focus": "everything"},
    "in 30 %, in focus": {"q": "工资"},
    "in 10 %": {"q": "公司", "focus": "everything"},
    "rare": {"q": "讨薪", "focus": "everything"},
    "rare, all time": {"q": "讨薪", "focus": "everything", "window": "all"},
    "common, all time": {"q": "工资", "focus": "everything", "window": "all"},
    "three characters in 30 %": {"q": "云河区"},
    "three characters in 3 %": {"q": "农民工", "focus": "everything"},
    "phrase": {"q": '"拖欠工资"', "focus": "everything"},
    "both": {"q": "工资 公司", "focus": "everything"},
    "either": {"q": "讨薪 OR 工会", "focus": "everything"},
    "common but not": {"q": "工资 NOT 公司", "focus": "everything"},
    "near": {"q": "工会 NEAR/20 工资", "focus": "everything"},
    "one character": {"q": "*薪*", "focus": "everything"},
    "title": {"q": "标题:公司", "focus": "everything"},
    "by relevance": {"q": "公司", "focus": "everything", "sort": "relevance"},
    "filters": {"q": "工资", "area": "wages", "sentiment": "neg", "place": "本区"},
    "filters alone": {"area": "wages", "window": "30d"},
    "everything of the window": {"focus": "everything"},
    "every item": {"q": "公司", "focus": "everything", "reposts": "each"},
}
"""Name -> pairs of the address."""


def run(*, full: bool) -> dict[str, Any]:
    """One JSON object; an empty database is expected."""
    call_command("migrate", verbosity=0)
    now, size = utc_now(), FULL if full else SIZE
    begun = time.perf_counter()
    items_seed(size, now=now)
    seeded = time.perf_counter() - begun
    times = search_times(now=now)
    return {
        "figures": {
            "items": size,
            "seeded_s": round(seeded, 1),
            "p95_ms": round(max(found["p95_ms"] for found in times.values()), 1),
            "searches": times,
            "bytes": _sizes(),
        },
        "ratio": {},
        "growth": {},
        "machine": machine(),
        "versions": versions("django", "psycopg"),
    }


def search_times(*, now: datetime, rounds: int = ROUNDS) -> dict[str, dict[str, Any]]:
    """By name: hits, and milliseconds of `search_page`; the first round warms up."""
    taken: dict[str, list[float]] = {name: [] for name in SEARCHES}
    found = {}
    for _ in range(rounds + 1):
        for name, pairs in SEARCHES.items():
            begun = time.perf_counter()
            page = search_page(search_ask(pairs, sight=None, now=now), seconds=READING)
            taken[name].append((time.perf_counter() - begun) * 1000)
            found[name] = {
                "total": page.tally.total,
                "capped": page.tally.capped,
                "read_to_the_end": page.tally.read_to is None,
            }
    return {
        name: {**found[name], "median_ms": round(statistics.median(ms[1:]), 1), "p95_ms": round(_p95(ms[1:]), 1)}
        for name, ms in taken.items()
    }


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _sizes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.inhparent::regclass::text, sum(pg_total_relation_size(i.inhrelid))::bigint FROM pg_inherits i "
            "WHERE i.inhparent IN ('monitor_item'::regclass, 'monitor_itemsearch'::regclass) GROUP BY 1"
        )
        return dict(cursor.fetchall())
