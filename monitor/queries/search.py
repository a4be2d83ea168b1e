"""Search: one page with its counts, in the order asked for, each row with what the rule found in it.

ask = search_ask({"q": "(欠薪 OR 讨薪) 工人", "window": "7d"}, sight=None, now=now)     # QueryError, SearchError
page = search_page(ask)                                                              # SearchError("too_slow")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.lib.clock import parse_time
from monitor.models import Item
from monitor.queries.items import ItemRow, rows_of
from monitor.queries.search_ask import EACH, SearchAsk, search_ask
from monitor.queries.search_hits import MOST, SECONDS, search_hits, search_session
from monitor.queries.search_read import Reader
from monitor.queries.search_tally import Listed, SearchTally, tally_and_page
from monitor.text.query import Match

__all__ = ["SearchPage", "SearchRow", "search_ask", "search_export", "search_new", "search_page"]
PAGE = 30
NEW_MOST = 99
CHUNK = 500  # rows of a file that are read at once


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One hit. `match`: where the words stand in the stored title and text (None without words); `copies`: further hits of
    the same story, which are not listed by themselves; `story`: the id of its original."""

    item: ItemRow
    text: str
    place: str | None
    units: tuple[int, ...]
    match: Match | None
    copies: int
    story: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`next` is the cursor of the following page, empty on the last."""

    rows: list[SearchRow]
    tally: SearchTally
    next: str = ""


def search_page(ask: SearchAsk, *, after: str = "", limit: int = PAGE, seconds: float = SECONDS) -> SearchPage:
    """One page and the counts; eight queries at most unless many candidates have to be read. A cursor that makes no sense is ignored.

    `seconds`: for reading where the index does not decide; `tally.read_to` says how far that came. A following page that they do not
    fill is read for SECONDS.

    Raises SearchError("too_slow").
    """
    cursor = _cursor(after)
    with search_session():
        tally, listed = tally_and_page(ask, search_hits(ask, seconds=seconds), after=cursor, limit=limit + 1)
        if cursor and tally.read_to and len(listed) <= limit and seconds < SECONDS:
            tally, listed = tally_and_page(ask, search_hits(ask, seconds=SECONDS), after=cursor, limit=limit + 1)
        rows = _rows(ask, listed[:limit])
    last = listed[limit - 1] if len(listed) > limit else None
    return SearchPage(rows, tally, f"{int(last.in_title)}~{last.at.isoformat()}~{last.id}" if last else "")


def search_new(ask: SearchAsk, *, newer_than: int) -> int:
    """How many items were stored after this one (an id) that the search finds; NEW_MOST + 1 stands for more."""
    newer = replace(ask, newer_than=newer_than, reposts=EACH if not ask.reposts else ask.reposts)
    with search_session():
        hits = search_hits(newer, most=NEW_MOST)
        tally, _ = tally_and_page(newer, hits, after=None, limit=1)
    return min(tally.total, NEW_MOST + 1)


def search_export(ask: SearchAsk, *, seconds: float = SECONDS) -> tuple[int, Iterator[SearchRow]]:
    """How many rows, at most MOST, and the rows as listed; their texts are read a chunk at a time."""
    with search_session():
        _, listed = tally_and_page(ask, search_hits(ask, seconds=seconds), after=None, limit=MOST)
    chunks = (listed[at : at + CHUNK] for at in range(0, len(listed), CHUNK))
    return len(listed), (row for chunk in chunks for row in _rows(ask, chunk))


def _rows(ask: SearchAsk, listed: list[Listed]) -> list[SearchRow]:
    """In the order of the list; one that the rule does not match (the dictionary changed since) is left out."""
    months, ids = {one.month for one in listed}, [one.id for one in listed]
    items = {item.id: item for item in Item.objects.filter(month__in=months, id__in=ids)} if ids else {}
    shown = [(items[one.id], one.n - 1) for one in listed if one.id in items]
    reader = Reader(ask.query) if ask.query else None
    matched = [(item, n, reader.match(item.source_id, item.title, item.text) if reader else None) for item, n in shown]
    matched = [(item, n, match) for item, n, match in matched if match is None or match.matched]
    named = rows_of((item for item, _, _ in matched), sight=ask.scope.sight)
    return [
        SearchRow(row, item.text, item.place, tuple(item.units), match, n, item.duplicate_of or item.id)
        for row, (item, n, match) in zip(named, matched, strict=True)
    ]


def _cursor(raw: str) -> tuple[bool, datetime, int] | None:
    tier, _, rest = raw.partition("~")
    at, _, item_id = rest.partition("~")
    try:
        return tier == "1", parse_time(at.replace(" ", "+")), int(item_id)
    except ValueError:
        return None
