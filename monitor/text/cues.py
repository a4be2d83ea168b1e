"""What stands around the words of working life, as signs for the learned model of areas. Pure.

`data/cues.txt` groups words by what they stand for: workers, fans, exams, games, accidents, kindness. A title or lead that names a group
has its sign, and a second one where two of its words stand there; so do the roles of the areas' own rules (`areas.toml`): a
word of an area, a weak one, a sure one, a blocking one. Nothing is decided here: what a sign weighs for which area is learned, so that
an interview beside an exam, or a rider beside a race, need not be ruled out by hand.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

from monitor.text.areas import AreaRules, default_rules
from monitor.text.lexicon import SIGN
from monitor.text.matcher import Matcher

CUE = f"{SIGN}c:"
TWICE = "2"


class Cues:
    """Words with the groups they stand in, compiled; `signs` gives the names of what a folded text has, each once."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._matcher = Matcher(groups)
        self._groups = [tuple(f"{CUE}{group}" for group in groups[word]) for word in self._matcher.words]

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Its words; their places are their numbers."""
        return self._matcher.words

    def signs(self, folded: str) -> list[str]:
        """A sign for each group that is named, and one more where two different words of it are."""
        return self.signs_of([hit[0] for hit in self._matcher.find(folded)])

    def signs_of(self, numbers: Sequence[int]) -> list[str]:
        """The same of a text in which the words of these numbers stand, in the order in which they end."""
        if not numbers:
            return []
        seen: dict[str, int] = {}
        for word in set(numbers):
            for group in self._groups[word]:
                seen[group] = seen.get(group, 0) + 1
        return [*seen, *(group + TWICE for group, words in seen.items() if words > 1)]

    def words(self, folded: str, sign: str) -> list[str]:
        """The words that gave a text this sign, each once, in their order."""
        group = sign.removesuffix(TWICE)
        found = dict.fromkeys(hit[0] for hit in self._matcher.find(folded) if group in self._groups[hit[0]])
        return [self._matcher.words[word] for word in found]


def parse(text: str) -> dict[str, list[str]]:
    """{word: its groups} of a file as described at the top of `data/cues.txt`."""
    words: dict[str, list[str]] = {}
    group = ""
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif not line.startswith("#"):
            for word in line.split():
                words.setdefault(word, []).append(group)
    return words


def of_rules(rules: AreaRules) -> dict[str, list[str]]:
    """{word: its roles} of the keyword rules."""
    words: dict[str, list[str]] = {}
    for role, table in (("word", rules.words), ("weak", rules.weak), ("sure", rules.sure), ("block", rules.block)):
        for area, found in table.items():
            for word in sorted(found):
                words.setdefault(word, []).append(f"{role}:{area}")
    for role, found in (("work", rules.context), ("quiet", rules.quiet)):
        for word in sorted(found):
            words.setdefault(word, []).append(role)
    return words


@functools.cache
def shipped_cues() -> Cues:
    """The groups in the repository and the roles of the default rules, compiled once."""
    words = parse(resources.files("monitor.text").joinpath("data/cues.txt").read_text("utf-8"))
    for word, roles in of_rules(default_rules()).items():
        words.setdefault(word, []).extend(roles)
    return Cues(words)
