"""Titles for a screen across the room: cut where a word ends. Pure."""

from __future__ import annotations

import re
import unicodedata

from monitor.text.words import cut

_STOP = "，、：；。！？（“《【- —·"
_NUMBER = re.compile(r"\d[\d,.:%\-]*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][\w'’\-]*")


def width(s: str) -> float:
    """How wide it is, in Chinese characters: everything else is half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in s)


def shorten(title: str, most: int) -> str:
    """At most `most` characters wide, with an ellipsis when something was left out. A word is cut only when it alone is
    too long."""
    if width(title) <= most:
        return title
    kept = ""
    for word in cut(title):
        if width(kept + word) > most - 1:
            break
        kept += word
    kept = kept.rstrip(_STOP)
    if not kept:
        for char in title:
            if width(kept + char) > most - 1:
                break
            kept += char
    return f"{kept}…"


def reading_load(s: str) -> int:
    """How much there is to read, in Chinese characters: a character or full-width mark 1, a number 1, a Latin word 2."""
    numbers = len(_NUMBER.findall(s))
    words = len(_LATIN.findall(s))
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in s)
    return wide + numbers + 2 * words
