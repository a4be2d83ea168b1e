"""The items that a search finds, up to 10,000, as a piece of SQL that the counts and the page are both taken from.

entries of the words (GIN) ─▶ candidates ─ few, or the entries do not decide ─▶ read by the rule language ─▶ their ids
                                         └ many, and the entries decide ─────────────────────────────▶ the condition itself
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import OperationalError, connections, transaction
from django.db.models import BooleanField, QuerySet, Value
from django.db.models.expressions import RawSQL
from psycopg.errors import QueryCanceled

from monitor.errors import SearchError
from monitor.lib.replica import read_alias
from monitor.lib.replica import reading as reading_connection
from monitor.models import ItemSearch
from monitor.models.searching import DAY, DAY_S
from monitor.queries.scope import Scope
from monitor.queries.search_ask import RELEVANT, SearchAsk
from monitor.queries.search_read import READ, SECONDS, Reader, SearchReading, Wanted
from monitor.queries.search_sources import SOURCES, SourceFacts, Sources, asks_sources, named_sources, of_kind
from monitor.text.search_condition import Condition, search_condition, title_condition

MOST = 10_000  # items that are counted exactly
FAR = 60_000  # candidates that are looked at where only reading decides
TIMEOUT_MS = 3_000
MOST_DAYS = 40  # that are named one by one
SLICE = 1 / 32  # of a span: what is looked at first, to see how common the words are
WHOLE = 0.7  # from this share on the whole span is read at once
AMPLE = 1.5  # times the share that seems to have enough: it is asked once
COUNT = "(SELECT count(*) FROM ({rows}) AS found)"
COLUMNS = ("id", "month", "at", "source_id", "story", "repost", "sentiment", "place", "areas", "units", "in_focus")
READ_ROWS = f"""
SELECT {", ".join(f"s.{name}" for name in COLUMNS)}, hit.in_title
FROM unnest(%s::bigint[], %s::date[], %s::boolean[]) AS hit(id, month, in_title)
JOIN monitor_itemsearch s ON s.id = hit.id AND s.month = hit.month
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Hits:
    """`sql` gives the columns above and `in_title`, at most MOST + 1 rows; `read_to`: how far reading came, if not to the end."""

    sql: str
    params: tuple[Any, ...]
    read_to: datetime | None = None


def search_hits(
    ask: SearchAsk, sources: Sources, *, seconds: float = SECONDS, most: int = MOST, wanted: Wanted | None = None
) -> Hits:
    """Call inside `search_session`, which gives the sources. Three statements at most, and what the rule language asks for regions."""
    ask, condition = narrowed(ask, sources)
    if ask.query is None or condition is None:
        return _decided(ask, None, most)
    reading = SearchReading(
        Reader(ask.query, sources), most=most + 1, seconds=seconds, titles=ask.sort == RELEVANT, wanted=wanted
    )
    if condition.sure is None:
        return _read_on(ask, condition.wide, reading)
    few, n = _counts(_latest(ask, SLICE), (condition.wide, READ), (condition.sure, most))
    if few <= READ and reading.stretch(*candidates_sql(ask, condition.wide, READ + 1), most=READ) <= READ:
        return _read(reading)
    return _decided(ask, condition.sure, most, n)  # not one difference in 500,000 readings (docs/evaluation.md)


def narrowed(ask: SearchAsk, sources: Sources) -> tuple[SearchAsk, Condition | None]:
    """The search with the sources that its kinds and its query name, and what the words' index is asked beyond them, if anything."""
    ask = of_kind(ask, sources)
    if ask.query is None:
        return ask, None
    ask, decides = named_sources(ask, ask.query, sources)
    return ask, None if decides is None else search_condition(decides)


def _decided(ask: SearchAsk, condition: str | None, most: int, n: int | None = None) -> Hits:
    """By the index alone. Only the newest are counted, so it is enough to read the latest part of the span that has so many. `n`: how
    many its latest SLICE has, if that is known."""
    share = SLICE
    if n is None:
        (n,) = _counts(_latest(ask, share), (condition, most))
    if n <= most and (share := share * AMPLE * (most + 1) / max(n, 1)) < WHOLE:
        (n,) = _counts(_latest(ask, share), (condition, most))
    rows = _rows(_latest(ask, share) if n > most else ask, condition, title=_title(ask))
    sql, params = rows.order_by("-at", "-id")[: most + 1].values_list(*COLUMNS, "in_title").query.sql_with_params()
    return Hits(sql, tuple(params))


