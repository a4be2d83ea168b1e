"""Chinese working days."""

from __future__ import annotations

from datetime import date

from monitor.lib.workdays import LAST_YEAR, day_of, year_covered
from tests.each import each


@each(
    "day working make_up",
    [
        (date(2026, 10, 1), False, False),  # National Day
        (date(2026, 10, 10), True, True),  # a Saturday on which people work
        (date(2026, 10, 11), False, False),  # a Sunday
        (date(2026, 10, 12), True, False),
        (date(2026, 2, 14), True, True),  # before the Spring Festival
        (date(2026, 2, 23), False, False),  # a Monday of the Spring Festival
    ],
)
def test_holidays_and_make_up_days_are_those_announced(day: date, working: bool, make_up: bool) -> None:
    found = day_of(day)
    assert (found.working, found.make_up, found.covered) == (working, make_up, True)


def test_a_year_that_is_not_known_says_so_and_goes_by_the_week() -> None:
    assert year_covered(LAST_YEAR)
    assert not year_covered(LAST_YEAR + 1)
    new_year = day_of(date(LAST_YEAR + 1, 1, 4))
    assert (new_year.covered, new_year.holiday) == (False, "")
    assert new_year.working is (new_year.day.weekday() < 5)


def test_days_that_people_entered_go_first_and_cover_their_year() -> None:
    known = {date(2030, 1, 1): (False, "元旦"), date(2026, 10, 10): (False, "")}
    assert day_of(date(2030, 1, 1), known).working is False
    assert day_of(date(2030, 1, 2), known).covered
    assert not day_of(date(2031, 1, 2), known).covered
    assert day_of(date(2026, 10, 10), known).working is False  # the library says: a make-up day
