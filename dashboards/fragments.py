"""Named fragments: a page and its live refresh render the same template. Each says which notices touch it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from dashboards.access import Sight, includes
from dashboards.desk import Desk
from dashboards.filters import Filters
from monitor.models import Role
from monitor.queries.alerts import alerts_open_count_reading
from monitor.queries.together import Reading, read_together

ALMOST = timedelta(microseconds=999_999)
ALWAYS = frozenset({"tick"})
FRAGMENTS: dict[str, frozenset[str]] = {
    "now": ALWAYS | {"topics", "alerts"},
    "numbers": ALWAYS | {"items"},
    "volume": ALWAYS | {"items", "alerts", "sources"},
    "topics": ALWAYS | {"topics"},
    "newest": frozenset({"tick", "items", "topics"}),
    "stamp": ALWAYS | {"items", "topics", "alerts", "sources"},
    "nav-alerts": ALWAYS | {"alerts"},
}


@dataclass(frozen=True, slots=True)
class View:
    """All that decides what fragments look like: streams with equal views share one rendering."""

    filters: Filters
    sight: Sight
    language: str


def names_for(kinds: Iterable[str]) -> list[str]:
    """Fragments touched by these kinds of notice (items, topics, alerts, sources, tick), in page order."""
    kinds = set(kinds)
    return [name for name, touched_by in FRAGMENTS.items() if touched_by & kinds]


def render(view: View, names: Iterable[str], *, now: datetime) -> dict[str, str]:
    """{name: HTML} in the view's language. Reads the database. The second begun counts whole: what has just come is of it."""
    desk = Desk(view.filters, view.sight, (now + ALMOST).replace(microsecond=0))
    with translation.override(view.language):
        names = list(names)
        asked: dict[str, Reading[Any]] = {"desk": desk.reading(names)}
        if "nav-alerts" in names:
            asked["open_alerts"] = alerts_open_count_reading(view.sight.units)
        read = read_together(asked)
        context = {"filters": view.filters} | read | {"desk": desk}
        context |= {"drill": settings.DRILL, "may_correct": includes(view.sight.role, Role.MONITOR)}
        return {name: render_to_string(f"desk/_{name}.html", context) for name in names}
