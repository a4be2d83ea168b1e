"""What a search asks for: the words as a compiled rule, and the filters, read from the pairs of an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from monitor.errors import SearchError
from monitor.lib.clock import DAY, parse_time
from monitor.models import PlaceScope, SourceKind, SynonymGroup
from monitor.queries import site
from monitor.queries.area_words import AREAS
from monitor.queries.items import SENTIMENTS
from monitor.queries.scope import Scope
from monitor.text.query import Query, compile_query
from monitor.text.query_words import persons, words_only

WINDOWS = {"24h": DAY, "7d": 7 * DAY, "30d": 30 * DAY, "all": timedelta(0)}
WINDOW = "30d"
GROUPED, ORIGINALS, EACH = "", "originals", "each"
NEWEST, RELEVANT = "", "relevance"


@dataclass(frozen=True, slots=True)
class SearchAsk:
    """One search of one reader. `query` None: everything that passes the filters.

    `reposts`: "" shows each story once, "originals" leaves reposts out, "each" shows every item. `sort`: "" newest first,
    "relevance": those whose title alone matches first, newest first among them. `newer_than`: only items with a greater id. `sources`:
    those that the words and the kind leave (search_sources.py); None where they say nothing of sources.
    """

    scope: Scope
    query: Query | None = None
    kind: str = ""
    source: int = 0
    sentiment: str = ""
    place: str = ""
    reposts: str = GROUPED
    sort: str = NEWEST
    newer_than: int = 0
    sources: tuple[int, ...] | None = None

    def condition(self) -> Q:
        """The filters as a condition on `ItemSearch`; `kind` counts once it has become `sources`."""
        found = self.scope.condition()
        if self.source:
            found &= Q(source_id=self.source)
        if self.sources is not None:
            found &= Q(source_id__in=_some(self.sources))
        if self.sentiment:
            found &= Q(sentiment=self.sentiment)
        if self.place:
            found &= Q(place=None if self.place == "none" else self.place)
        if self.reposts == ORIGINALS:
            found &= Q(repost=False)
        return found & Q(id__gt=self.newer_than) if self.newer_than else found


def _some(ids: Iterable[int]) -> list[int]:
    """At least one: of none Django makes no SQL."""
    return list(ids) or [0]


Groups = Mapping[str, Sequence[str]]


def search_ask(
    pairs: Mapping[str, str], *, sight: tuple[int, ...] | None, now: datetime, groups: Groups | None = None
) -> SearchAsk:
    """From an address or a saved search (`SavedSearch.pairs`); what makes no sense there is left out.

    `q`: the rule as typed; `mode` "words": just words. `groups`: the synonym groups by name; None: read, if the rule names one. Raises
    QueryError (it cannot be read), SearchError (it asks for a person).
    """
    start, end = search_span(pairs, now=now)
    scope = Scope(
        start,
        end,
        area=pairs.get("area", "") if pairs.get("area") in AREAS else "",
        unit=number(pairs.get("unit", "")),
        focus=pairs.get("focus") != "everything",
        sight=sight,
    )
    return SearchAsk(
        scope,
        query=search_query(pairs.get("q", ""), words=pairs.get("mode") == "words", groups=groups),
        kind=known(pairs.get("kind"), SourceKind.values),
        source=number(pairs.get("source", "")),
        sentiment=known(pairs.get("sentiment"), SENTIMENTS),
        place=known(pairs.get("place"), (*PlaceScope.values, "none")),
        reposts=known(pairs.get("reposts"), (ORIGINALS, EACH)),
        sort=known(pairs.get("sort"), (RELEVANT,)),
    )


def search_query(typed: str, *, words: bool = False, groups: Groups | None = None) -> Query | None:
    """The rule; None when nothing was typed."""
    typed = words_only(typed) if words else typed.strip()
    if not typed:
        return None
    if groups is None:
        groups = dict(SynonymGroup.objects.values_list("name", "words")) if set("{｛") & set(typed) else {}
    query = compile_query(typed, {name: tuple(group) for name, group in groups.items()})
    if found := persons(query):
        raise SearchError("、".join(found), label="personal_name", permanent=True)
    return query


def search_span(pairs: Mapping[str, str], *, now: datetime) -> tuple[datetime, datetime]:
    """[start, end): `from` and `to` (a day is meant as a whole), else the window up to now; never beyond the retention."""
    oldest = now - timedelta(days=site.retention_days())
    window = WINDOWS[known(pairs.get("window"), WINDOWS) or WINDOW]
    end = _time(pairs.get("to", ""), day=DAY) or now
    start = _time(pairs.get("from", "")) or (end - window if window else oldest)
    start, end = max(start, oldest), min(end, now)
    return (start, end) if start < end else (max(oldest, end - DAY), max(end, oldest + DAY))


def narrower(ask: SearchAsk) -> SearchAsk:
    """The same over its last day: what a search that took too long can be asked instead."""
    return replace(ask, scope=replace(ask.scope, start=max(ask.scope.start, ask.scope.end - DAY)))


def known(raw: str | None, values: object) -> str:
    """`raw` if it is one of the values, else ""."""
    return raw if raw and raw in values else ""  # type: ignore[operator]


def number(raw: str) -> int:
    """An id, or 0."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _time(raw: str, *, day: timedelta = timedelta(0)) -> datetime | None:
    try:
        at = parse_time(raw.replace(" ", "+")) if raw else None
        return at + day if at and len(raw.strip()) == 10 else at
    except (ValueError, OverflowError):
        return None
