"""Concern areas by keyword rules: which of the nine a text is about, and the words that say so. Pure.

The rules are data (`data/areas.toml`, explained there). All their words go into the one matcher of the `Config`; this module
only judges the hits. What words alone cannot tell is left to the learned filter (`areamodel.py`).
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from monitor.text.matcher import Hit

AREAS = ("wages", "safety", "insurance", "hours", "employment", "platform", "skills", "union", "other_labour")
BODY_HITS = 2  # a word in the body of a long text counts only with another hit of its area
PAIR_CHARS = 40  # the words of a sure pair stand this close
LEAD_CHARS = 200  # the title and what follows within this is where a text says what it is about


@dataclass(frozen=True, slots=True)
class AreaRules:
    """The shipped rules, folded words in sets. `pairs` are (set, set): a word of each makes a hit. `sure_pairs` have a third set:
    a title or lead with a word of it has no such hit."""

    version: str
    words: Mapping[str, frozenset[str]]
    sure: Mapping[str, frozenset[str]]
    weak: Mapping[str, frozenset[str]]
    shadow: Mapping[str, frozenset[str]]
    block: Mapping[str, frozenset[str]]
    pairs: Mapping[str, tuple[tuple[frozenset[str], frozenset[str]], ...]]
    sure_pairs: Mapping[str, tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...]]
    context: frozenset[str]
    quiet: frozenset[str]

    def vocabulary(self) -> Iterable[str]:
        """Every word that the matcher must know."""
        for table in (self.words, self.weak, self.shadow, self.block):
            for words in table.values():
                yield from words
        for pairs in (*self.pairs.values(), *self.sure_pairs.values()):
            for sides in pairs:
                for words in sides:
                    yield from words
        yield from self.context
        yield from self.quiet


@functools.cache
def default_rules() -> AreaRules:
    """The rules of `data/areas.toml`."""
    raw = tomllib.loads(resources.files("monitor.text").joinpath("data/areas.toml").read_text("utf-8"))

    def table(key: str) -> dict[str, frozenset[str]]:
        return {area: frozenset(raw[area].get(key, ())) for area in AREAS}

    return AreaRules(
        version=raw["version"],
        words=table("words"),
        sure=table("sure"),
        weak=table("weak"),
        shadow=table("shadow"),
        block=table("block"),
        pairs={area: tuple(_pair(pair) for pair in raw[area].get("pairs", ())) for area in AREAS},
        sure_pairs={area: tuple(_sure_pair(pair) for pair in raw[area].get("sure_pairs", ())) for area in AREAS},
        context=frozenset(raw["context"]["work"]),
        quiet=frozenset(raw["block"]["words"]),
    )


def _pair(pair: list[Any]) -> tuple[frozenset[str], frozenset[str]]:
    left, right = pair
    return frozenset(left.split("|")), frozenset(right.split("|"))


def _sure_pair(pair: list[Any]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The third group, words that forbid it, may be missing."""
    left, right = _pair(pair[:2])
    return left, right, frozenset(pair[2].split("|")) if len(pair) > 2 else frozenset()


