"""Candidates of a search read by the rule language: what the index leaves is decided here, in the words of the stored text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from monitor.lib.replica import reading
from monitor.queries.config import current_config
from monitor.queries.search_sources import Sources, asks_beyond
from monitor.text.analyse import MAX_TEXT
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.query import Match, Query
from monitor.text.query_judge import holds
from monitor.text.query_nodes import all_terms
from monitor.text.team import team_tags

READ = 300  # candidates that are always read, and that the first statement fetches
STATEMENTS = 3  # that fetch texts for one search: a page asks twelve times at most
FETCHED = 6_000  # texts of one statement: the clock is looked at behind it
SECONDS = 1.0  # for reading
AHEAD = 1.2  # times the texts that the time seems to be enough for
FIRST = """
WITH spot AS MATERIALIZED ({spots}), near AS MATERIALIZED (
    SELECT * FROM spot WHERE (SELECT count(*) FROM spot) <= %s ORDER BY at DESC, id DESC LIMIT %s
)
SELECT month, id, at, story, NULL, NULL, NULL FROM spot
UNION ALL
SELECT near.month, near.id, near.at, near.story, i.source_id, i.title, i.text
FROM near JOIN monitor_item i ON i.id = near.id AND i.month = near.month
"""
TEXTS = """
SELECT i.id, i.source_id, i.title, i.text
FROM unnest(%s::bigint[], %s::date[]) AS spot(id, month) JOIN monitor_item i ON i.id = spot.id AND i.month = spot.month
"""
Texts = dict[int, tuple[int, str, str]]


class Spot(NamedTuple):
    """A candidate. `story`: the id of its original, or its own."""

    month: date
    id: int
    at: datetime
    story: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate that the rule matches. `in_title`: one of its words stands there."""

    month: date
    id: int
    in_title: bool


@dataclass(slots=True)
class Wanted:
    """A page that is to be filled: `rows` stories (or items, if `each`) behind the cursor (in title, at, id)."""

    after: tuple[bool, datetime, int]
    rows: int
    each: bool
    found: set[int] = field(default_factory=set)

    def see(self, spot: Spot, in_title: bool) -> None:
        """One more hit."""
        if (in_title, spot.at, spot.id) < self.after:
            self.found.add(spot.id if self.each else spot.story)

    @property
    def filled(self) -> bool:
        return len(self.found) >= self.rows


class Reader:
    """Judges stored texts by one rule. `sources`: all of them, where it asks for their names or regions."""

    def __init__(self, query: Query, sources: Sources) -> None:
        self.query, self._sources = query, sources
        self._beyond = asks_beyond(query)
        self._region = any("region" in term.fields for term in all_terms(query.root))

    def match(self, source_id: int, title: str, text: str) -> Match:
        """As a rule with the same words."""
        return self.query.match(self._fields(source_id, title, text))

    def holds(self, source_id: int, title: str, text: str) -> bool:
        """Whether it matches, at less cost."""
        return holds(self.query.root, self.query.read(self._fields(source_id, title, text)))

    def in_title(self, source_id: int, title: str, text: str) -> bool:
        """Whether one of its words stands in the title of a text that it matches."""
        return any(hit[0] == "title" for hit in self.match(source_id, title, text).hits)

    def _fields(self, source_id: int, title: str, text: str) -> dict[str, str]:
        fields = {"title": title, "text": text[:MAX_TEXT]}
        return fields | self._named(source_id, **fields) if self._beyond else fields

    def _named(self, source_id: int, *, title: str, text: str) -> dict[str, str]:
        facts = self._sources.get(source_id)
        name, region = (facts.name, facts.region) if facts else ("", "")
        if not self._region:
            return {"source": clean_html(name)}
        config, low = current_config(), (fold(title), fold(text))
        hits = config.matcher.find("\n".join(low))
        team = team_tags(config, hits, title=low[0], text=low[1], source=name, region=region or None)
        about = config.place_judge.region_text(team.place, clean_html(region))
        return {"source": clean_html(name), "region": about}


