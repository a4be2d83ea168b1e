"""Everything that a text is matched against, compiled once: areas, the team's rules, units, places. Pure."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.errors import QueryError
from monitor.text.areas import AreaJudge, default_rules
from monitor.text.fold import fold
from monitor.text.matcher import Hit, Matcher
from monitor.text.query import Groups, Match, Query, compile_query
from monitor.text.query_index import RuleIndex
from monitor.text.types import RuleSpec, UnitSpec

LOCAL, CITY, ELSEWHERE = "本区", "本市", "外地"
PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "广州",
    "深圳",
    "杭州",
    "南京",
    "武汉",
    "成都",
    "西安",
    "郑州",
    "长沙",
    "苏州",
    "东莞",
    "合肥",
    "济南",
    "青岛",
    "沈阳",
    "大连",
    "哈尔滨",
    "长春",
    "福州",
    "厦门",
    "昆明",
    "贵阳",
]


@dataclass(frozen=True)
class Config:
    """Immutable and reusable across texts; `Config.build()` alone is the shipped default."""

    rules: tuple[RuleSpec, ...]
    units: tuple[UnitSpec, ...]
    local_places: tuple[str, ...]
    city_places: tuple[str, ...]
    matcher: Matcher
    areas: AreaJudge
    queries: Mapping[int, Query]
    groups: Mapping[str, tuple[str, ...]]
    rule_index: RuleIndex
    unit_words: tuple[tuple[UnitSpec, frozenset[int], frozenset[int]], ...]
    place_words: tuple[tuple[str, frozenset[int]], ...]

    @classmethod
    def build(
        cls,
        *,
        rules: Iterable[RuleSpec] = (),
        units: Iterable[UnitSpec] = (),
        local_places: Iterable[str] = (),
        city_places: Iterable[str] = (),
        groups: Groups | None = None,
    ) -> Config:
        """Compile. `groups`: synonym groups, name -> words. Raises QueryError (with the rule's name) for an unreadable rule."""
        rules, units = tuple(rules), tuple(units)
        local, city = tuple(map(fold, local_places)), tuple(map(fold, city_places))
        synonyms = {name: tuple(words) for name, words in (groups or {}).items()}
        queries = {rule.id: _compiled(rule, synonyms) for rule in rules}
        area_rules = default_rules()
        vocabulary = [*area_rules.vocabulary(), *local, *city, *PROVINCES]
        vocabulary += [fold(word) for unit in units for word in (*unit.words, *unit.exclude)]
        fixed = frozenset(vocabulary)  # words of areas, units and places stay whole, whatever a rule asks for
        vocabulary += [word for query in queries.values() for word in query.words]
        loose = {word for query in queries.values() for word in query.loose}
        matcher = Matcher(vocabulary, loose=loose - fixed)
        judge = AreaJudge(area_rules, matcher.index)

        def numbers(words: Iterable[str]) -> frozenset[int]:
            return frozenset(matcher.index[low] for low in map(fold, words) if low)

        return cls(
            rules,
            units,
            local,
            city,
            matcher,
            judge,
            queries,
            synonyms,
            RuleIndex(queries, matcher),
            tuple((unit, numbers(unit.words), numbers(unit.exclude)) for unit in units),
            ((LOCAL, numbers(local)), (CITY, numbers(city)), (ELSEWHERE, numbers(PROVINCES))),
        )

    @functools.cached_property
    def by_id(self) -> Mapping[int, RuleSpec]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

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
            "local_places": list(self.local_places),
            "city_places": list(self.city_places),
            "groups": {name: list(words) for name, words in self.groups.items()},
        }

    def matching_rules(
        self, hits: list[Hit], title_end: int, source: str, region: str, *, text: str
    ) -> Mapping[int, Match]:
        """Rule id -> match, of the rules that match. `hits` are those of `text`: folded title, line feed, folded text;
        title positions lie below `title_end`. `region`: the place that the text is about, else that of its source."""
        if not self.queries:
            return {}
        beyond = {}
        if self.rule_index.looks_beyond:
            beyond = {name: fold(value) for name, value in (("source", source), ("region", region)) if value}
        return self.rule_index.find(hits, text, title_end, beyond)


def _compiled(rule: RuleSpec, groups: Groups) -> Query:
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
        local_places=data.get("local_places", ()),
        city_places=data.get("city_places", ()),
        groups=data.get("groups"),
    )
