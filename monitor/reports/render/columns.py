"""How wide the columns of a table should be, by what stands in them. Pure."""

from __future__ import annotations

import re
import unicodedata

from monitor.reports.week import Table

ROOM = 84.0  # half-width characters in a line of a table (五号 on 156 mm)
LONG_WORD = 14.0  # longer ones (an address) are broken
TEXT, HEAD = 8.0, 4.0  # Chinese that is left together in a cell, in a head: 四个汉字, 两个
PARTS = re.compile(r"[!-~]+|[^ -~]+")
BOLD = 1.15  # a Latin word of a head against the same in the text; Chinese is as wide in bold
PADDING = 2.6  # of a cell, in half-width characters
SHORT = 17.0  # a column that needs no more than this never breaks its words
WIDE = 7  # columns
SMALL_ROOM, SMALL_PADDING = 98.0, 2.1  # as ROOM and PADDING, of a wide table (小五, narrow cells)


def breadth(text: str) -> float:
    """Half-width characters: a Chinese one counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def within(text: str, room: float) -> str:
    """As many first characters as fit."""
    for n in range(len(text)):
        if breadth(text[: n + 1]) > room:
            return text[:n]
    return text


def is_wide(table: Table) -> bool:
    """Whether it has so many columns that it is set in smaller type."""
    return len(table.head) >= WIDE


def widths(table: Table, room: float = ROOM, padding: float = PADDING) -> list[float]:
    """Shares of the whole width, one a column, adding up to 1. `room`: of a line.

    When all want more than there is, short columns stay whole and long texts share the rest by need; when even that is too much, every
    column gets its longest word, numbers whole, and the rest is shared.
    """
    columns = [_column(table, n, padding) for n in range(len(table.head))]
    wants, whole = [want for want, _least in columns], [min(want, max(least, SHORT)) for want, least in columns]
    leasts = [least for _want, least in columns]
    for least in (wants, whole, leasts):
        if sum(least) <= room:
            return _shared(least, wants, room)
    return [least / sum(leasts) for least in leasts]


def _shared(least: list[float], wants: list[float], room: float) -> list[float]:
    """What is left beyond the least goes to those who want more, by how much; to all where nobody does."""
    more = [want - got for want, got in zip(wants, least, strict=True)]
    if not sum(more):
        return [got / sum(least) for got in least]
    rest = room - sum(least)
    return [(got + rest * extra / sum(more)) / room for got, extra in zip(least, more, strict=True)]


def _column(table: Table, n: int, padding: float) -> tuple[float, float]:
    """(what a column wants, what it needs at least); a text that breaks anyway wants no more than half a line."""
    cells, head = [row[n] for row in table.rows], table.head[n]
    longest = max(map(breadth, cells), default=0.0)
    least = longest if n in table.numeric else min(max((_word(cell, TEXT) for cell in cells), default=0.0), LONG_WORD)
    broken = _word(head, HEAD) * (BOLD if head.isascii() else 1)
    want = max(longest, broken if is_wide(table) or breadth(head) > SHORT else breadth(head))
    return max(min(want, ROOM / 2), least, broken) + padding, max(least, broken) + padding


def _word(text: str, together: float) -> float:
    """The longest part that is not broken: Latin words at spaces; Chinese breaks anywhere, but leaves so much together."""
    parts = PARTS.findall(text)
    return max((breadth(part) if part.isascii() else min(breadth(part), together) for part in parts), default=0.0)
