"""Chinese working days: weekends, public holidays and make-up working days (调休). Pure; the days come with a library.

`chinesecalendar` (MIT) holds the days as the State Council announces them each November for the next year; later years are not
covered, and are then read as Monday to Friday. (`holidays` was compared: it answers for later years too, but by the law alone,
without make-up days and without saying so.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import chinese_calendar
from chinese_calendar.constants import holidays as _holidays

Known = Mapping[date, tuple[bool, str]]  # {day: (people work, name of the holiday)}


@dataclass(frozen=True, slots=True)
class Day:
    """`holiday` is the library's English name of the public holiday that the day belongs to, make-up days included, or the
    name that a person entered; or ""."""

    day: date
    working: bool
    holiday: str
    covered: bool

    @property
    def make_up(self) -> bool:
        """A Saturday or Sunday on which people work."""
        return self.working and self.day.weekday() >= 5


def day_of(day: date, known: Known | None = None) -> Day:
    """What kind of day this is. `known`: days entered by people, which go before the library; with one of them its year is covered."""
    if known and day in known:
        working, name = known[day]
        return Day(day, working, name, covered=True)
    if not year_covered(day.year):
        entered = any(one.year == day.year for one in known or ())
        return Day(day, working=day.weekday() < 5, holiday="", covered=entered)
    _off, name = chinese_calendar.get_holiday_detail(day)
    names = {holiday.value for holiday in chinese_calendar.Holiday}
    return Day(day, bool(chinese_calendar.is_workday(day)), name if name in names else "", covered=True)


def year_covered(year: int) -> bool:
    """Whether the holidays of this year are known."""
    return FIRST_YEAR <= year <= LAST_YEAR


FIRST_YEAR: int = min(_holidays).year
LAST_YEAR: int = max(_holidays).year
