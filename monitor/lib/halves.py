"""References to the two halves in which UTF-16 has a character (`&#55357;&#56832;`), as systems of Java and Windows write emoji. Pure."""

from __future__ import annotations

import re

HALVES = re.compile(r"&#(\d{5}|[xX][dD][89abAB][0-9a-fA-F]{2});&#(\d{5}|[xX][dD][c-fC-F][0-9a-fA-F]{2});")


def halves_joined(text: str) -> str:
    """With the character in the place of both; a half alone and any other reference stay."""
    return HALVES.sub(_joined, text) if "&#" in text else text


def _joined(match: re.Match[str]) -> str:
    high, low = (int(part[1:], 16) if part[0] in "xX" else int(part) for part in match.groups())
    both = 0xD800 <= high < 0xDC00 <= low < 0xE000
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00) if both else match.group()
