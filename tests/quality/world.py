"""A week of items, and checks of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from monitor.lib.clock import WEEK, shanghai_day_start, utc_now
from monitor.models import CheckAnswer, CheckItem, Item, Source, User
from monitor.queries.weeks import window_of
from tests.conftest import make_item, make_source


def last_week(hours: float = 30) -> datetime:
    """A moment of the last whole week, `hours` after its Monday's midnight in Shanghai."""
    return shanghai_day_start(window_of(utc_now()).last) + timedelta(hours=hours)


def make_week(focus: int, rest: int, source: Source | None = None) -> list[Item]:
    source = source or make_source()
    items = [make_item(source=source, at=last_week()) for _ in range(focus)]
    return items + [make_item(source=source, at=last_week(), areas=[], in_focus=False) for _ in range(rest)]


def make_check(*, said: str = "neg", truth: str = "neg", by: User | None = None, **fields: Any) -> CheckItem:
    """A drawn item with one answer; its text lives unless `item` says otherwise."""
    item = fields.pop("item", None) or make_item(at=last_week())
    areas = fields.pop("truth_areas", ["wages"])
    week = window_of(utc_now()).last - fields.pop("weeks_ago", 0) * WEEK
    defaults = {
        "week": week,
        "place": CheckItem.objects.filter(week=week).count() + 1,
        "item_id": item.id,
        "month": item.month,
        "in_focus": True,
        "kind": "news",
        "sentiment": said,
        "confidence": 0.8,
        "areas": ["wages"],
        "model": "test-1",
        "drawn_at": utc_now(),
    }
    check = CheckItem.objects.create(**(defaults | fields))
    CheckAnswer.objects.create(item=check, by=by, at=utc_now(), sentiment=truth, areas=areas)
    return check
