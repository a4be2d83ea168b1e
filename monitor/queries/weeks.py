"""A span of whole weeks, Monday to Sunday in Shanghai, that is over. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.lib.clock import WEEK, shanghai_day_start, week_before

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Window:
    """Whole weeks, Monday to Sunday, up to the last one that is over."""

    first: date  # Monday
    last: date  # Monday of the last week
    now: datetime

    @property
    def start(self) -> datetime:
        return shanghai_day_start(self.first)

    @property
    def end(self) -> datetime:
        return shanghai_day_start(self.last + WEEK)

    @property
    def last_day(self) -> date:
        """The last Sunday."""
        return self.last + timedelta(days=6)

    @property
    def weeks(self) -> list[date]:
        """Its Mondays."""
        return [self.first + n * WEEK for n in range((self.last - self.first) // WEEK + 1)]


def window_of(now: datetime, *, weeks: int = WEEKS) -> Window:
    """The last `weeks` whole weeks."""
    last = week_before(now)
    return Window(last - (weeks - 1) * WEEK, last, now)


def week_named(name: str) -> date | None:
    """The Monday of an ISO week such as 2026-W47; None when there is no such week."""
    found = re.fullmatch(r"(20\d\d)-W(\d\d)", name, re.ASCII)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def week_name(monday: date) -> str:
    """2026-W47."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"
