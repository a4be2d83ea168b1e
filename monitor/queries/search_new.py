"""How much is new in searches, all of them in two statements: what the index decides is counted by it, of the rest a few are read."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.lib.replica import reading
from monitor.queries.search_ask import EACH, SearchAsk
from monitor.queries.search_hits import candidates_sql, narrowed, search_session
from monitor.queries.search_read import READ, SECONDS, Reader
from monitor.queries.search_sources import Sources

NEW_MOST = 99
COUNT = "SELECT {place}, NULL::bigint, count(*)::text, NULL FROM ({rows}) AS found"
ROWS = """
SELECT {place}, i.source_id, i.title, i.text FROM ({rows}) AS found
JOIN monitor_item i ON i.id = found.id AND i.month = found.month
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """`reader` None: the index counts."""

    sql: str
    params: tuple[Any, ...]
    reader: Reader | None = None


def search_new(asked: Sequence[tuple[SearchAsk, int]]) -> list[int | None]:
    """Of each (search, id of an item): how many items that it finds were stored after this one; NEW_MOST + 1 stands for more, None for
    what cannot be told from READ candidates in SECONDS. Two statements. Raises SearchError("too_slow").
    """
    if not asked:
        return []
    with search_session(*[ask for ask, _ in asked]) as sources:
        parts = [_asked(place, ask, newer_than, sources) for place, (ask, newer_than) in enumerate(asked)]
        with reading().cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(f"({part.sql})" for part in parts), [one for part in parts for one in part.params]
            )
            rows: list[list[Any]] = [[] for _ in parts]
            for place, *row in cursor.fetchall():
                rows[place].append(row)
    until = time.monotonic() + SECONDS
    return [_judged(part.reader, found, until) for part, found in zip(parts, rows, strict=True)]


def _asked(place: int, ask: SearchAsk, newer_than: int, sources: Sources) -> _Asked:
    ask, asks = narrowed(replace(ask, newer_than=newer_than, reposts=ask.reposts or EACH), sources)
    condition, reader, most = asks.sure if asks else None, None, NEW_MOST + 1
    if ask.query and asks and asks.sure is None:
        condition, reader, most = asks.wide, Reader(ask.query, sources), READ + 1
    sql, params = candidates_sql(ask, condition, most)
    return _Asked((ROWS if reader else COUNT).format(place=place, rows=sql), params, reader)


def _judged(reader: Reader | None, rows: list[Any], until: float) -> int | None:
    if reader is None:
        return min(int(rows[0][1]), NEW_MOST + 1)
    n = 0
    for row in rows[:READ]:
        n += reader.holds(*row)
        if n > NEW_MOST:
            return n
        if time.monotonic() > until:
            return None
    return n if len(rows) <= READ else None
