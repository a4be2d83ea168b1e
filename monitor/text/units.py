"""Which second-level unions a text concerns, by their words and places, and which words say so. Pure.

The longest name wins: a unit's word inside a longer name of another unit, of a place that is not of the district, or of the
unit's own exclusions does not count (石漾镇 in 新石漾镇, 施工 in 封闭施工). An exclusion that contains none of the unit's words
rules the unit out for the whole text, unless it stands only inside one of them (云河 in 云河街道). A word of one or two characters needs a second sign: it stands in the title, occurs
again, another word of the unit occurs, or the text is about the district.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.text.fold import fold
from monitor.text.gazetteer import LOCAL
from monitor.text.matcher import Hit, Matcher
from monitor.text.types import PlaceSpec, UnitSpec

SHORT = 2


@dataclass(frozen=True, slots=True)
class _Words:
    unit: UnitSpec
    words: frozenset[int]
    rules_out: frozenset[int]
    covered_by: dict[int, frozenset[int]]  # {word: longer ones in which it does not count}


class UnitJudge:
    """Units in terms of one matcher's words. A place of the gazetteer with a unit is a word of that unit, except by a short
    alias (柳岸 is in the name of half the shops of 柳岸街道)."""

    def __init__(self, units: Iterable[UnitSpec], places: Iterable[PlaceSpec], matcher: Matcher) -> None:
        units, places = tuple(units), tuple(places)
        self._words = matcher.words
        of_places: defaultdict[int, set[str]] = defaultdict(set)
        for place in places:
            if place.unit is not None:
                names = _folded((place.name, *place.aliases))
                of_places[place.unit].update(name for name in names if len(name) > SHORT)
        own = {unit.id: frozenset(_folded(unit.words) | of_places[unit.id]) for unit in units}
        away = _folded(name for p in places if p.scope != LOCAL for name in (p.name, *p.aliases))
        self._units = [self._compiled(unit, own, away, matcher) for unit in units]
        self._any = frozenset(word for unit in self._units for word in unit.words)

    @staticmethod
    def _compiled(unit: UnitSpec, own: dict[int, frozenset[str]], away: set[str], matcher: Matcher) -> _Words:
        words, exclude = own[unit.id], _folded(unit.exclude)
        others = {word for other, theirs in own.items() if other != unit.id for word in theirs}
        longer = (others | away | exclude) - words
        covered = {
            matcher.index[word]: frozenset(matcher.index[long] for long in longer if word in long) for word in words
        }
        inside = {long for long in exclude if any(word in long for word in words)}
        return _Words(
            unit,
            frozenset(covered),
            frozenset(matcher.index[word] for word in exclude - inside),
            {word: by for word, by in covered.items() if by},
        )

    def judge(self, hits: Sequence[Hit], title_end: int, place: str | None) -> dict[int, list[str]]:
        """{unit: its words that occur}, in the order of the units."""
        if not hits or not self._any:
            return {}
        present = {hit[0] for hit in hits}
        if present.isdisjoint(self._any):
            return {}
        found = {}
        for unit in self._units:
            if present.isdisjoint(unit.words) or _ruled_out(unit, hits, present):
                continue
            counted = [hit for hit in hits if hit[0] in unit.words and not _inside(hit, unit, hits, present)]
            if counted and (place == LOCAL or self._sure(counted, title_end)):
                found[unit.unit.id] = [self._words[w] for w in dict.fromkeys(hit[0] for hit in counted)]
        return found

    def _sure(self, counted: list[Hit], title_end: int) -> bool:
        words = Counter(hit[0] for hit in counted)
        if len(counted) > 1 or any(len(self._words[word]) > SHORT for word in words):
            return True
        return counted[0][1] < title_end


def _ruled_out(unit: _Words, hits: Sequence[Hit], present: set[int]) -> bool:
    if present.isdisjoint(unit.rules_out):
        return False
    own = [(start, end) for word, start, end in hits if word in unit.words]
    return any(
        word in unit.rules_out and not any(first <= start and end <= last for first, last in own)
        for word, start, end in hits
    )


def _inside(hit: Hit, unit: _Words, hits: Sequence[Hit], present: set[int]) -> bool:
    by = unit.covered_by.get(hit[0])
    if not by or present.isdisjoint(by):
        return False
    return any(word in by and start <= hit[1] and hit[2] <= end for word, start, end in hits)


def _folded(words: Iterable[str]) -> set[str]:
    return {low for low in map(fold, words) if low}
