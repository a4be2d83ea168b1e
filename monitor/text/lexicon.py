"""What happened, by hand-written words: `data/valence.txt` as signs for the model. Pure.

Each word belongs to a group (death, win, labour, ...) and each group has a tone. Signs are the groups that a text names, every
two of them in order, how much harm and good it names, and the line of tones: "-e" is a bad thing that ends ("wages" "recovered"),
"n-" a harm denied by a negation, "-b+" a harm, a but, a good thing. What a sign weighs is learned.
"""

from __future__ import annotations

import functools
from importlib import resources
from itertools import combinations, pairwise

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

SIGN = "\x06"
TONES = {"-": "-", "+": "+", "ends": "e", "stops": "s", "takes": "t", "not": "n", "but": "b", "ask": "?", "deny": "d"}
VALUED = "-+e"
NEGATED = "-+est"
NEGATION_CHARS = 2  # between a negation and what it negates
LONGEST_LINE = 5
FEW, MOST_LINES = 4, 1 << 14  # words of a text whose signs are remembered; how many such texts


class Lexicon:
    """Words with their group and the letter of its tone ('' for groups that say little by themselves)."""

    def __init__(self, words: dict[str, tuple[str, str]]) -> None:
        self._kinds = list(words.values())
        self._automaton = AhoCorasick(
            list(words), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )
        groups = dict.fromkeys(group for group, _ in self._kinds)
        self._counted = {group: (f"{SIGN}g:{group}", f"{SIGN}g:{group}2") for group in groups}
        self._pairs = {(a, b): f"{SIGN}p:{a}|{b}" for a in groups for b in groups}
        numbers = {kind: n for n, kind in enumerate(dict.fromkeys(self._kinds))}
        self._numbers = [numbers[kind] for kind in self._kinds]
        self._negating = frozenset(n for (_, tone), n in numbers.items() if tone == "n")
        self._of_few: dict[tuple[int, ...], list[str]] = {}  # the signs of texts with few words, by their kinds
        self._of_none = self._signs([])

    def signs(self, folded: str) -> list[str]:
        """Names of the signs of a folded text, each once. Not to be changed: shared by texts with few words."""
        found = self._automaton.find_matches_as_indexes(folded)
        if not found:
            return self._of_none
        if len(found) > FEW:
            return self._signs(found)
        kinds = tuple([self._numbers[hit[0]] for hit in found])
        known = self._of_few.get(kinds)
        if known is None:
            known = self._signs(found)
            if (
                self._negating.isdisjoint(kinds[:-1]) and len(self._of_few) < MOST_LINES
            ):  # then it is the kinds alone that say
                self._of_few[kinds] = known
        return known

    def _signs(self, hits: list[tuple[int, int, int]]) -> list[str]:
        counts: dict[str, int] = {}
        line: list[str] = []
        before, bad, good = "", 0, 0
        negated: dict[str, None] = {}
        open_until = -1  # up to where a negation reaches
        for number, start, end in hits:
            group, tone = self._kinds[number]
            counts[group] = counts.get(group, 0) + 1
            if tone:
                if start <= open_until and tone in NEGATED:
                    negated[f"{SIGN}ng{tone}"] = None
                open_until = end + NEGATION_CHARS if tone == "n" else -1
                bad += tone == "-"
                good += tone == "+"
                if tone != before:
                    line.append(tone)
                    before = tone
        found = [self._counted[group][count > 1] for group, count in counts.items()]
        found += map(self._pairs.__getitem__, combinations(counts, 2))
        found += negated
        found.append(f"{SIGN}n{min(bad, 4)}p{min(good, 3)}")
        return found + _of_line("".join(line))


@functools.lru_cache(maxsize=1 << 14)
def _of_line(line: str) -> list[str]:
    """Signs of a line of tones without repetitions: its start, each two neighbours, what comes first, last, after a but."""
    found = [f"{SIGN}s:{line[:LONGEST_LINE]}"]
    found += dict.fromkeys(f"{SIGN}b:{a}{b}" for a, b in pairwise(line))
    valued = [tone for tone in line if tone in VALUED]
    if valued:
        found += [f"{SIGN}l:{valued[-1]}", f"{SIGN}f:{valued[0]}"]
    if "b" in line:
        found.append(f"{SIGN}but:{next((tone for tone in line[line.rindex('b') :] if tone in VALUED), '.')}")
    return found


def parse(text: str) -> dict[str, tuple[str, str]]:
    """{word: (group, letter of its tone)} of a file as described at the top of `data/valence.txt`; the first group has a word."""
    words: dict[str, tuple[str, str]] = {}
    kind = ("", "")
    for line in text.splitlines():
        if line.startswith("["):
            group, tone = line.strip("[]").split()
            kind = (group, TONES.get(tone, ""))
        elif not line.startswith("#"):
            for word in line.split():
                words.setdefault(word, kind)
    return words


@functools.cache
def shipped_lexicon() -> Lexicon:
    """The lexicon in the repository, compiled once."""
    return Lexicon(parse(resources.files("monitor.text").joinpath("data/valence.txt").read_text("utf-8")))
