"""What the response plan in force for each concern area begins with: for those that only tell of it."""

from __future__ import annotations

from monitor.models import ResponseVersion
from monitor.queries.response_defaults import SHIPPED

EARLY = 2  # steps that begin at blue or yellow
FIRST = 2


def response_first_steps() -> dict[str, tuple[int, list[str]]]:
    """{area: (number of the version, 0 as shipped; kinds of its first steps)}; no area whose plan is switched off."""
    found: dict[str, tuple[int, list[str]]] = {
        area: (0, [kind.value for kind, level, _ in steps if level <= EARLY][:FIRST]) for area, steps in SHIPPED.items()
    }
    for row in ResponseVersion.objects.order_by("area", "number"):  # the last one wins
        kinds = [str(step["kind"]) for step in row.steps if step.get("min_level", 1) <= EARLY]
        found[row.area] = (row.number, kinds[:FIRST] if row.enabled else [])
    return {area: plan for area, plan in found.items() if plan[1]}
