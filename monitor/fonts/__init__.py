"""A Chinese font of our own (Noto Sans SC, cut down by `monitor/fonts/subset.py`), so that no machine prints blanks.

Reports and figures use it by its own name, so that a system font never steps in. What it cannot draw is shown as 〓, the
mark that printers leave for a missing character, and said in a note: never a silent blank.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FAMILY = "Tingchao Sans"
REGULAR = FOLDER / "TingchaoSans-Regular.otf"
BOLD = FOLDER / "TingchaoSans-Bold.otf"
MISSING = "〓"
INVISIBLE = {
    0x200B,
    0x200C,
    0x200D,
    0x2060,
    0xFE0E,
    0xFE0F,
    0xFEFF,
}  # joiners and selectors: nothing is lost without them


@cache
def covered() -> frozenset[int]:
    """Code points that both weights can draw."""
    from fontTools.ttLib import TTFont

    maps = []
    for path in (REGULAR, BOLD):
        with TTFont(path, lazy=True) as font:
            maps.append(frozenset(font.getBestCmap()))
    return maps[0] & maps[1]


def shown(text: str) -> str:
    """The text as this font can draw it: composed, white space as one space a character, 〓 for what it lacks.

    >>> shown("欠薪\\U00020bb7\\u200b")
    '欠薪〓'
    """
    plain = unicodedata.normalize("NFC", text)
    return "".join(_drawn(char) for char in plain if ord(char) not in INVISIBLE)


LONG_WORD = re.compile(r"[!-~\u00a1-\u024f]{25,}")


def breakable(text: str) -> str:
    """With places where an address or other endless word may be broken (U+200B), so that it stays on the page."""
    return LONG_WORD.sub(lambda word: "\u200b".join(re.findall(".{1,12}", word[0])), text)


def _drawn(char: str) -> str:
    if ord(char) in covered():
        return char
    if char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}:
        return " "
    return MISSING
