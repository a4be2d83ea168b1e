"""The figures of the shipped model's card, read from the card itself, so that the page says what the card says."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

CARD = "data/sentiment-card.md"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the card: its heads and rows, as plain words."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@functools.cache
def card_tables() -> tuple[Table, ...]:
    """Every table of the shipped card, in its order."""
    return tables_of(resources.files("monitor.text").joinpath(CARD).read_text(encoding="utf-8"))


def tables_of(markdown: str) -> tuple[Table, ...]:
    """Pipe tables of a Markdown text. Pure."""
    found, lines = [], []
    for line in [*markdown.splitlines(), ""]:
        if line.lstrip().startswith("|"):
            lines.append(_cells(line))
        elif lines:
            if len(lines) > 2:
                found.append(Table(lines[0], tuple(lines[2:])))  # the second line is the rule below the heads
            lines = []
    return tuple(found)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().replace("`", "").replace("**", "") for cell in line.strip().strip("|").split("|"))
