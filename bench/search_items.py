"""A seeded store of items to search in: words of jieba's dictionary as often as it says, and some planted ones."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from django.db import connection

from monitor.lib.clock import month_of
from monitor.models import Source
from monitor.models.copying import copy_line
from monitor.models.partitions import partitions_ensure
from monitor.models.searching import search_put
from monitor.text.areas import AREAS
from monitor.text.search_words import search_version, search_words

SOURCES = 40
DAYS = 180
CHUNK = 2_000
PLANTED = {"云河区": 0.30, "工资": 0.30, "公司": 0.10, "农民工": 0.03, "拖欠工资": 0.005, "讨薪": 0.0005, "工会": 0.04}
"""Word -> share of items that it is put into: one in three, down to one in two thousand."""
COLUMNS = (
    "month", "id", "source_id", "at", "first_seen", "title", "text", "link", "lang", "sentiment", "sentiment_p", "areas",
    "units", "place", "in_focus", "model", "duplicate_of",
)  # fmt: skip


def items_seed(count: int, *, now: datetime, seed: int = 8) -> None:
    """`count` items over the last 180 days with their entries, as ingest leaves them; statistics up to date."""
    chance = random.Random(seed)
    sources = [
        Source.objects.create(name=f"云河样本源{n}", url=f"http://127.0.0.1:9/{n}.xml", next_check_at=now).pk
        for n in range(SOURCES)
    ]
    partitions_ensure({month_of(now - timedelta(days=day)) for day in range(DAYS + 1)})
    copy = f"COPY monitor_item ({', '.join(COLUMNS)}) FROM STDIN"
    rows = _rows(count, sources, now, chance)
    for _ in range(0, count, CHUNK):
        chunk = [row for row, _ in zip(rows, range(CHUNK), strict=False)]
        with connection.cursor() as cursor, cursor.cursor.copy(copy) as writer:
            for row in chunk:
                writer.write(copy_line(row))
        entries = [(row[0], row[1], search_words(row[5], row[6])) for row in chunk]
        search_put(entries, version=search_version())
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('monitor_item_id_seq', %s)", [count + 1])
        cursor.execute("VACUUM ANALYZE monitor_item")
        cursor.execute("VACUUM ANALYZE monitor_itemsearch")


def _rows(count: int, sources: list[int], now: datetime, chance: random.Random) -> Iterator[tuple]:  # type: ignore[type-arg]
    words, weights = _words()
    areas = list(AREAS)
    for item_id in range(1, count + 1):
        at = now - timedelta(days=DAYS) * (1 - item_id / count)
        planted = [word for word, share in PLANTED.items() if chance.random() < share]
        drawn = chance.choices(words, cum_weights=weights, k=80)
        clauses = ["".join(drawn[at : at + 5]) for at in range(7, len(drawn), 5)]
        for word in planted:
            at_clause = chance.randrange(len(clauses))
            clauses[at_clause] = f"{drawn[0]}{word}{clauses[at_clause]}"
        title, text = "".join(planted[:1] + drawn[:7]), "，".join(clauses)
        focus = chance.random() < 0.4
        yield (
            month_of(at), item_id, chance.choice(sources), at, at, title, text, f"http://127.0.0.1:9/{item_id}", "zh",
            chance.choice(("neg", "neu", "pos")), [0.8, 0.1, 0.1], [chance.choice(areas)] if focus else [],
            [chance.randrange(1, 30)] if focus and chance.random() < 0.3 else [], chance.choice(("本区", "本市", "外地", None)),
            focus, "bench", item_id - chance.randrange(1, 50) if item_id > 50 and chance.random() < 0.2 else None,
        )  # fmt: skip


def _words() -> tuple[list[str], list[float]]:
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    lines = (Path(spec.origin).parent / "dict.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines]
    return [row[0] for row in rows], list(accumulate(float(row[1]) for row in rows))
