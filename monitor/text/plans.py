"""Which standing plans an item belongs to: the query matched, and the rest that the plan asks for is there. Pure.

A plan is a lens: it changes no area, no focus and no count but its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.text.types import PlanSpec


@dataclass(frozen=True, slots=True)
class Tags:
    """What of an item, as it is stored, a plan may ask for. `at` aware."""

    at: datetime
    source_id: int
    areas: Iterable[str] = ()
    units: Iterable[int] = ()
    place: str | None = None


def plans_of(matched: Iterable[PlanSpec], tags: Tags) -> tuple[int, ...]:
    """Ids, sorted, of those among the plans whose query matched that hold the item."""
    return tuple(sorted(spec.id for spec in matched if plan_holds(spec, tags)))


def plans_after(before: Iterable[int], found: Iterable[int], *, in_force: Collection[int]) -> tuple[int, ...]:
    """Plans of a stored item judged anew: of those in force the ones found now; a paused or ended plan keeps what it has."""
    return tuple(sorted({plan for plan in before if plan not in in_force} | set(found)))


def plan_holds(spec: PlanSpec, tags: Tags) -> bool:
    """Within each list one is enough; every list that is not empty must be met."""
    if (spec.start and tags.at < spec.start) or (spec.end and tags.at >= spec.end):
        return False
    if spec.sources and tags.source_id not in spec.sources:
        return False
    if spec.places and tags.place not in spec.places:
        return False
    return _one_of(spec.areas, tags.areas) and _one_of(spec.units, tags.units)


def _one_of(wanted: tuple[object, ...], there: Iterable[object]) -> bool:
    return not wanted or not set(wanted).isdisjoint(there)
