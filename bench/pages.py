"""How long does each page and fragment take the server, with a million items behind it, and how many queries?

Every address that answers GET is asked, with the filters that it understands, by a member who sees everything and, where
viewers may, by a reader whose sight is limited to a unit. Requests go through Django's handler in a process of their own,
middleware included; what is measured is the time until the whole answer is there. What more items cost is measured beside it:
two processes with databases of 200,000 and of a million items are asked in turn, page by page, and the processor time of
Python and PostgreSQL is compared, the median of many rounds for each address; pages that seem to grow too much are asked again.
The peer is the same desk figures counted by scanning items, as a dashboard without rollups would.
"""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import numpy as np
from django.db import connection

from bench.asked import Asked
from bench.bulk import say
from bench.machine import machine, versions
from bench.page_asker import Asker

SMALL, LARGE = 200_000, 1_000_000
ROUNDS = 7
LEAST = 35  # requests of a page that its growth is told from
AGAIN = 3  # times as many where it seems too large
TARGET_MS, TARGET_QUERIES, TARGET_GROWTH = 100.0, 12, 1.3


@dataclass(slots=True)
class Measured:
    """All rounds of one page, each with a request to each of its addresses; `timed`: how many rounds its time is told from."""

    timed: int
    rounds: list[list[Asked]] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """Of the first rounds, those with nothing kept yet among them."""
        return [one.seconds for asked in self.rounds[: self.timed] for one in asked]

    @property
    def p95_ms(self) -> float:
        """95th percentile, milliseconds."""
        return float(np.percentile(self.seconds, 95)) * 1000

    @property
    def queries(self) -> int:
        """The most of one request."""
        return max(one.queries for asked in self.rounds for one in asked)

    @property
    def cost_ms(self) -> float:
        """Milliseconds of a core for all its addresses, each the median of the rounds."""
        return 1000 * sum(statistics.median(one.cost_s for one in asked) for asked in zip(*self.rounds, strict=True))


@dataclass(frozen=True, slots=True)
class Pair:
    """One page with few items and with many."""

    small: Measured
    large: Measured

    @property
    def growth(self) -> float:
        return self.large.cost_ms / self.small.cost_ms


def run(*, full: bool) -> dict[str, Any]:
    """Figures at LARGE (`--full`: ten times the rounds); growth = cost at LARGE against SMALL, page by page."""
    rounds = ROUNDS * (10 if full else 1)
    with Asker(_database("bench_small")) as small, Asker(os.environ["DATABASE_URL"]) as large:
        say(f"{SMALL:,} and {LARGE:,} items are being written")
        small.begin("write", SMALL)
        large.told("write", LARGE)
        small.result()
        found, skipped = _asked(small, large, rounds)
        ours, scanned = large.told("figures")
    pages = {name: one for name, one in found.items() if not name.startswith("file ")}
    over = {name: one for name, one in pages.items() if one.growth > TARGET_GROWTH}
    return {
        "figures": {
            "items": LARGE,
            "pages": len(pages),
            "pages_over_100_ms": sum(one.large.p95_ms > TARGET_MS for one in pages.values()),
            "pages_over_12_queries": sum(one.large.queries > TARGET_QUERIES for one in pages.values()),
            "pages_that_grow_over_1.3": len(over),
            "p95_ms_of_all": round(
                statistics.quantiles([s for one in pages.values() for s in one.large.seconds], n=20)[-1] * 1000, 1
            ),
            "p95_ms_slowest": round(max(one.large.p95_ms for one in pages.values()), 1),
            "queries_most": max(one.large.queries for one in pages.values()),
            "desk_figures_ms": round(ours * 1000, 2),
            "desk_figures_by_scanning_ms": round(scanned * 1000, 2),
        },
        "pages": {
            name: [round(one.large.p95_ms, 1), one.large.queries]
            for name, one in sorted(found.items(), key=lambda pair: -pair[1].large.p95_ms)
        },
        "not_asked": skipped,
        "ratio": {"scanning items": round(scanned / ours, 1)},
        "growth": {
            "all_pages": round(
                sum(one.large.cost_ms for one in pages.values()) / sum(one.small.cost_ms for one in pages.values()), 2
            ),
            "over_1.3": _grown(over),
            "most": _grown(pages, 10),
        },
        "machine": machine(),
        "versions": versions("django", "psycopg"),
    }


def _asked(small: Asker, large: Asker, rounds: int) -> tuple[dict[str, Pair], list[str]]:
    """Every page of both, in turn; also the names of addresses that were not asked."""
    few = small.told("pages")[0]
    many, skipped = large.told("pages")
    found = {name: Pair(Measured(rounds), Measured(rounds)) for name in many if name in few}
    for name, pair in found.items():
        say(name, often=True)
        _rounds(name, pair, small, large, rounds)
        _rounds(name, pair, small, large, -(-LEAST // len(pair.large.rounds[0])) - rounds)
    for name, pair in found.items():
        if pair.growth > TARGET_GROWTH:
            say(f"once more: {name}", often=True)
            _rounds(name, pair, small, large, AGAIN * len(pair.large.rounds))
    return found, sorted(skipped)


def _rounds(name: str, pair: Pair, small: Asker, large: Asker, rounds: int) -> None:
    """Who is asked first changes from round to round."""
    for n in range(rounds):
        sides = [(small, pair.small), (large, pair.large)]
        for asker, measured in sides[:: 1 if n % 2 else -1]:
            measured.rounds.append(asker.told("ask", name))


def _grown(pages: dict[str, Pair], most: int | None = None) -> dict[str, list[float]]:
    """Name -> [growth, milliseconds of a core with few items, with many], per request; what grows most first."""
    found = sorted(pages.items(), key=lambda pair: -pair[1].growth)[:most]
    return {
        name: [round(one.growth, 2), *(round(side.cost_ms / len(side.rounds[0]), 1) for side in (one.small, one.large))]
        for name, one in found
    }


def _database(name: str) -> str:
    """The address of a new empty database beside that of the settings."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
