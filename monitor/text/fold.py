"""The form of a text in which words are looked for: simplified characters, lower case, same length as the text. Pure."""

import functools
import re

from monitor.text.looks import EVERYTHING, needed

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_HAN = "".join(map(chr, range(0x4E00, 0x9FFF)))


def _folded() -> str:
    """Every character that is not its own lower case or is a traditional one; there are no capitals beyond."""
    capitals = (c for c in map(chr, range(0x20000)) if c.lower() != c)
    return "".join([*capitals, *map(chr, _by_character())])


FOLDED = needed((_folded,))  # what folding changes


def _traditionals() -> str:
    """Every traditional character that has a plain one."""
    return "".join(map(chr, _by_character()))


TRADITIONAL = needed((_traditionals,))  # where it does more than make capitals small


def fold(s: str, has: int = EVERYTHING) -> str:
    """Simplified and lower case; every position means the same character as in `s`. `has`: what `first_looks` found in it."""
    if not has & FOLDED:
        return s
    low = s.lower()
    if len(low) != len(s):  # "İ" and its like grow
        low = s.translate(_LOWER)
    return to_simplified(low) if has & TRADITIONAL and _traditional().search(low) else low


def to_simplified(s: str) -> str:
    """Traditional to simplified by OpenCC's phrases; character by character where a phrase would change the length."""
    result = str(_converter().convert(s))
    return result if len(result) == len(s) else s.translate(_by_character())


@functools.cache
def _converter():  # type: ignore[no-untyped-def]
    import opencc  # loading it costs, and most texts never need it

    return opencc.OpenCC("t2s")


@functools.cache
def _by_character() -> dict[int, str]:
    """Each Han character that t2s changes on its own, except those that are also ordinary simplified ones."""
    lines = _converter().convert("\n".join(_HAN)).split("\n")
    return {ord(a): b for a, b in zip(_HAN, lines, strict=True) if a != b and len(b) == 1}


@functools.cache
def _traditional() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, _by_character())) + "]")
