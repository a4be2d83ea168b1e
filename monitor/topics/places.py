"""Where something happened: names of streets, stations, estates, schools, hospitals, parks, as far as the word before what such names
end in tells them. Pure.

A place that two posts share is a rare name and says little: at one station a shop opens, a cat is found and a train stops. So the
words and pairs of characters of such a name are marked, and what else two sides share is counted apart (`evidence.NAMES`, "besides…").
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from monitor.topics.firms import KEPT, is_name
from monitor.topics.vectors import STOP, pair_key, place_mark, word_key

ENDINGS = frozenset((Path(__file__).parent / "data" / "places.txt").read_text("utf-8").split())
LONGEST, LAST = max(map(len, ENDINGS)), frozenset(ending[-1] for ending in ENDINGS)
NUMBERED = frozenset(("号线", "路"))  # lines of a metro and of buses


def place_marks(words: Sequence[str]) -> list[int]:
    """Marks (`vectors.place_mark`) of the words and pairs of characters of the places named in a text, each once, in order;
    `words` = the folded text, cut."""
    marks: dict[int, None] = {}
    for at, word in enumerate(words):
        ending = _ending(word) if word[-1] in LAST else ""
        if not ending:
            continue
        name, first = _before(words, at, word[: -len(ending)])
        if name:
            span = name[-KEPT:] + ending
            pairs = (span[i : i + 2] for i in range(len(span) - 1))
            keys = [*map(word_key, words[first : at + 1]), word_key(name), *map(pair_key, pairs)]
            marks.update(dict.fromkeys(map(place_mark, keys)))
    return list(marks)


def _ending(word: str) -> str:
    """What `word` ends in that names of places end in, the longest; empty when nothing."""
    if word in ENDINGS:
        return word
    return next((word[-n:] for n in range(min(LONGEST, len(word) - 1), 0, -1) if word[-n:] in ENDINGS), "")


def _before(words: Sequence[str], at: int, head: str) -> tuple[str, int]:
    """The name before an ending and the place of its first word: the rest of the same word (`head`), the word before it, a number
    before a line, or two single characters; else empty."""
    if head:
        return (head, at) if is_name(head) else ("", at)
    before = words[at - 1] if at else ""
    if before.isdigit():
        return (before, at - 1) if words[at] in NUMBERED else ("", at)
    if len(before) > 1:
        return (before, at - 1) if is_name(before) else ("", at)
    singles = words[at - 2 : at] if at > 1 and not STOP & {*words[at - 2 : at]} else []
    return ("".join(singles), at - 2) if is_name("".join(singles)) else ("", at)