class SearchReading:
    """One search that is read, newest first, until `most` match, or `seconds` are over and READ candidates are read, or STATEMENTS
    have fetched texts. A page that is `wanted` is read for SECONDS, if it is not filled before. `hits`: in the order of the
    candidates; `read_to`: how far it came, None when all was read. `titles`: whether `in_title` is wanted."""

    def __init__(
        self, reader: Reader, *, most: int, seconds: float, titles: bool, wanted: Wanted | None = None
    ) -> None:
        self.reader, self.most, self.titles, self.wanted = reader, most, titles, wanted
        self.hits: list[Hit] = []
        self.read_to: datetime | None = None
        self._begun, self._seconds = time.monotonic(), seconds
        self._n = self._asked = 0
        self.last: datetime | None = None  # candidate that was judged

    @property
    def full(self) -> bool:
        return len(self.hits) >= self.most

    def stretch(self, spots_sql: str, params: Sequence[Any], *, most: int) -> int:
        """Read a part of the span; how many candidates it has: nothing is read of more than `most`. `spots_sql`: month, id, at, story,
        newest first."""
        size, at = self._pace(), 0
        spots, texts = _first(spots_sql, [*params, most, size])
        self._asked += 1
        if len(spots) > most:
            return len(spots)
        while at < len(spots) and self.read_to is None and not self.full:
            if at and self._asked == STATEMENTS:
                self.read_to = spots[at - 1].at
                break
            if at:
                size = self._pace()
                texts = _texts(spots[at : at + size])
                self._asked += 1
            part = spots[at : at + size]
            at += len(part)
            self._judge(part, texts, more=at < len(spots))
        return len(spots)

    @property
    def left(self) -> bool:
        """Whether another part of the span may be read."""
        return self.read_to is None and not self.full and self._asked < STATEMENTS

    def _judge(self, part: Sequence[Spot], texts: Texts, *, more: bool) -> None:
        for n, spot in enumerate(part, 1):
            self._n, self.last = self._n + 1, spot.at
            if (text := texts.get(spot.id)) and self.reader.holds(*text):
                hit = Hit(spot.month, spot.id, self.titles and self.reader.in_title(*text))
                self.hits.append(hit)
                if self.full:
                    return
                if self.wanted:
                    self.wanted.see(spot, hit.in_title)
            if self._n >= READ and (more or n < len(part)) and time.monotonic() > self._until:
                self.read_to = spot.at
                return

    @property
    def _until(self) -> float:
        wanting = self.wanted is not None and not self.wanted.filled
        return self._begun + (max(SECONDS, self._seconds) if wanting else self._seconds)

    def _pace(self) -> int:
        """How many texts to fetch: as many as there is time for, as far as can be told from those that were read."""
        now = time.monotonic()
        speed = self._n / (now - self._begun) if self._n else 0.0
        ahead = int(speed * max(0.0, self._until - now) * AHEAD)
        return min(FETCHED, max(1, READ - self._n, ahead))


def _first(spots_sql: str, params: Sequence[Any]) -> tuple[list[Spot], Texts]:
    """(the candidates, the texts of the first of them); one statement."""
    with reading().cursor() as cursor:
        cursor.execute(FIRST.format(spots=spots_sql), params)
        rows = cursor.fetchall()
    spots = [Spot(*row[:4]) for row in rows if row[4] is None]
    return sorted(spots, key=lambda spot: (spot.at, spot.id), reverse=True), {
        row[1]: row[4:] for row in rows if row[4] is not None
    }


def _texts(spots: Sequence[Spot]) -> Texts:
    """The texts of stored items; one statement."""
    with reading().cursor() as cursor:
        cursor.execute(TEXTS, [[spot.id for spot in spots], [spot.month for spot in spots]])
        return {row[0]: row[1:] for row in cursor.fetchall()}
