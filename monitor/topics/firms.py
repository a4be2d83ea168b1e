"""Who a text is about: names of firms and institutions, as far as the word before what such names end in tells them. Pure.

Of all that two posts can share, the name of the employer says most: in a district two firms of one name are rare. A name stands in a
vector beside words and pairs of characters, weighs next to nothing there, and is counted by itself (`evidence.NAMES`, "named").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from monitor.topics.vectors import STOP, firm_key, pair_key

ENDINGS = frozenset((Path(__file__).parent / "data" / "firms.txt").read_text("utf-8").split())
LONGEST, LAST = max(map(len, ENDINGS)), frozenset(ending[-1] for ending in ENDINGS)
KEPT = 2  # characters of a name: a preposition or a county may stick to its beginning
NO_NAME = frozenset("该这那某每各全多几")
COMMON = 10  # headlines of the background's 58,000 from which a word before such an ending is no name, or one of the whole country
Seen = Callable[[int], int]
"""In how many headlines of the background a feature occurs."""


def firm_keys(words: Sequence[str], seen: Seen) -> list[int]:
    """Feature hashes of the names in a text, in order, each once; `words` = the folded text, cut."""
    found: dict[int, None] = {}
    for at, word in enumerate(words):
        ending = _ending(word) if word[-1] in LAST else ""
        if ending and (name := _before(words, at, word[: -len(ending)])[-KEPT:]) and seen(pair_key(name)) <= COMMON:
            found[firm_key(name + ending)] = None
    return list(found)


def _ending(word: str) -> str:
    """What `word` ends in that names of firms end in, the longest; empty when nothing."""
    if word in ENDINGS:
        return word
    return next((word[-n:] for n in range(min(LONGEST, len(word) - 1), 0, -1) if word[-n:] in ENDINGS), "")


def _before(words: Sequence[str], at: int, head: str) -> str:
    """The name before an ending: the rest of the same word (`head`), the word before it, or two single characters; else empty."""
    if head:
        return head if is_name(head) else ""
    if at and len(words[at - 1]) > 1:
        return words[at - 1] if is_name(words[at - 1]) else ""
    pair = "".join(words[at - 2 : at]) if at > 1 and not STOP & {*words[at - 2 : at]} else ""
    return pair if is_name(pair) else ""


def is_name(text: str) -> bool:
    """Whether a word before an ending can be a name."""
    return (
        len(text) in {2, 3, 4}
        and text not in STOP
        and not NO_NAME & {*text}
        and all("\u4e00" <= c <= "\u9fff" for c in text)
    )
