"""How long a page of search takes, with counts, facets, chart and marked rows: words that are hard, and those that are common.

Items are made by `bench/search_items.py`. A search is asked as a browser asks it, through Django's handler, by a member who sees everything and by
a reader whose sight is limited to a unit; what is measured is the time until the whole page is there, and beside it the
processor time of Python and PostgreSQL together. The rounds go through all searches in turn; the first, which warms up, is not counted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.asked import Asked, asked
from bench.bulk import say
from bench.machine import machine, versions
from bench.search_items import items_seed
from monitor.errors import QueryError, SearchError
from monitor.lib.clock import utc_now
from monitor.models import Item, Role, SynonymGroup, Unit, User
from monitor.queries.search import search_ask, search_page
from monitor.settle import settle

SIZE, FULL = 200_000, 1_000_000
ROUNDS = 21
TARGET_MS = 200.0
DEEP = 300  # rows before the page that is called deep
EVERYTHING = {"focus": "everything"}
SEARCHES: dict[str, dict[str, str]] = {
    "in 30 % of all, everything": {"q": "工资", **EVERYTHING},
    "in 30 %, in focus": {"q": "工资"},
    "in 10 %": {"q": "公司", **EVERYTHING},
    "rare": {"q": "讨薪", **EVERYTHING},
    "rare, all time": {"q": "讨薪", "window": "all", **EVERYTHING},
    "common, all time": {"q": "工资", "window": "all", **EVERYTHING},
    "pieces of words": {"q": "*资公*", **EVERYTHING},
    "three characters in 30 %": {"q": "云河区"},
    "three characters in 3 %": {"q": "农民工", **EVERYTHING},
    "phrase": {"q": '"拖欠工资"', **EVERYTHING},
    "both": {"q": "工资 公司", **EVERYTHING},
    "either": {"q": "讨薪 OR 工会", **EVERYTHING},
    "common but not": {"q": "工资 NOT 公司", **EVERYTHING},
    "near": {"q": "工会 NEAR/20 工资", **EVERYTHING},
    "one character": {"q": "*薪*", **EVERYTHING},
    "common character": {"q": "*工*", **EVERYTHING},
    "title": {"q": "标题:公司", **EVERYTHING},
    "source": {"q": "来源:样本源7", **EVERYTHING},
    "source and word": {"q": "来源:样本源7 工资", **EVERYTHING},
    "synonym group": {"q": "{欠薪}", **EVERYTHING},
    "traditional characters": {"q": "農民工 討薪", **EVERYTHING},
    "by relevance": {"q": "公司", "sort": "relevance", **EVERYTHING},
    "filters": {"q": "工资", "area": "wages", "sentiment": "neg", "place": "本区"},
    "a unit": {"q": "工资", "unit": "1"},
    "filters alone": {"area": "wages", "window": "30d"},
    "everything of the window": {"sort": "relevance", "reposts": "each", **EVERYTHING},
    "every item": {"q": "公司", "reposts": "each", **EVERYTHING},
}
"""Name -> pairs of the address."""
COUNTED, FILES = ("three characters in 30 %", "near"), ("rare", "in 10 %")
"""Searches whose counts go on behind the page; searches that are asked as files, too."""


def run(*, full: bool) -> dict[str, Any]:
    """One JSON object; an empty database is expected."""
    settings.PAGES_PER_MINUTE = settings.FILES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    now, size = utc_now(), FULL if full else SIZE
    begun = time.perf_counter()
    items_seed(size, now=now)
    seeded = time.perf_counter() - begun
    return {
        "figures": {"items": size, "seeded_s": round(seeded, 1), **searches(now=now), "bytes": _sizes()},
        "ratio": {},
        "growth": {},
        "machine": machine(),
        "versions": versions("django", "psycopg"),
    }


def searches(*, now: datetime, rounds: int = ROUNDS) -> dict[str, Any]:
    """Figures over the items that `items_seed` has written: of all searches together, and of each kind."""
    settle()  # as the server does (monitor/asgi.py)
    pages, apart = _requests(now)
    taken: dict[str, list[Asked]] = {name: [] for name in pages | apart}
    for n in range(rounds + 1):
        say(f"searches: round {n} of {rounds}", often=True)
        for name, request in (pages | apart).items():
            taken[name].append(asked(request))
    taken = {name: found[1:] for name, found in taken.items()}
    every = [one for name in pages for one in taken[name]]
    return {
        "p95_ms": _p95_ms([one.seconds for one in every]),
        "p95_cost_ms": _p95_ms([one.cost_s for one in every]),
        "over_200_ms": _figures({n: taken[n] for n in pages if _p95_ms([one.seconds for one in taken[n]]) > TARGET_MS}),
        "searches": _figures({name: taken[name] for name in pages}),
        "apart": _figures({name: taken[name] for name in apart}),
    }


def _figures(taken: dict[str, list[Asked]]) -> dict[str, dict[str, float]]:
    """Slowest first; `cost`: milliseconds of a core, Python and PostgreSQL together."""
    found = {
        name: {
            "p95_ms": _p95_ms([one.seconds for one in each]),
            "median_ms": round(statistics.median(one.seconds for one in each) * 1000, 1),
            "p95_cost_ms": _p95_ms([one.cost_s for one in each]),
            "median_cost_ms": round(statistics.median(one.cost_s for one in each) * 1000, 1),
            "queries": max(one.queries for one in each),
        }
        for name, each in taken.items()
    }
    return dict(sorted(found.items(), key=lambda pair: -pair[1]["p95_ms"]))


def _requests(now: datetime) -> tuple[dict[str, Callable[[], object]], dict[str, Callable[[], object]]]:
    """Name -> request: pages, and apart from them files and what is counted behind a page, which may take its time."""
    SynonymGroup.objects.create(name="欠薪", words=["讨薪", "拖欠工资", "欠薪", "克扣工资"])
    Unit.objects.create(pk=1, name="云河样本联合会")
    admin = User.objects.create(username="admin", role=Role.ADMIN)
    reader = User.objects.create(username="viewer", role=Role.VIEWER)
    reader.units.add(1)
    asks = SEARCHES | {"long phrase": {"q": f'"{_phrase(now)}"', **EVERYTHING}}
    deep = {
        f"{name}, deep": asks[name]
        | {"after": search_page(search_ask(asks[name], sight=None, now=now), limit=DEEP).next}
        for name in ("in 30 % of all, everything", "phrase")
    }
    clients = {mark: Client() for mark in ("", " (limited sight)")}
    for client, member in zip(clients.values(), (admin, reader), strict=True):
        client.force_login(member)
    pages = {
        name + mark: _request(client, "/search/", pairs)
        for mark, client in clients.items()
        for name, pairs in (asks | deep).items()
    }
    counted = {name: _request(clients[""], "/search/counts/", asks[name]) for name in COUNTED if name in asks}
    files = {name: _request(clients[""], "/search/export.csv", asks[name]) for name in FILES}
    return pages, {f"counts {name}": ask for name, ask in counted.items()} | {
        f"file {n}": ask for n, ask in files.items()
    }


def _request(client: Client, path: str, pairs: dict[str, str]) -> Callable[[], object]:
    def ask() -> object:
        answer = client.get(f"{path}?{urlencode(pairs)}")
        if answer.status_code not in (200, 204):
            raise RuntimeError(f"{path} {pairs}: {answer.status_code}")
        return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]

    return ask


def _phrase(now: datetime) -> str:
    """The longest clause of some item that may be asked for: one that is no name."""
    clauses: Iterator[str] = (
        clause
        for text in Item.objects.order_by("-at", "-id").values_list("text", flat=True)[500:520]
        for clause in sorted(text.split("，"), key=len)[-3:]
    )
    for clause in clauses:
        try:
            search_ask({"q": f'"{clause}"'}, sight=None, now=now)
        except (QueryError, SearchError):
            continue
        return clause
    raise RuntimeError("every clause holds a name")


def _p95_ms(seconds: list[float]) -> float:
    return round(statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1000, 1)


def _sizes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.inhparent::regclass::text, sum(pg_total_relation_size(i.inhrelid))::bigint FROM pg_inherits i "
            "WHERE i.inhparent IN ('monitor_item'::regclass, 'monitor_itemsearch'::regclass) GROUP BY 1"
        )
        return dict(cursor.fetchall())
