"""The level of a period, and the rule that set it. Pure.

Rules are looked at from the highest level down; the first that holds sets the level, none: level 1. A rule compares one measure
with a bound: `value >= bound`; measures that are shares or changes hold only from `LEAST` items on, since of three items one more is 33 %.
Bounds can be changed in a report template; those that were used are frozen with the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEAST = "least_items"
SHIPPED: dict[str, float] = {
    LEAST: 30,
    "red_4": 1,  # alerts of that colour raised in the period
    "orange_4": 5,
    "orange_3": 2,
    "yellow_3": 8,
    "points_3": 15,  # negative share, percentage points more than the period before
    "change_3": 100,  # items, per cent more
    "orange_2": 1,
    "yellow_2": 3,
    "points_2": 8,
    "change_2": 30,
}
MEASURES = ("red", "orange", "yellow", "points", "change")  # of two rules of a level the first that holds is named
LEVELS = (4, 3, 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the rules look at. None: cannot be said."""

    items: int
    red: int
    orange: int
    yellow: int
    points: float | None
    change: float | None


def level_set(measured: Measured, changed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """{level, measure, value, bound, bounds}: `measure` '' when no rule held."""
    bounds = bounds_of(changed)
    for level in LEVELS:
        for measure in MEASURES:
            bound = bounds.get(f"{measure}_{level}")
            value = getattr(measured, measure)
            if bound is None or value is None or value < bound:
                continue
            if measure in {"points", "change"} and measured.items < bounds[LEAST]:
                continue
            return {"level": level, "measure": measure, "value": value, "bound": bound, "bounds": bounds}
    return {"level": 1, "measure": "", "value": None, "bound": None, "bounds": bounds}


def bounds_of(changed: Mapping[str, Any] | None) -> dict[str, float]:
    """The shipped bounds with a template's over them; what is no positive number is left as shipped."""
    wanted = changed or {}
    return {name: _positive(wanted.get(name), shipped) for name, shipped in SHIPPED.items()}


def _positive(value: Any, shipped: float) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else shipped
