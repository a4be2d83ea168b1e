"""Weeks of which counts are stored: what can be shown again."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Min

from monitor.lib.clock import WEEK, monday_of, shanghai_date
from monitor.models import HourCount
from monitor.queries.weeks import week_name


def weeks_stored(*, now: datetime, most: int = 60) -> list[tuple[str, date]]:
    """(ISO week, its Monday), the current one first, back to the first stored hour. One query."""
    first = HourCount.objects.aggregate(at=Min("hour"))["at"]
    if first is None:
        return []
    monday, last = monday_of(shanghai_date(now)), monday_of(shanghai_date(first))
    found: list[tuple[str, date]] = []
    while monday >= last and len(found) < most:
        found.append((week_name(monday), monday))
        monday -= WEEK
    return found
