"""Named fragments: a page and its live refresh render the same template. Each says which notices touch it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from dashboards.access import Sight, includes
from dashboards.desk import Desk
from dashboards.filters import Filters
from dashboards.topic import TopicPage
from monitor.models import Role
from monitor.queries.alerts import alerts_open_count_reading
from monitor.queries.rules import rule_proposals_count_reading
from monitor.queries.together import Reading, parts_reading, read_together
from monitor.queries.topics import topic_find

ALMOST = timedelta(microseconds=999_999)
ALWAYS = frozenset({"tick", "minute"})
NAV = {
    "nav-alerts": ALWAYS | {"alerts"},
    "nav-more": ALWAYS | {"rules"},
    "nav-rules": ALWAYS | {"rules"},
}
FRAGMENTS: dict[str, frozenset[str]] = {
    "now": ALWAYS | {"topics", "alerts", "rules"},
    "numbers": ALWAYS | {"items"},
    "volume": ALWAYS | {"items", "alerts", "sources"},
    "topics": ALWAYS | {"topics"},
    "newest": ALWAYS | {"items", "topics"},
    "stamp": ALWAYS | {"items", "topics", "alerts", "sources"},
    **NAV,
}
OF_TOPIC: dict[str, frozenset[str]] = {
    "topic-lead": frozenset({"tick", "topic"}),
    "topic-volume": frozenset({"tick", "topic"}),
    "topic-items": frozenset({"tick", "topic"}),
    "topic-alerts": frozenset({"tick", "alerts"}),
    "topic-heat": frozenset({"tick", "topic"}),
    "topic-sources": frozenset({"tick", "topic"}),
    **{name: kinds - {"minute"} for name, kinds in NAV.items()},
}
"""Of a topic's page. Nothing on it moves with the clock, so that a hundred open ones cost nothing while nothing happens to them."""
TOPIC_PARTS = {
    "topic-lead": ("sources", "own"),
    "topic-volume": ("bars", "_beside_bars", "sources", "own"),
    "topic-items": ("page",),
    "topic-alerts": ("alerts",),
    "topic-sources": ("sources",),
}
"""What of the topic's page each fragment shows."""


@dataclass(frozen=True, slots=True)
class View:
    """All that decides what fragments look like: streams with equal views share one rendering. `topic`: of its page, else 0."""

    filters: Filters
    sight: Sight
    language: str
    topic: int = 0


def names_for(kinds: Iterable[str], topic: int = 0) -> list[str]:
    """Fragments touched by these kinds of notice (items, topics, alerts, sources, rules; `topic:12`; `minute`; `tick`: who knows),
    in page order; of the page of `topic`, else of the desk."""
    kinds = set(kinds)
    if topic and f"topic:{topic}" in kinds:
        kinds.add("topic")
    return [name for name, touched_by in (OF_TOPIC if topic else FRAGMENTS).items() if touched_by & kinds]


def render(
    view: View, names: Iterable[str], *, now: datetime, before_each: Callable[[], None] = lambda: None
) -> dict[str, str]:
    """{name: HTML} in the view's language. Reads the database. The second begun counts whole: what has just come is of it.
    `before_each` is called before each of them is drawn."""
    names, now = list(names), (now + ALMOST).replace(microsecond=0)
    role = view.sight.role
    with translation.override(view.language):
        context: dict[str, Any] = {"filters": view.filters, "drill": settings.DRILL, "proposals": 0}
        context["may_correct"] = includes(role, Role.MONITOR)
        asked: dict[str, Reading[Any]] = {}
        if view.topic:
            names = _of_topic(view, names, now, context, asked)
        else:
            context["desk"] = Desk(view.filters, view.sight, now)
            asked["parts"] = context["desk"].reading(names)
        if "nav-alerts" in names:
            asked["open_alerts"] = alerts_open_count_reading(view.sight.units)
        if {"nav-more", "nav-rules"} & set(names) and includes(role, Role.LEAD):
            asked["proposals"] = rule_proposals_count_reading()
        context |= read_together(asked)
        return {name: _drawn(name, context, before_each) for name in names}


def _drawn(name: str, context: dict[str, Any], before: Callable[[], None]) -> str:
    before()
    return render_to_string(_template(name), context)


def _of_topic(
    view: View, names: list[str], now: datetime, context: dict[str, Any], asked: dict[str, Reading[Any]]
) -> list[str]:
    """Put into `context` and `asked` what these fragments of the topic's page need; those that can be shown: of a topic that is
    gone, or out of sight, none, and of a merged one only the line that says so."""
    own = [name for name in names if name.startswith("topic-")]
    topic = topic_find(view.topic, sight=view.sight.units) if own else None
    if topic is None:
        own = []
    elif topic.merged_into_id:
        own = [name for name in own if name == "topic-lead"]
    if topic is not None and own:
        context["topic"] = topic
        context["topic_page"] = shown = TopicPage(topic, view.filters, view.sight, now)
        parts = {part: None for name in own for part in TOPIC_PARTS.get(name, ())}
        asked["parts"] = parts_reading(shown, *parts)
    return own + [name for name in names if not name.startswith("topic-")]


def _template(name: str) -> str:
    """`topic-lead` stands in topics/_lead.html, `newest` in desk/_newest.html."""
    return f"topics/_{name[6:]}.html" if name.startswith("topic-") else f"desk/_{name}.html"
