"""Stored items past a query, newest first, a piece at a time: what a page can wait for, and where it goes on.

Reading 300,000 items of a month takes seconds, so nothing here tries to do it at once: each call looks for `seconds` at most, says
how far it came, and the page asks again. Nothing is kept between calls but what the page carries.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from monitor.lib.clock import WEEK, months_between
from monitor.rules.reading import Groups, Stored, compiled, matches, sources_now
from monitor.text.query import Match

FIRST = 300  # a common word fills the first page at once
CHUNK = 1000
SECONDS = 0.8
MONTH = timedelta(days=30)
NEW, OLD = 0, 1  # numbers of the two queries
SHOWS = ("all", "added", "removed")
READ = """
SELECT id, at, source_id, title, text FROM monitor_item
WHERE month = ANY(%(months)s) AND at >= %(start)s AND (at, id) < (%(at)s, %(id)s) {narrow}
ORDER BY at DESC, id DESC LIMIT %(size)s
"""
COUNT = "SELECT count(*) FROM monitor_item WHERE month = ANY(%(months)s) AND at >= %(start)s AND at < %(end)s {narrow}"
NARROW = {
    "sources": "source_id = ANY(%(sources)s::bigint[])",
    "areas": "areas && %(areas)s::text[]",
    "places": "place = ANY(%(places)s::text[])",
    "units": "units && %(units)s::int[]",
    "since": "at >= %(since)s",
    "until": "at < %(until)s",
}


@dataclass(frozen=True, slots=True)
class Narrow:
    """What an item must have besides the words: one of each list that is not empty (text.plans); `since <= at < until`."""

    sources: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Those that ask for something."""
        named = {name: getattr(self, name) for name in NARROW}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in named.items() if value}

    def into(self, statement: str) -> str:
        """The statement, narrowed."""
        return statement.replace("{narrow}", "".join(f" AND {NARROW[name]}" for name in self.values))


@dataclass(frozen=True, slots=True)
class Compared:
    """The query as written, and the one in force ('' when none is), over all items or some."""

    query: str
    in_force: str
    groups: Groups
    narrow: Narrow = Narrow()

    @property
    def queries(self) -> tuple[str, ...]:
        return (self.query, self.in_force) if self.in_force else (self.query,)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to go on: items before (at, id)."""

    at: datetime
    id: int = 2**62


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over `start <= at < end`, as far as `spot`. `end` is when the counting began."""

    start: datetime
    end: datetime
    spot: Spot
    total: int
    seen: int = 0
    month: int = 0
    week: int = 0
    added: int = 0
    removed: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An item that one of the queries matches: the one as written (`new`), the one in force, or both."""

    id: int
    at: datetime
    source_id: int
    stored: Stored
    new: bool
    in_force: bool
    how: Mapping[int, Match]

    @property
    def match(self) -> Match | None:
        """Where the query as written was found; worked out only for what is shown."""
        return self.how[NEW] if self.new else None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page; `spot` is where to go on: after the last one, or where time ran out (`more`)."""

    found: tuple[Found, ...]
    spot: Spot | None
    cut: bool
    seen: int


def tally_begin(*, now: datetime, narrow: Narrow = Narrow()) -> Tally:
    """The last 30 days; how many items that is."""
    start = now - MONTH
    values: dict[str, Any] = {"months": list(months_between(start, now)), "start": start, "end": now} | narrow.values
    with connection.cursor() as cursor:
        cursor.execute(narrow.into(COUNT), values)
        row = cursor.fetchone()
    return Tally(start, now, Spot(now), int(row[0]))


def tally_go_on(tally: Tally, asked: Compared, *, seconds: float = SECONDS) -> Tally:
    """Count for `seconds` more. Raises QueryError."""
    limit, week = time.monotonic() + seconds, tally.end - WEEK
    for piece in _pieces(asked, tally.start, tally.spot):
        new = [found for found in piece.found if found.new]
        both = sum(found.in_force for found in new)
        tally = replace(
            tally,
            spot=piece.spot,
            seen=tally.seen + piece.read,
            month=tally.month + len(new),
            week=tally.week + sum(found.at >= week for found in new),
            added=tally.added + len(new) - both,
            removed=tally.removed + len(piece.found) - len(new),
        )
        if time.monotonic() > limit:
            return tally
    return replace(tally, over=True)


def found_page(
    asked: Compared, *, show: str, start: datetime, spot: Spot, size: int, seconds: float = SECONDS
) -> FoundPage:
    """The next `size` items from `spot` back to `start`: all that the query matches, or those it would newly tag or untag."""
    limit, page, read = time.monotonic() + seconds, list[Found](), 0
    for piece in _pieces(asked, start, spot):
        read += piece.read
        for found in piece.found:
            if _wanted(found, show):
                page.append(found)
                if len(page) == size:
                    return FoundPage(tuple(page), Spot(found.at, found.id), cut=False, seen=read)
        if time.monotonic() > limit:
            return FoundPage(tuple(page), piece.spot, cut=True, seen=read)
    return FoundPage(tuple(page), None, cut=False, seen=read)


def _wanted(found: Found, show: str) -> bool:
    if show == "added":
        return found.new and not found.in_force
    return not found.new if show == "removed" else found.new


@dataclass(frozen=True, slots=True)
class _Piece:
    """Those of `read` items that one of the queries matches, and where the next piece begins."""

    found: list[Found]
    read: int
    spot: Spot


def _pieces(asked: Compared, start: datetime, spot: Spot) -> Iterator[_Piece]:
    config, sources, months = compiled(asked.queries, asked.groups), sources_now(), list(months_between(start, spot.at))
    size, read = FIRST, asked.narrow.into(READ)
    while True:
        values: dict[str, Any] = {"months": months, "start": start, "at": spot.at, "id": spot.id, "size": size}
        values |= asked.narrow.values
        with connection.cursor() as cursor:
            cursor.execute(read, values)
            rows = cursor.fetchall()
        if not rows:
            return
        found = []
        for item_id, at, source_id, title, text in rows:
            stored = Stored(title, text, *sources.get(source_id, ("", "")))
            how = matches(config, stored)
            if rules := set(how):
                found.append(Found(item_id, at, source_id, stored, NEW in rules, OLD in rules, how))
        spot = Spot(rows[-1][1], rows[-1][0])
        yield _Piece(found, len(rows), spot)
        if len(rows) < size:
            return
        size = CHUNK
