"""How long does each page and fragment take the server, with a million items behind it, and how many queries?

Every address that answers GET is asked, with the filters that it understands, by a member who sees everything and, where
viewers may, by a reader whose sight is limited to a unit. Requests go through Django's handler in this process, middleware
included; what is measured is the time until the whole answer is there. The peer is the same desk figures counted by
scanning items, as a dashboard without rollups would.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client

from bench import page_data
from bench.machine import machine, versions
from bench.page_addresses import FILTERS, addresses, is_file
from dashboards.access import Sight, includes
from dashboards.filters import Filters
from dashboards.fragments import FRAGMENTS, View, render
from monitor.lib.clock import utc_now
from monitor.models import Role, Unit, User
from monitor.queries.counts import cells_of
from monitor.queries.scope import Scope
from monitor.settle import settle

SMALL, LARGE = 200_000, 1_000_000
ROUNDS = 7
TARGET_MS, TARGET_QUERIES = 100.0, 12


@dataclass(slots=True)
class Measured:
    """Times (seconds) and numbers of queries of one page."""

    seconds: list[float] = field(default_factory=list)
    queries: int = 0

    def add(self, seconds: float, queries: int) -> None:
        self.seconds.append(seconds)
        self.queries = max(self.queries, queries)

    @property
    def p95_ms(self) -> float:
        """95th percentile, milliseconds."""
        return float(np.percentile(self.seconds, 95)) * 1000

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000


def run(*, full: bool) -> dict[str, Any]:
    """Figures at LARGE (`--full`: ten times the rounds); growth = cost at LARGE against SMALL, page by page."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PAGES_PER_MINUTE = settings.FILES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0
    call_command("migrate", verbosity=0)
    rounds = ROUNDS * (10 if full else 1)
    small, _ = _at(SMALL, rounds)
    large, skipped = _at(LARGE, rounds)
    ours, scanned = _desk_figures()
    pages = {name: one for name, one in large.items() if not name.startswith("file ")}
    growth = {name: one.median_ms / small[name].median_ms for name, one in pages.items() if name in small}
    return {
        "figures": {
            "items": LARGE,
            "pages": len(pages),
            "pages_over_100_ms": sum(one.p95_ms > TARGET_MS for one in pages.values()),
            "pages_over_12_queries": sum(one.queries > TARGET_QUERIES for one in pages.values()),
            "p95_ms_of_all": round(
                statistics.quantiles([s for one in pages.values() for s in one.seconds], n=20)[-1] * 1000, 1
            ),
            "p95_ms_slowest": round(max(one.p95_ms for one in pages.values()), 1),
            "queries_most": max(one.queries for one in pages.values()),
            "desk_figures_ms": round(ours * 1000, 2),
            "desk_figures_by_scanning_ms": round(scanned * 1000, 2),
        },
        "pages": {
            name: [round(one.p95_ms, 1), one.queries]
            for name, one in sorted(large.items(), key=lambda pair: -pair[1].p95_ms)
        },
        "not_asked": skipped,
        "ratio": {"scanning items": round(scanned / ours, 1)},
        "growth": {
            "all_pages": round(
                sum(pages[name].median_ms for name in growth) / sum(small[name].median_ms for name in growth), 2
            ),
            **{name: round(times, 2) for name, times in sorted(growth.items(), key=lambda pair: -pair[1])[:10]},
        },
        "machine": machine(),
        "versions": versions("django", "psycopg"),
    }


def _at(total: int, rounds: int) -> tuple[dict[str, Measured], list[str]]:
    """Every page with so many items; also the names of addresses that were not asked."""
    _empty()
    _progress(f"{total:,} items are being written")
    page_data.write(total, now=utc_now())
    settle()  # as the server does (monitor/asgi.py)
    measured: defaultdict[str, Measured] = defaultdict(Measured)
    skipped = []
    admin, reader = User.objects.get(role=Role.ADMIN), User.objects.get(role=Role.VIEWER)
    reader.units.add(Unit.objects.order_by("pk")[0])
    for member, mark in ((admin, ""), (reader, " (limited sight)")):
        client = Client(raise_request_exception=False)
        client.force_login(member)
        for name, role, asked in addresses():
            if not includes(member.role, role):
                continue
            if not asked or client.get(asked[0]).status_code != 200:
                skipped.append(name + mark)
                continue
            _progress(f"{total:,}: {name}{mark}")
            label = ("file " if is_file(asked[0]) else "") + name + mark
            for address in asked * rounds:
                measured[label].add(*_timed(client.get, address))
    for name in FRAGMENTS:
        for query in FILTERS * rounds:
            measured[f"fragment {name}"].add(*_timed(_fragment, name, query))
    return dict(measured), sorted(skipped)


def _fragment(name: str, query: str) -> None:
    render(View(Filters.of(QueryDict(query[1:])), Sight(Role.ADMIN), "zh-hans"), {name}, now=utc_now())


def _timed(work: Callable[..., object], *args: Any) -> tuple[float, int]:
    """(seconds, queries) of it."""
    count = 0

    def counting(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*args)

    with connection.execute_wrapper(counting):
        began = time.perf_counter()
        work(*args)
        return time.perf_counter() - began, count


def _empty() -> None:
    parts = "item itemkey hourcount hoursum topic source user unit plan keywordrule channel report"
    tables = ", ".join(f"monitor_{part}" for part in parts.split())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def _desk_figures() -> tuple[float, float]:
    """Seconds for a week's hours by sentiment: from rollups, and by scanning the items."""
    now = utc_now()
    scope = Scope(now - timedelta(days=7), now, focus=True)
    query = (
        "SELECT date_trunc('hour', at), sentiment, duplicate_of IS NULL, count(*) FROM monitor_item"
        " WHERE at >= %s AND at < %s AND in_focus AND NOT own GROUP BY 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET enable_indexscan = off; SET enable_bitmapscan = off")
        scanned = min(
            _timed(lambda: (cursor.execute(query, [scope.start, scope.end]), cursor.fetchall()))[0] for _ in range(5)
        )
        cursor.execute("RESET enable_indexscan; RESET enable_bitmapscan")
    return min(_timed(lambda: cells_of(scope))[0] for _ in range(5)), scanned


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<70}")
