"""What a line of a file would do, before anybody confirmed it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

RowT = TypeVar("RowT")
FileLines = Iterable[tuple[int, Mapping[str, str]]]
"""(number of the line, {column: text})."""
OUTCOMES = ("new", "changed", "same", "twice", "bad")


@dataclass(frozen=True, slots=True)
class Planned(Generic[RowT]):
    """`outcome` of OUTCOMES; of a bad line `label` and `detail` say why. `name`: what the line is about, also when it cannot be read."""

    line: int
    outcome: str
    row: RowT | None = None
    label: str = ""
    detail: str = ""
    name: str = ""


def outcome_counts(outcomes: Iterable[str]) -> dict[str, int]:
    """{outcome: lines}, every outcome named."""
    found = dict.fromkeys(OUTCOMES, 0)
    for outcome in outcomes:
        found[outcome] += 1
    return found