def _read_on(ask: SearchAsk, condition: str | None, reading: SearchReading) -> Hits:
    """By reading, newest first: the latest part of the span, then the rest while there is time."""
    newest = _latest(ask, 1 / 8)
    n = reading.stretch(*candidates_sql(newest, condition, FAR), most=FAR)
    if n < FAR and reading.left:
        older = replace(ask, scope=replace(ask.scope, end=newest.scope.start))
        n = reading.stretch(*candidates_sql(older, condition, FAR), most=FAR)
    elif n < FAR and not reading.full and reading.read_to is None:
        reading.read_to = newest.scope.start
    if n == FAR and not reading.full and reading.read_to is None:
        reading.read_to = reading.last
    return _read(reading)


def _latest(ask: SearchAsk, share: float) -> SearchAsk:
    """The same over the latest part of its span."""
    scope = ask.scope
    return replace(ask, scope=replace(scope, start=scope.end - (scope.end - scope.start) * share))


def _counts(ask: SearchAsk, *asked: tuple[str | None, int]) -> list[int]:
    """How many items each condition has; its `most` + 1 stands for more. One statement."""
    parts = [_rows(ask, condition).values_list("id")[: most + 1].query.sql_with_params() for condition, most in asked]
    sql = ", ".join(COUNT.format(rows=part) for part, _ in parts)
    with reading_connection().cursor() as cursor:
        cursor.execute("SELECT " + sql, [value for _, params in parts for value in params])
        return list(cursor.fetchone())


@contextmanager
def search_session(*asks: SearchAsk, timeout_ms: int = TIMEOUT_MS) -> Iterator[Sources]:
    """A transaction for searches; gives the sources, if any of them asks for names or kinds. Raises SearchError("too_slow") for a
    statement that takes too long.

    Entries of a long text lie out of line, which the planner does not count: without the last switch it might read all of them.
    """
    try:
        alias, facts = read_alias(), SOURCES if any(asks_sources(ask) for ask in asks) else "NULL"
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '32MB', true), "
                f"set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true), ({facts})",
                [str(timeout_ms)],
            )
            found = cursor.fetchone()[-1]
            yield {row[0]: SourceFacts(*row[1:]) for row in json.loads(found or "[]")}
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchError(label="too_slow") from error
        raise


def _rows(ask: SearchAsk, condition: str | None, *, title: str | None = None) -> QuerySet[ItemSearch, Any]:
    found, days = ItemSearch.objects.filter(ask.condition()), _days(ask.scope)
    asked = " & ".join(f"({part})" for part in (condition, days) if part)
    if asked:
        found = found.filter(_asks(asked))
    return found.annotate(in_title=_asks(title) if title else Value(False)).order_by()


def _days(scope: Scope) -> str:
    """The days of a short span as entries: a month's words are narrowed to them before any row is read."""
    first, last = (int(at.timestamp()) // DAY_S for at in (scope.start, scope.end))
    return " | ".join(f"'{DAY}{day}'" for day in range(first, last + 1)) if last - first < MOST_DAYS else ""


def candidates_sql(ask: SearchAsk, condition: str | None, most: int) -> tuple[str, tuple[Any, ...]]:
    """Candidates, newest first, as SQL."""
    rows = _rows(ask, condition).order_by("-at", "-id").values_list("month", "id", "at", "story")[:most]
    sql, params = rows.query.sql_with_params()
    return sql, tuple(params)


def _asks(condition: str) -> RawSQL:
    return RawSQL("monitor_itemsearch.words @@ %s::tsquery", [condition], output_field=BooleanField())


def _title(ask: SearchAsk) -> str | None:
    return title_condition(ask.query.root) if ask.query and ask.sort == RELEVANT else None


def _read(reading: SearchReading) -> Hits:
    hits = reading.hits
    params = ([hit.id for hit in hits], [hit.month for hit in hits], [hit.in_title for hit in hits])
    return Hits(READ_ROWS, params, reading.read_to)
