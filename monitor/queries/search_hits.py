"""The items that a search finds, up to 10,000, as a piece of SQL that the counts and the page are both taken from.

entries of the words (GIN) ─▶ candidates ─ few, or the entries do not decide ─▶ read by the rule language ─▶ their ids
                                         └ many, and the entries decide ─────────────────────────────▶ the condition itself
"""

from __future__ import annotations

import time
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
from monitor.models import ItemSearch
from monitor.models.searching import DAY, DAY_S
from monitor.queries.scope import Scope
from monitor.queries.search_ask import RELEVANT, SearchAsk
from monitor.queries.search_read import READ, Found, Spot, candidates_read
from monitor.queries.search_sources import named_sources
from monitor.text.search_condition import search_condition, title_condition

MOST = 10_000  # items that are counted exactly
FAR = 60_000  # candidates that are looked at where only reading decides
SECONDS = 1.0  # for reading
TIMEOUT_MS = 3_000
MOST_DAYS = 40  # that are named one by one
SLICE = 1 / 32  # of a span: what is looked at first, to see how common the words are
WHOLE = 0.7  # from this share on the whole span is read at once
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


def search_hits(ask: SearchAsk, *, seconds: float = SECONDS, most: int = MOST) -> Hits:
    """Call inside `search_session`."""
    query = ask.query
    if query is None:
        return _decided(ask, None, most)
    ask, decides = named_sources(ask, query)
    if decides is None:
        return _decided(ask, None, most)
    condition = search_condition(decides)
    if _count(_latest(ask, SLICE), condition.wide, READ) <= READ:
        spots = _spots(ask, condition.wide, READ + 1)
        if len(spots) <= READ:
            found = candidates_read(spots, query, most=most + 1, seconds=seconds, titles=ask.sort == RELEVANT)
            return _read(found, spots)
    if condition.sure:  # not one difference in 500,000 readings of published items (docs/evaluation.md)
        return _decided(ask, condition.sure, most)
    return _read_on(ask, condition.wide, most, seconds)


def _decided(ask: SearchAsk, condition: str | None, most: int) -> Hits:
    """By the index alone. Only the newest are counted, so it is enough to read the latest part of the span that has so many."""
    share, n = SLICE, _count(_latest(ask, SLICE), condition, most)
    while n <= most and (share := share * 1.3 * (most + 1) / max(n, 1)) < WHOLE:
        n = _count(_latest(ask, share), condition, most)
    rows = _rows(_latest(ask, share) if n > most else ask, condition, title=_title(ask))
    sql, params = rows.order_by("-at", "-id")[: most + 1].values_list(*COLUMNS, "in_title").query.sql_with_params()
    return Hits(sql, tuple(params))


def _read_on(ask: SearchAsk, condition: str | None, most: int, seconds: float) -> Hits:
    """By reading, newest first: the latest part of the span, then the rest while there is time."""
    assert ask.query is not None  # noqa: S101 - for mypy; the caller looked
    until, titles, newest = time.monotonic() + seconds, ask.sort == RELEVANT, _latest(ask, 1 / 8)
    spots = _spots(newest, condition, FAR)
    found = candidates_read(spots, ask.query, most=most + 1, seconds=seconds, titles=titles)
    if found.read_to is None and len(found.hits) <= most:
        older = replace(ask, scope=replace(ask.scope, end=newest.scope.start))
        more = _spots(older, condition, FAR)
        left = max(0.0, until - time.monotonic())
        wanted, least = most + 1 - len(found.hits), max(1, READ - len(spots))
        rest = candidates_read(more, ask.query, most=wanted, seconds=left, titles=titles, least=least)
        stop = rest.read_to if rest.read_to is not None else FAR if len(more) == FAR else None
        found = Found(found.hits + rest.hits, None if stop is None else len(spots) + stop)
        spots = spots + more
    return _read(found, spots)


def _latest(ask: SearchAsk, share: float) -> SearchAsk:
    """The same over the latest part of its span."""
    scope = ask.scope
    return replace(ask, scope=replace(scope, start=scope.end - (scope.end - scope.start) * share))


def _count(ask: SearchAsk, condition: str | None, most: int) -> int:
    """How many; `most` + 1 stands for more."""
    return _rows(ask, condition)[: most + 1].count()


@contextmanager
def search_session(*, timeout_ms: int = TIMEOUT_MS) -> Iterator[None]:
    """A transaction for one search. Raises SearchError("too_slow") for a statement that takes too long.

    Entries of a long text lie out of line, which the planner does not count: without the last switch it might read all of them.
    """
    try:
        alias = read_alias()
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '32MB', true), "
                "set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)",
                [str(timeout_ms)],
            )
            yield
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


def _spots(ask: SearchAsk, condition: str | None, most: int) -> list[Spot]:
    return list(_rows(ask, condition).order_by("-at", "-id").values_list("month", "id", "at")[:most])


def _asks(condition: str) -> RawSQL:
    return RawSQL("monitor_itemsearch.words @@ %s::tsquery", [condition], output_field=BooleanField())


def _title(ask: SearchAsk) -> str | None:
    return title_condition(ask.query.root) if ask.query and ask.sort == RELEVANT else None


def _read(found: Found, spots: list[Spot]) -> Hits:
    hits = found.hits
    params = ([hit.id for hit in hits], [hit.month for hit in hits], [hit.in_title for hit in hits])
    return Hits(READ_ROWS, params, None if found.read_to is None else spots[found.read_to - 1][2])
