"""Queries compiled together, and stored texts read by them exactly as the text stage does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor.models import Source, SynonymGroup
from monitor.queries.config import current_config
from monitor.text import Config, PlaceSpec, RuleSpec
from monitor.text.analyse import MAX_TEXT
from monitor.text.clean import clean_html
from monitor.text.fold import fold
from monitor.text.plans import Tags, plans_after, plans_of
from monitor.text.query import Match
from monitor.text.team import TeamTags, team_tags

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


def compiled(queries: tuple[str, ...], groups: Groups) -> Config:
    """These queries as rules 0, 1, 2, …, with the places in force. Raises QueryError."""
    return _compiled(queries, groups, current_config().places)


@lru_cache(maxsize=64)
def _compiled(queries: tuple[str, ...], groups: Groups, places: tuple[PlaceSpec, ...]) -> Config:
    rules = [RuleSpec(n, f"#{n}", query) for n, query in enumerate(queries)]
    return Config.build(rules=rules, groups=dict(groups), places=places)


def team_of(config: Config, stored: Stored) -> TeamTags:
    """Place, units and rules of a stored text."""
    title, text = fold(stored.title), fold(stored.text[:MAX_TEXT])
    hits = config.matcher.find(f"{title}\n{text}")
    return team_tags(config, hits, title=title, text=text, source=stored.source, region=stored.region or None)


def matches(config: Config, stored: Stored) -> Mapping[int, Match]:
    """Rule id -> match, of the rules that match."""
    return team_of(config, stored).rules


def plans_held(config: Config, team: TeamTags, tags: Tags, before: Iterable[int]) -> tuple[int, ...]:
    """Plans of a stored item with these tags; `before`: those that it has."""
    found = plans_of((config.plans[plan] for plan in team.plans), tags)
    return plans_after(before, found, in_force=config.plans)


def fields_of(stored: Stored) -> dict[str, str]:
    """As one query alone takes them; the region is the place that the text is about, else that of its source."""
    region = clean_html(stored.region)
    judge = current_config().place_judge
    about = judge.region_text(team_of(current_config(), stored).place, region)
    return {"title": stored.title, "text": stored.text[:MAX_TEXT], "source": clean_html(stored.source), "region": about}


def sources_now(ids: Iterable[int] | None = None) -> dict[int, tuple[str, str]]:
    """{source id: (name, region)}."""
    rows = Source.objects.all() if ids is None else Source.objects.filter(pk__in=set(ids))
    return {pk: (name, region) for pk, name, region in rows.values_list("pk", "name", "region")}
