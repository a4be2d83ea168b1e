"""Accuracy that must not be lost: figures of `manage.py evaluate` against floors (and ceilings) that are kept in floors.json. Pure.

The floors lie a little below what docs/evaluation.md says was measured: they are there to catch a step back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("floors.json")
EXERCISE = "EXERCISE"
"""In the arguments: the folder that the exercise was written to."""


@dataclass(frozen=True, slots=True)
class Floor:
    """One evaluation. `floors` and `ceilings`: {path into its JSON: value}."""

    name: str
    arguments: tuple[str, str]
    floors: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)

    @property
    def of_exercise(self) -> bool:
        """Needs no data but our own."""
        return self.arguments[1] == EXERCISE


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure beside its bound."""

    path: str
    value: float
    bound: float
    kept: bool


@cache
def floors() -> tuple[Floor, ...]:
    """All of them, in the order of the file."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Floor(**{**row, "arguments": tuple(row["arguments"])}) for row in rows)


def compare(floor: Floor, found: Mapping[str, Any]) -> list[Compared]:
    """Every bound of an evaluation against what came out. Raises KeyError when a figure is not there."""
    above = [Compared(path, v := look(found, path), bound, v >= bound) for path, bound in floor.floors.items()]
    return above + [Compared(path, v := look(found, path), bound, v <= bound) for path, bound in floor.ceilings.items()]


def look(found: Mapping[str, Any], path: str) -> float:
    """The number at a path such as `figures.b_cubed.f1.value`."""
    value: Any = found
    for step in path.split("."):
        value = value[step]
    return float(value)
