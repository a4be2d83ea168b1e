"""Queries compiled together, and stored texts read by them exactly as the text stage does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor.models import Source, SynonymGroup
from monitor.text import Config, RuleSpec
from monitor.text.analyse import MAX_TEXT
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.query import Match

Groups = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a rule looks at: title and text as stored, name and region of the source."""

    title: str
    text: str
    source: str = ""
    region: str = ""


def groups_now() -> Groups:
    """Synonym groups as they stand; a value that can be a key."""
    return tuple((name, tuple(words)) for name, words in SynonymGroup.objects.values_list("name", "words"))


@lru_cache(maxsize=64)
def compiled(queries: tuple[str, ...], groups: Groups) -> Config:
    """These queries as rules 0, 1, 2, … Raises QueryError."""
    rules = [RuleSpec(n, f"#{n}", query) for n, query in enumerate(queries)]
    return Config.build(rules=rules, groups=dict(groups))


def matches(config: Config, stored: Stored) -> Mapping[int, Match]:
    """Rule id -> match, of the rules that match."""
    title = fold(stored.title)
    text = f"{title}\n{fold(stored.text[:MAX_TEXT])}"
    hits = config.matcher.find(text)
    return config.matching_rules(hits, len(title), clean_html(stored.source), clean_html(stored.region), text=text)


def fields_of(stored: Stored) -> dict[str, str]:
    """As one query alone takes them."""
    fields = {"title": stored.title, "text": stored.text[:MAX_TEXT], "source": clean_html(stored.source)}
    return fields | {"region": clean_html(stored.region)}


def sources_now(ids: Iterable[int] | None = None) -> dict[int, tuple[str, str]]:
    """{source id: (name, region)}."""
    rows = Source.objects.all() if ids is None else Source.objects.filter(pk__in=set(ids))
    return {pk: (name, region) for pk, name, region in rows.values_list("pk", "name", "region")}
