"""Where a text is about: 本区, 本市 or 外地, seen from the team's district, and the words that say so. Pure.

The rule, in the order in which it is applied:

1. *Mentions*: names of the team's gazetteer and of the shipped atlas that mean a place (`mentions.py`). A name that is also a
   word (朝阳, 开封) counts only with a second sign: its city or province is named too, another place of the same label is, or a
   word beside it says so (位于…, …警方).
2. *Which of two places of one name* (`senses.py`): the one whose city or province is named; else the one in the source's region; else the
   nearer one. 我区, 全市 and the like mean the district or city of the source.
3. *Weight* of a label: 4 for a mention in the title, 2 in the first 120 characters of the text, 1 later (at most five times a
   name), a half where it says only where someone is from. So the title comes before the text. Without the title a label needs
   2, and 1 more for each 400 characters of text (at most MOST); less is a mention in passing and does not count.
4. *Both near and elsewhere*: the nearest label wins whose weight times NEAR is at least that of every farther one: the
   district unless elsewhere weighs more than three times as much, the city unless it weighs more than one and a half times.
5. *Nothing named*, or only in passing: the source's region; without one no place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.text.atlas import atlas
from monitor.text.fold import fold
from monitor.text.gazetteer import CITY, ELSEWHERE, LOCAL, PLACES, Gazetteer, Sense
from monitor.text.matcher import Hit, Matcher
from monitor.text.mentions import TITLE, Mention, mentions
from monitor.text.senses import meant_here

NEAR = {LOCAL: 3.0, CITY: 1.5, ELSEWHERE: 1.0}
REPEATS = 5
LEAST, PER_CHARS = 2, 400
MOST = {LOCAL: 4, CITY: 10, ELSEWHERE: 10}


@dataclass(frozen=True, slots=True)
class Placed:
    """`because`: named (only this label), near (nearer of several), more (farther, but named far more), region, none.

    `words`: (name, its label, times), weightiest first; beside region and none they were named in passing.
    """

    label: str | None
    because: str
    words: tuple[tuple[str, str, int], ...] = ()


class PlaceJudge:
    """A gazetteer in terms of one matcher's words. Immutable but for a small memory of the regions of sources."""

    def __init__(self, gazetteer: Gazetteer, shadows: Iterable[str], matcher: Matcher) -> None:
        self.gazetteer, self._matcher = gazetteer, matcher
        self.entries = {matcher.index[word]: entry for word, entry in gazetteer.entries.items()}
        self.shadows = frozenset(matcher.index[word] for word in shadows if word) - self.entries.keys()
        self._relevant = self.shadows | self.entries.keys()
        self._regions: dict[str, tuple[Placed, frozenset[str]]] = {}

    def judge(self, hits: Sequence[Hit], text: str, title_end: int, region: str) -> Placed:
        """`text` is the folded title, a line break and the folded text; `region` the source's, as it is."""
        default, codes = self._regions.get(region) or self._region(region)
        near = [hit for hit in hits if hit[0] in self._relevant]
        found = mentions(near, self.entries, self.shadows, text, title_end) if near else None
        meant = meant_here(found, default.label, codes) if found else None
        if not meant:
            return default
        weights = _weights_by_word(meant)
        times = Counter((m.entry.word, str(sense.label)) for m, sense in meant)
        words = tuple((*key, times[key]) for key in sorted(times, key=lambda key: (-weights[key], key[0])))
        best, because = _decide(_totals(meant, weights, len(text) - title_end))
        return Placed(best, because, words) if best else Placed(default.label, default.because, words)

    def region_text(self, placed: Placed, region: str) -> str:
        """What `地区:` of a rule looks at: the label, the names that decided and the places around them, else the region."""
        label, home = placed.label, self.gazetteer.titles
        parts = [label or ""]
        if placed.because in ("region", "none"):
            parts.append(region)
        else:
            titles, names = atlas().titles, [word for word, at, _ in placed.words if at == label]
            senses = [s for name in names for s in self.gazetteer.entries[name].senses if s.label == label]
            parts += [*names, *(titles.get(s.code[:n], "") for s in senses for n in (2, 4, 6) if n <= len(s.code))]
        parts += [*home[CITY]] if label in (LOCAL, CITY) else []
        parts += [*home[LOCAL]] if label == LOCAL else []
        return " ".join(dict.fromkeys(part for part in parts if part))

    def _region(self, region: str) -> tuple[Placed, frozenset[str]]:
        """What a text of such a source is about when it names nothing, and the codes of the region."""
        if region not in self._regions:
            low = fold(region)
            found = mentions(self._matcher.find(low), self.entries, self.shadows, low, len(low)) if low else []
            senses = [sense for m in found for sense in m.entry.senses if sense.label]
            label = next((at for at in PLACES if any(sense.label == at for sense in senses)), None)
            if len(self._regions) > 5000:
                self._regions.clear()
            codes = frozenset(s.code for s in senses if s.label == label and s.code)
            self._regions[region] = Placed(label, "region" if label else "none"), codes
        return self._regions[region]


def _weights_by_word(meant: list[tuple[Mention, Sense]]) -> dict[tuple[str, str], float]:
    """{(name, label): weight of its heaviest mentions}: step 3."""
    by_word: dict[tuple[str, str], list[float]] = {}
    for mention, sense in meant:
        by_word.setdefault((mention.entry.word, str(sense.label)), []).append(mention.weight)
    return {key: sum(sorted(weights, reverse=True)[:REPEATS]) for key, weights in by_word.items()}


def _totals(meant: list[tuple[Mention, Sense]], weights: dict[tuple[str, str], float], chars: int) -> dict[str, float]:
    """{label: weight} of those that are more than mentioned in passing, nearest first: step 3."""
    in_title = {str(sense.label) for mention, sense in meant if mention.weight == TITLE}
    total = dict.fromkeys(PLACES, 0.0)
    for (_, label), weight in weights.items():
        total[label] += weight
    least = {at: LEAST if at in in_title else min(MOST[at], LEAST + chars // PER_CHARS) for at in PLACES}
    return {at: weight for at, weight in total.items() if weight >= least[at]}


def _decide(total: dict[str, float]) -> tuple[str | None, str]:
    """(label, because): step 4."""
    present = list(total)
    for i, label in enumerate(present[:-1]):
        if all(total[label] * NEAR[label] >= total[farther] for farther in present[i + 1 :]):
            return label, "near"
    return (present[-1], "more" if len(present) > 1 else "named") if present else (None, "")
