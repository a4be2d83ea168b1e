"""How wide the columns of a table should be, by what stands in them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from monitor.reports.week import Table

ROOM = 84.0  # half-width characters in a line of a table (五号 on 156 mm)
PADDING = 2.6  # of a cell, in half-width characters
SHORT = 17.0  # a column that needs no more than this never breaks its words
LEAST = 12.0  # of a column that does break


def breadth(text: str) -> float:
    """Half-width characters: a Chinese one counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def within(text: str, room: float) -> str:
    """As many first characters as fit."""
    for n in range(len(text)):
        if breadth(text[: n + 1]) > room:
            return text[:n]
    return text


def widths(table: Table, room: float = ROOM) -> list[float]:
    """Shares of the whole width, one a column, adding up to 1: short columns whole, the rest by need. `room`: of a line."""
    needs = [_need([row[n] for row in table.rows], name) for n, name in enumerate(table.head)]
    short = sum(need for need in needs if need <= SHORT)
    long = sum(need for need in needs if need > SHORT)
    if short + long > room and short < room - LEAST:
        rest = room - short
        needs = [need if need <= SHORT else max(LEAST, rest * need / long) for need in needs]
    return [need / sum(needs) for need in needs]


def _need(cells: Sequence[str], name: str) -> float:
    """As the longest cell; one that breaks anyway counts no more than a line."""
    return min(max([breadth(name), *map(breadth, cells)]), ROOM / 2) + PADDING
