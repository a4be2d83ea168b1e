"""How much machine a number of items and feeds needs, and what gives way first. Pure.

Everything rests on MEASURED; each figure there names the command that gave it. What lies beyond the sizes that were measured is a
straight line, but for the topics writer, whose cost grows as measured (a factor for each tenfold number of live items). The model is
for planning: it says which part to watch, not what a given machine will do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

DAY_S = 86_400
TEXT_DAYS, ROW_DAYS, KEY_DAYS, LEDGER_DAYS, COUNT_DAYS = 180, 360, 545, 90, 730
"""How long texts, rows, keys and the ledger stay (monitor/upkeep/retention.py); counts stay for good: two years are counted."""
LIVE_DAYS = 10  # a topic without news for so long leaves the writer's index (monitor/topics/params.py)
FULL = 0.7  # of a core: beyond that queues form in the busiest hour


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` in `unit`; `command` is what gave it."""

    value: float
    unit: str
    command: str


_REPLAY, _WORKERS = "python -m bench.replay --seeds 1", "python -m bench.workers --feeds 200"
_DAY, _SEARCH = "python -m bench.day --seconds 120 --items 10000 --replica", "docs/evaluation.md, Search"
MEASURED: Mapping[str, Measured] = {
    "peak": Measured(3, "×", "manage.py drill --seed 7 --days 24 (2.8)"),
    "think_s": Measured(15, "s", "bench/day_people.py (THINK_S)"),
    "worker_ms": Measured(1.8, "ms", _REPLAY),
    "poll_ms": Measured(1.44, "ms", "manage.py bench feeds (2 cores ÷ 1,385/s)"),
    "topics_ms": Measured(3.3, "ms", _WORKERS),
    "topics_live": Measured(4_000, "items", _WORKERS),
    "topics_growth": Measured(1.31, "×", "manage.py bench topics (10,000 → 100,000)"),
    "postgres_ms": Measured(1.1, "ms", _REPLAY),
    "postgres_page_ms": Measured(12, "ms", _DAY),
    "web_page_ms": Measured(54, "ms", _DAY),
    "valkey_ms": Measured(0.01, "ms", _WORKERS),
    "worker_mib": Measured(376, "MiB", _REPLAY),
    "topics_mib": Measured(227, "MiB", _REPLAY),
    "topics_kib": Measured(0.48, "KiB", "manage.py bench topics"),
    "web_mib": Measured(135, "MiB", _REPLAY),
    "stream_mib": Measured(0.43, "MiB", "python -m bench.live (212 MiB ÷ 500)"),
    "valkey_mib": Measured(2, "MiB", _REPLAY),
    "item_bytes": Measured(2_300, "B", _SEARCH),
    "search_bytes": Measured(4_700, "B", _SEARCH),
    "key_bytes": Measured(400, "B", _REPLAY),
    "rest_bytes": Measured(1_140, "B", _REPLAY),
    "fetch_bytes": Measured(260, "B", _DAY),
    "server_cores": Measured(16, "cores", "—"),
    "server_gib": Measured(2_048, "GiB", "—"),
}
"""`server_…` is no measurement: what one database server may have before the next step is due."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of an installation. `interval_min`: minutes between two polls of a feed in the mean; `people` at the same time."""

    items_per_day: int
    feeds: int
    interval_min: float = 60.0
    people: int = 40

    @property
    def stored(self) -> int:
        """Items with text in the database when the retention is reached."""
        return self.items_per_day * TEXT_DAYS


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of process or disk. `cores` and `gib` in the busiest hour; `share` of the most that it can have before the next
    step is due: above 1 it is too small. `many`: more of it can be started."""

    name: str
    cores: float = 0.0
    memory_gib: float = 0.0
    disk_gib: float = 0.0
    share: float = 0.0
    many: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What the load needs; `first` gives way first."""

    load: Load
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def cores(self) -> int:
        """Of all machines together, whole ones."""
        return max(2, math.ceil(sum(part.cores for part in self.parts) / FULL))

    @property
    def memory_gib(self) -> int:
        return max(4, math.ceil(sum(part.memory_gib for part in self.parts)))

    @property
    def disk_gib(self) -> int:
        return max(20, math.ceil(sum(part.disk_gib for part in self.parts)))

    @property
    def first(self) -> Part:
        """The part that is nearest to its limit, or furthest beyond it, among those of which there is one."""
        return max((part for part in self.parts if not part.many), key=lambda part: part.share)


def need(load: Load, of: Mapping[str, Measured] = MEASURED) -> Need:
    """Parts in the order of the data's way."""
    items_s = load.items_per_day / DAY_S * _value(of, "peak")
    polls_s = load.feeds / load.interval_min / 60
    pages_s = load.people / _value(of, "think_s")
    live = load.items_per_day * LIVE_DAYS
    worker = items_s * _s(of, "worker_ms") + polls_s * _s(of, "poll_ms")
    topics = items_s * _s(of, "topics_ms") * slower(live, of)
    postgres = items_s * _s(of, "postgres_ms") + pages_s * _s(of, "postgres_page_ms")
    web, valkey = pages_s * _s(of, "web_page_ms"), items_s * _s(of, "valkey_ms")
    items_gib, ledger_gib = _items_gib(load, of), _ledger_gib(load, of)
    return Need(
        load,
        (
            Part("worker", worker, _gib(math.ceil(worker / FULL) * _value(of, "worker_mib")), share=worker, many=True),
            Part(
                "topics",
                topics,
                _gib(_value(of, "topics_mib") + live * _value(of, "topics_kib") / 1024),
                share=topics / FULL,
            ),
            Part("postgres", postgres, _hot_gib(load, of), share=postgres / (_value(of, "server_cores") * FULL)),
            Part("items", disk_gib=items_gib, share=items_gib / _value(of, "server_gib")),
            Part("ledger", disk_gib=ledger_gib, share=ledger_gib / _value(of, "server_gib")),
            Part("valkey", valkey, _gib(_value(of, "valkey_mib")), share=valkey / FULL),
            Part(
                "web", web, _gib(_value(of, "web_mib") + load.people * _value(of, "stream_mib")), share=web, many=True
            ),
        ),
    )


def slower(live: float, of: Mapping[str, Measured] = MEASURED) -> float:
    """What an item costs the topics writer with so many live ones, against the size that `topics_ms` was measured at."""
    tens = math.log10(max(1.0, live / _value(of, "topics_live")))
    return float(_value(of, "topics_growth") ** tens)


def _items_gib(load: Load, of: Mapping[str, Measured]) -> float:
    """Rows as they are, since an emptied text's room is used again only within its month."""
    kept = ROW_DAYS * _value(of, "item_bytes") + TEXT_DAYS * _value(of, "search_bytes")
    kept += KEY_DAYS * _value(of, "key_bytes") + COUNT_DAYS * _value(of, "rest_bytes")
    return load.items_per_day * kept / 2**30


def _ledger_gib(load: Load, of: Mapping[str, Measured]) -> float:
    polls = load.feeds * DAY_S / 60 / load.interval_min
    return polls * LEDGER_DAYS * _value(of, "fetch_bytes") / 2**30


def _hot_gib(load: Load, of: Mapping[str, Measured]) -> float:
    """What the pages' usual week reads: its items with their entries for search."""
    week = 7 * load.items_per_day * (_value(of, "item_bytes") + _value(of, "search_bytes"))
    return 0.5 + week / 2**30


def _value(of: Mapping[str, Measured], name: str) -> float:
    return of[name].value


def _s(of: Mapping[str, Measured], name: str) -> float:
    return of[name].value / 1000


def _gib(mib: float) -> float:
    return mib / 1024
