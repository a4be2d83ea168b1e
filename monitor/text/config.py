"""Everything that a text is matched against, compiled once: areas, the team's rules, units, places. Pure."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.errors import QueryError
from monitor.text.areas import AreaJudge, default_rules
from monitor.text.atlas import atlas
from monitor.text.cues import shipped_cues
from monitor.text.fold import fold
from monitor.text.gazetteer import CITY, LOCAL, gazetteer_of
from monitor.text.matcher import Hit, Matcher
from monitor.text.place import PlaceJudge
from monitor.text.query import Groups, Query, compile_query
from monitor.text.query_index import RuleIndex, RuleMatches
from monitor.text.types import PlaceSpec, PlanSpec, RuleSpec, UnitSpec
from monitor.text.units import UnitJudge


@dataclass(frozen=True)
class Config:
    """Immutable and reusable across texts; `Config.build()` alone is the shipped default.

    `queries` holds the rules by their id and the plans by minus their id: one pass over a text decides them all.
    """

    rules: tuple[RuleSpec, ...]
    units: tuple[UnitSpec, ...]
    places: tuple[PlaceSpec, ...]
    matcher: Matcher
    areas: AreaJudge
    queries: Mapping[int, Query]
    groups: Mapping[str, tuple[str, ...]]
    rule_index: RuleIndex
    unit_judge: UnitJudge
    place_judge: PlaceJudge
    plans: Mapping[int, PlanSpec]
    cues: Mapping[
        int, int
    ]  # the numbers of cues by those of the matcher's words; empty where the matcher may find them elsewhere

    @classmethod
    def build(
        cls,
        *,
        rules: Iterable[RuleSpec] = (),
        units: Iterable[UnitSpec] = (),
        places: Iterable[PlaceSpec] = (),
        local_places: Iterable[str] = (),
        city_places: Iterable[str] = (),
        groups: Groups | None = None,
        plans: Iterable[PlanSpec] = (),
    ) -> Config:
        """Compile. `groups`: synonym groups, name -> words. Raises QueryError (with the rule's name) for an unreadable rule.

        `local_places` and `city_places` are short for places of the district and of the rest of its city.
        """
        rules, units = tuple(rules), tuple(units)
        specs = (
            *places,
            *(PlaceSpec(name, scope=LOCAL) for name in local_places),
            *(PlaceSpec(name, scope=CITY) for name in city_places),
        )
        gazetteer, shadows = gazetteer_of(specs), [*atlas().shadow, *(fold(w) for u in units for w in u.exclude)]
        synonyms = {name: tuple(words) for name, words in (groups or {}).items()}
        by_plan = {plan.id: plan for plan in plans}
        queries = {rule.id: _compiled(rule, synonyms) for rule in rules}
        queries |= {-plan.id: _compiled(plan, synonyms) for plan in by_plan.values()}
        area_rules = default_rules()
        vocabulary = [*area_rules.vocabulary(), *gazetteer.entries, *shadows]
        vocabulary += [fold(word) for unit in units for word in unit.words]
        fixed = frozenset(vocabulary)  # words of areas, units and places stay whole, whatever a rule asks for
        vocabulary += [word for query in queries.values() for word in query.words]
        loose = {word for query in queries.values() for word in query.loose}
        cues = shipped_cues().vocabulary  # one pass finds them too
        matcher = Matcher([*vocabulary, *cues], loose=loose - fixed)
        judge = AreaJudge(area_rules, matcher.index)

        return cls(
            rules,
            units,
            specs,
            matcher,
            judge,
            queries,
            synonyms,
            RuleIndex(queries, matcher),
            UnitJudge(units, specs, matcher),
            PlaceJudge(gazetteer, shadows, matcher),
            by_plan,
            {} if (loose - fixed).intersection(cues) else {matcher.index[word]: n for n, word in enumerate(cues)},
        )

    @functools.cached_property
    def by_id(self) -> Mapping[int, RuleSpec]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    @functools.cached_property
    def rule_areas(self) -> Mapping[int, str]:
        """The areas of the rules that have one."""
        return {rule.id: rule.area for rule in self.rules if rule.area}

    @functools.cached_property
    def grave_rules(self) -> frozenset[int]:
        """The rules that make an item grave."""
        return frozenset(rule.id for rule in self.rules if rule.grave)

    def export(self) -> dict[str, Any]:
        """The team's part as plain JSON values: what `analyse --config` reads."""
        return {
            "rules": [
                {f: getattr(rule, f) for f in ("id", "name", "query", "area", "grave", "version")}
                for rule in self.rules
            ],
            "units": [
                {"id": u.id, "name": u.name, "words": list(u.words), "exclude": list(u.exclude)} for u in self.units
            ],
            "places": [
                {"name": p.name, "aliases": list(p.aliases), "scope": p.scope, "unit": p.unit} for p in self.places
            ],
            "groups": {name: list(words) for name, words in self.groups.items()},
        }

    def matching_rules(self, hits: list[Hit], title_end: int, source: str, region: str, *, text: str) -> RuleMatches:
        """Key -> match, of the rules and plans that match. `hits` are those of `text`: folded title, line feed, folded text;
        title positions lie below `title_end`. `region`: the place that the text is about, else that of its source."""
        beyond = {}
        if self.rule_index.looks_beyond:
            beyond = {name: fold(value) for name, value in (("source", source), ("region", region)) if value}
        return self.rule_index.find(hits, text, title_end, beyond)


def _compiled(rule: RuleSpec | PlanSpec, groups: Groups) -> Query:
    try:
        return compile_query(rule.query, groups)
    except QueryError as error:
        raise error.of_rule(rule.name) from error


def default_config() -> Config:
    """Shipped defaults: nine areas, no team rules, no units."""
    return Config.build()


def config_from_export(data: Mapping[str, Any]) -> Config:
    """The inverse of `Config.export`; unknown keys are ignored. Raises QueryError, KeyError or TypeError on nonsense."""
    return Config.build(
        rules=[RuleSpec(**{k: v for k, v in row.items() if k in RuleSpec.__slots__}) for row in data.get("rules", ())],
        units=[
            UnitSpec(row["id"], row["name"], tuple(row["words"]), tuple(row.get("exclude", ())))
            for row in data.get("units", ())
        ],
        places=[
            PlaceSpec(row["name"], tuple(row.get("aliases", ())), row.get("scope", LOCAL), row.get("unit"))
            for row in data.get("places", ())
        ],
        local_places=data.get("local_places", ()),
        city_places=data.get("city_places", ()),
        groups=data.get("groups"),
    )
