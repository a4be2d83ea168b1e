"""Which days a report of each kind is of, what it is compared with, and when it is due. Pure; days are Asia/Shanghai.

weekly    Monday to Sunday; compared with the week before; drafted on Monday at 08:00
monthly   a calendar month; compared with the month before; drafted on the 1st at 08:00
daily     every day since the last working day, that day included, up to yesterday (Tuesday's brief is of Monday, Monday's of Friday to
          Sunday): none is left out, none told twice; compared with the same days a week before, since a weekend is no working day;
          drafted at 10:30 on working days
dossier   a topic's days up to today; compared with nothing
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from monitor.lib.clock import DAY, SHANGHAI, WEEK, monday_of, month_after

WEEKLY, DAILY, MONTHLY, DOSSIER = "weekly", "daily", "monthly", "dossier"
DRAFTED_AT = {WEEKLY: time(8), MONTHLY: time(8), DAILY: time(10, 30)}
MOST_DAYS = 62  # of a dossier: the days before are told in sum
Working = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, and the days it is compared with (None: with nothing)."""

    kind: str
    start: date
    end: date
    before: tuple[date, date] | None = None

    @property
    def days(self) -> list[date]:
        return [self.start + n * DAY for n in range((self.end - self.start).days + 1)]


def week_of(monday: date) -> Period:
    """Raises ValueError when it is no Monday."""
    if monday.weekday():
        raise ValueError(f"{monday} is not a Monday")
    return Period(WEEKLY, monday, monday + WEEK - DAY, (monday - WEEK, monday - DAY))


def month_period(first: date) -> Period:
    """Raises ValueError when it is not the first of a month."""
    if first.day != 1:
        raise ValueError(f"{first} is not the first of a month")
    before = (first - DAY).replace(day=1)
    return Period(MONTHLY, first, month_after(first) - DAY, (before, first - DAY))


def brief_of(day: date, working: Working) -> Period:
    """What the brief of a working day is of. A calendar that knows no working day in a fortnight gives yesterday."""
    start = next((d for d in (day - n * DAY for n in range(1, 15)) if working(d)), day - DAY)
    return Period(DAILY, start, day - DAY, (start - WEEK, day - DAY - WEEK))


def days_of(kind: str, start: date, end: date) -> Period:
    """The period of a report that exists. Raises ValueError for days that are none of its kind."""
    if kind == WEEKLY:
        return week_of(start)
    if kind == MONTHLY:
        return month_period(start)
    if kind == DAILY:
        return Period(DAILY, start, end, (start - WEEK, end - WEEK))
    return Period(DOSSIER, start, end)


def due_now(kind: str, now: datetime, working: Working) -> Period | None:
    """The last period whose report is due by now, also when its moment was missed. A brief is not caught up after its day."""
    local = now.astimezone(SHANGHAI)
    today, reached = local.date(), local.time() >= DRAFTED_AT[kind]
    if kind == WEEKLY:
        monday = monday_of(today)
        return week_of(monday - WEEK) if reached or today > monday else week_of(monday - 2 * WEEK)
    if kind == MONTHLY:
        first = today.replace(day=1)
        last = (first - DAY).replace(day=1)
        return month_period(last) if reached or today > first else month_period((last - DAY).replace(day=1))
    return brief_of(today, working) if reached and working(today) else None


REMIND_AT, REMIND_NEXT = time(14), time(9)
MOST_REMINDERS = 2


def remind_first(drafted: datetime) -> datetime:
    """The next 14:00 after it was drafted."""
    local = drafted.astimezone(SHANGHAI)
    found = datetime.combine(local.date(), REMIND_AT, SHANGHAI)
    return found if found > local else found + DAY


def remind_again(reminded: datetime) -> datetime:
    """09:00 of the day after."""
    return datetime.combine(reminded.astimezone(SHANGHAI).date() + DAY, REMIND_NEXT, SHANGHAI)
