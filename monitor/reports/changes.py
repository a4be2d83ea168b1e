"""Which numbers differ between two frozen values, and by how much. Pure.

Rows of a list are matched by what they are of (an id, an area, a day), not by their place: a topic that moved from rank 2 to 3 is
one changed rank, not ten changed values. What the first value does not hold at all (it was frozen before that was counted) is no
difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEYS = ("id", "area", "day", "kind", "unit", "word", "model", "source", "rule", "name")
IGNORED = ("computed_at", "schema", "layout", "morning")


@dataclass(frozen=True, slots=True)
class Change:
    """`path` as in the frozen numbers, with the key of a row in brackets; a side is None where it is not there. `name`: of the row,
    as people call it. `whole`: the row itself came or went, its sides are its counts."""

    path: str
    before: Any
    after: Any
    name: str = ""
    whole: bool = False

    @property
    def difference(self) -> float | None:
        """By how much, when both are numbers."""
        return round(self.after - self.before, 1) if _number(self.before) and _number(self.after) else None

    @property
    def part(self) -> str:
        """The first step: which part of the report."""
        return self.path.partition(".")[0].partition("[")[0]


def changes_find(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """In the order of the first; nothing for when they were counted, and what only depends on it."""
    return [change for key in before if key not in IGNORED for change in _walk(key, before.get(key), after.get(key))]


def _walk(path: str, one: Any, other: Any, name: str = "") -> Iterator[Change]:
    if one == other:
        return
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in one:
            yield from _walk(f"{path}.{key}", one.get(key), other.get(key), name)
    elif _rows(one) and _rows(other):
        mine, theirs = _keyed(one), _keyed(other)
        for key in [*mine, *(key for key in theirs if key not in mine)]:
            yield from _row(f"{path}[{key}]", mine.get(key), theirs.get(key))
    else:
        yield Change(path, one, other, name)


def _row(path: str, one: Any, other: Any) -> Iterator[Change]:
    name = _called(one or other)
    if one is None or other is None:
        yield Change(path, _summary(one), _summary(other), name, whole=True)
    else:
        yield from _walk(path, one, other, name)


def _called(row: Mapping[str, Any]) -> str:
    return next((str(row[key]) for key in ("title", *KEYS[1:]) if row.get(key) not in (None, "")), "")


def _summary(row: Any) -> Any:
    """What a row that came or went says of itself: its count."""
    if not isinstance(row, Mapping):
        return row
    return next((row[key] for key in ("n", "items", "minutes", "level") if key in row), "·")


def _rows(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(row, Mapping) for row in value)


def _keyed(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for n, row in enumerate(rows):
        name = next((str(row[key]) for key in KEYS if row.get(key) not in (None, "")), str(n))
        found[name if name not in found else f"{name}#{n}"] = row
    return found


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
