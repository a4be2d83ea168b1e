"""Search: one page with its counts, in the order asked for, each row with what the rule found in it.

ask = search_ask({"q": "(欠薪 OR 讨薪) 工人", "window": "7d"}, sight=None, now=now)     # QueryError, SearchError
page = search_page(ask)                                                              # SearchError("too_slow")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import DateField, Q, QuerySet

from monitor.lib.clock import parse_time
from monitor.models import Item, Source, Topic
from monitor.queries.items import UNSHOWN, ItemRow, rows_named
from monitor.queries.scope import listed as listed_units
from monitor.queries.scope import seen_by
from monitor.queries.search_ask import EACH, SearchAsk, search_ask
from monitor.queries.search_hits import MOST, search_hits, search_session
from monitor.queries.search_read import SECONDS, Reader, Wanted
from monitor.queries.search_sources import Sources
from monitor.queries.search_tally import Listed, SearchTally, tally_and_page
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import counted, fetch_together
from monitor.text.query import Match

__all__ = ["SearchPage", "SearchRow", "search_ask", "search_export", "search_page"]
PAGE = 30
CHUNK = 2_000  # rows of a file that are read at once
UNSHOWN_HERE = tuple(name for name in UNSHOWN if name != "text")


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


class SourceName(NamedTuple):
    """A source that has hits."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`next` is the cursor of the following page, empty on the last. `sources`: those that the facets name; `enabled`: how many
    sources there are."""

    rows: list[SearchRow]
    tally: SearchTally
    next: str = ""
    sources: Mapping[int, SourceName] = field(default_factory=dict)
    enabled: int = 0


def search_page(ask: SearchAsk, *, after: str = "", limit: int = PAGE, seconds: float = SECONDS) -> SearchPage:
    """One page and the counts; six statements at most. A cursor that makes no sense is ignored.

    `seconds`: for reading where the index does not decide; `tally.read_to` says how far that came. A following page that they do not
    fill is read for SECONDS.

    Raises SearchError("too_slow").
    """
    cursor = _cursor(after)
    wanted = Wanted(cursor, limit + 1, ask.reposts == EACH) if cursor else None
    with search_session(ask) as sources:
        hits = search_hits(ask, sources, seconds=seconds, wanted=wanted)
        tally, listed = tally_and_page(ask, hits, after=cursor, limit=limit + 1)
        found = _Rows(ask, sources)
        rows = found.read(listed[:limit], named={int(raw) for raw in tally.facets["source"]})
    last = listed[limit - 1] if len(listed) > limit else None
    following = f"{int(last.in_title)}~{last.at.isoformat()}~{last.id}" if last else ""
    return SearchPage(rows, tally, following, found.names, found.enabled)


def search_export(ask: SearchAsk, *, seconds: float = SECONDS) -> tuple[int, Iterator[SearchRow]]:
    """How many rows, at most MOST, and the rows as listed; their texts are read a chunk at a time."""
    with search_session(ask) as sources:
        hits = search_hits(ask, sources, seconds=seconds)
        _, listed = tally_and_page(ask, hits, after=None, limit=MOST)
    chunks = (listed[at : at + CHUNK] for at in range(0, len(listed), CHUNK))
    return len(listed), (row for chunk in chunks for row in _Rows(ask, sources).read(chunk))


class _Rows:
    """Reads hits with all that a list shows of them, in one statement; `names` and `enabled` come with them."""

    def __init__(self, ask: SearchAsk, sources: Sources) -> None:
        self.ask = ask
        self.reader = Reader(ask.query, sources) if ask.query else None
        self.names: dict[int, SourceName] = {}
        self.enabled = 0

    def read(self, listed: list[Listed], *, named: Iterable[int] = ()) -> list[SearchRow]:
        """In the order of the list; one that the rule does not match (the dictionary changed since) is left out. `named`: sources whose
        names are wanted besides."""
        hits: dict[str, Any] = {"ids": [one.id for one in listed], "months": sorted({one.month for one in listed})}
        sight = self.ask.scope.sight
        items, topics, sources, enabled = fetch_together(
            [
                shaped(_items, **hits),
                shaped(_topics, **hits, sight=listed_units(sight)),
                shaped(_sources, **hits, named=sorted({*named, *([self.ask.source] if self.ask.source else [])})),
                shaped(_enabled),
            ]
        )
        self.names = {pk: SourceName(name, kind) for pk, name, kind in sources}
        self.enabled = sum(enabled)
        held = {item.id: item for item in items}
        matched = [(held[one.id], one.n - 1, self._match(held[one.id])) for one in listed if one.id in held]
        matched = [(item, n, match) for item, n, match in matched if match is None or match.matched]
        rows = rows_named(
            [item for item, _, _ in matched], {pk: one.name for pk, one in self.names.items()}, dict(topics)
        )
        return [
            SearchRow(row, item.text, item.place, tuple(item.units), match, n, item.duplicate_of or item.id)
            for row, (item, n, match) in zip(rows, matched, strict=True)
        ]

    def _match(self, item: Item) -> Match | None:
        return self.reader.match(item.source_id, item.title, item.text) if self.reader else None


def _items(*, ids: list[int], months: list[date]) -> QuerySet[Item]:
    return Item.objects.filter(any_of("month", months, DateField()), any_of("id", ids)).defer(*UNSHOWN_HERE).order_by()


def _topics(*, ids: list[int], months: list[date], sight: list[int] | None) -> QuerySet[Topic, Any]:
    """(id, title) of the topics of these items that a reader may see."""
    held = _items(ids=ids, months=months).values("topic_id")
    return Topic.objects.filter(seen_by(sight), pk__in=held).order_by().values_list("pk", "title")


def _sources(*, ids: list[int], months: list[date], named: list[int]) -> QuerySet[Source, Any]:
    """(id, name, kind) of the sources of these items, and of those that are named."""
    held = _items(ids=ids, months=months).values("source_id")
    wanted = any_of("pk", named) | Q(pk__in=held) if named else Q(pk__in=held)
    return Source.objects.filter(wanted).order_by().values_list("pk", "name", "kind")


def _enabled() -> QuerySet[Source, Any]:
    return counted(Source.objects.filter(enabled=True))


def _cursor(raw: str) -> tuple[bool, datetime, int] | None:
    tier, _, rest = raw.partition("~")
    at, _, item_id = rest.partition("~")
    try:
        return tier == "1", parse_time(at.replace(" ", "+")), int(item_id)
    except ValueError:
        return None