class AreaJudge:
    """Rules compiled against the words of one matcher. `judge` gives {area: words that say so}, main area first."""

    def __init__(self, rules: AreaRules, index: Mapping[str, int]) -> None:
        self.rules = rules
        names = self._matcher_words = {number: word for word, number in index.items()}
        self._roles: dict[int, list[tuple[str, str]]] = {}
        for role, table in (
            ("word", rules.words),
            ("weak", rules.weak),
            ("shadow", rules.shadow),
            ("block", rules.block),
        ):
            for area, words in table.items():
                for word in words:
                    self._roles.setdefault(index[word], []).append((role, area))
        self._kept_out = frozenset(
            index[w] for table in (rules.shadow, rules.block) for words in table.values() for w in words
        )
        self._context = frozenset(index[word] for word in rules.context)
        self._quiet = frozenset(index[word] for word in rules.quiet)
        self._pairs = [
            (area, frozenset(index[w] for w in left), frozenset(index[w] for w in right))
            for area, pairs in rules.pairs.items()
            for left, right in pairs
        ]
        self._sure_pairs = [
            (
                area,
                frozenset(index[w] for w in left),
                frozenset(index[w] for w in right),
                frozenset(index[w] for w in forbidding),
            )
            for area, pairs in rules.sure_pairs.items()
            for left, right, forbidding in pairs
        ]
        self._sure_of: dict[int, list[int]] = {}  # the pairs with this word on their left side
        for n, (_, left, _, _) in enumerate(self._sure_pairs):
            for begin in left:
                self._sure_of.setdefault(begin, []).append(n)
        self._pair_begins = frozenset(word for _, left, _ in self._pairs for word in left)
        self._sure_begins = frozenset(word for _, left, _, _ in self._sure_pairs for word in left)
        self._used = (
            frozenset(self._roles) | self._context | self._quiet | {n for _, a, b in self._pairs for n in a | b}
        )
        self._names = {number: names[number] for number in self._used}

    def sure(self, hits: list[Hit], title_end: int) -> dict[str, list[str]]:
        """{area: the two words} where both words of a sure pair stand in the title, or in the lead and near each other."""
        if self._sure_begins.isdisjoint([hit[0] for hit in hits]):
            return {}
        end = max(title_end, LEAD_CHARS)
        lead = [hit for hit in hits if hit[1] < end]
        present = {hit[0] for hit in lead}
        if present.isdisjoint(self._sure_begins) or not present.isdisjoint(self._quiet):
            return {}
        found: dict[str, list[str]] = {}
        for n in sorted({n for word in present for n in self._sure_of.get(word, ())}):
            area, left, right, forbidding = self._sure_pairs[n]
            if present.isdisjoint(right) or not present.isdisjoint(forbidding):
                continue
            a, b = ([hit for hit in lead if hit[0] in side] for side in (left, right))
            near = [(x, y) for x in a for y in b if abs(x[1] - y[1]) <= PAIR_CHARS]
            if near and area not in found:
                found[area] = [self._matcher_words[near[0][0][0]], self._matcher_words[near[0][1][0]]]
        return found

    def judge(self, hits: list[Hit], title_end: int) -> dict[str, list[str]]:
        """`hits` over title + newline + text; positions below `title_end` are the title."""
        hits = [hit for hit in hits if hit[0] in self._used]
        if not hits:
            return {}
        present = {hit[0] for hit in hits}
        strong, weak, blocked = self._sort(hits, present)
        found = {area: kept for area, kept in strong.items() if area not in blocked} if blocked else strong
        if not present.isdisjoint(self._pair_begins):
            self._add_pairs(found, hits, present)
        if weak and present.isdisjoint(self._quiet) and (found or not present.isdisjoint(self._context)):
            for area, extra in weak.items():
                if area in found:
                    found[area] = found[area] + extra
        return self._ordered(found, title_end) if found else {}

    def _sort(self, hits: list[Hit], present: set[int]) -> tuple[dict[str, list[Hit]], dict[str, list[Hit]], set[str]]:
        """(strong hits, weak hits, blocked areas); a hit inside a shadow word of its area is dropped."""
        shadows: dict[str, list[Hit]] = {}
        blocked: set[str] = set()
        roles_of = self._roles.get
        for hit in () if present.isdisjoint(self._kept_out) else hits:
            for role, area in roles_of(hit[0], ()):
                if role == "shadow":
                    shadows.setdefault(area, []).append(hit)
                elif role == "block":
                    blocked.add(area)
        strong: dict[str, list[Hit]] = {}
        weak: dict[str, list[Hit]] = {}
        for hit in hits:
            for role, area in roles_of(hit[0], ()):
                if role in ("word", "weak") and not (area in shadows and _inside(hit, shadows[area])):
                    (strong if role == "word" else weak).setdefault(area, []).append(hit)
        return strong, weak, blocked

    def _add_pairs(self, found: dict[str, list[Hit]], hits: list[Hit], present: set[int]) -> None:
        for area, left, right in self._pairs:
            if not present.isdisjoint(left) and not present.isdisjoint(right):
                both = [hit for hit in hits if hit[0] in left] + [hit for hit in hits if hit[0] in right]
                found[area] = found.get(area, []) + both

    def _ordered(self, found: dict[str, list[Hit]], title_end: int) -> dict[str, list[str]]:
        scored = []
        for area, hits in found.items():
            in_lead = [hit for hit in hits if hit[1] < max(title_end, LEAD_CHARS)]
            if not in_lead and len(hits) < BODY_HITS:
                continue
            in_title = len({hit[0] for hit in hits if hit[1] < title_end})
            first = min(hit[1] for hit in hits)
            catch_all = area == "other_labour"
            scored.append(((catch_all, -in_title, -len({hit[0] for hit in hits}), first), area, hits))
        if len(scored) > 1:  # "otherwise" is for what has no area of its own
            scored = [row for row in scored if row[1] != "other_labour"]
        return {area: self._distinct(hits) for _, area, hits in sorted(scored, key=lambda row: row[0])}

    def _distinct(self, hits: list[Hit]) -> list[str]:
        return list(dict.fromkeys(self._names[hit[0]] for hit in hits))[:8]


def _inside(hit: Hit, shadows: Iterable[Hit]) -> bool:
    return any(start <= hit[1] and hit[2] <= end and end - start > hit[2] - hit[1] for _, start, end in shadows)
