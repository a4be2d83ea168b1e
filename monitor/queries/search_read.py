"""Candidates of a search read by the rule language: what the index leaves is decided here, in the words of the stored text."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from monitor.models import Item, Source
from monitor.queries.config import current_config
from monitor.text.analyse import MAX_TEXT
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.query import Match, Query
from monitor.text.query_judge import holds
from monitor.text.query_nodes import all_terms
from monitor.text.team import team_tags

READ = 300  # candidates that are always read
CHUNK = 500  # texts that are fetched at once
FIELDS = ("id", "source_id", "title", "text")
Spot = tuple[date, int, datetime]
Text = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate that the rule matches. `in_title`: one of its words stands there."""

    month: date
    id: int
    in_title: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: `hits` in the order of the candidates; `read_to`: where time ran out, None when all were read."""

    hits: list[Hit]
    read_to: int | None = None


class Reader:
    """Judges stored texts by one rule."""

    def __init__(self, query: Query) -> None:
        self.query = query
        fields = {field for term in all_terms(query.root) for field in term.fields}
        self._beyond = not {"title", "text"}.issuperset(fields)
        self._region = "region" in fields

    @cached_property
    def _sources(self) -> dict[int, tuple[str, str]]:
        return {pk: (name, region) for pk, name, region in Source.objects.values_list("pk", "name", "region")}

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
        name, region = self._sources.get(source_id, ("", ""))
        if not self._region:
            return {"source": clean_html(name)}
        config, low = current_config(), (fold(title), fold(text))
        hits = config.matcher.find("\n".join(low))
        team = team_tags(config, hits, title=low[0], text=low[1], source=name, region=region or None)
        about = config.place_judge.region_text(team.place, clean_html(region))
        return {"source": clean_html(name), "region": about}


def candidates_read(
    spots: Sequence[Spot], query: Query, *, most: int, seconds: float, titles: bool, least: int | None = None
) -> Found:
    """Read candidates in their order until `most` match, or `seconds` are over and `least` (else READ) are read. `titles`: whether
    `in_title` is wanted."""
    reader, until, hits = Reader(query), time.monotonic() + seconds, list[Hit]()
    least = READ if least is None else least
    for start in range(0, len(spots), CHUNK):
        part = spots[start : start + CHUNK]
        texts = {text[0]: text for text in texts_of(part)}
        for n, (month, item_id, _at) in enumerate(part, start + 1):
            if item_id in texts and reader.holds(*texts[item_id][1:]):
                hits.append(Hit(month, item_id, titles and reader.in_title(*texts[item_id][1:])))
                if len(hits) == most:
                    return Found(hits)
            if least <= n < len(spots) and time.monotonic() > until:
                return Found(hits, read_to=n)
    return Found(hits)


def texts_of(spots: Iterable[Spot]) -> list[Text]:
    """(id, source id, title, text) of stored items; one query."""
    spots = list(spots)
    months, ids = {month for month, _, _ in spots}, [item_id for _, item_id, _ in spots]
    return list(Item.objects.filter(month__in=months, id__in=ids).values_list(*FIELDS))
