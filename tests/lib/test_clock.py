"""Time: UTC in rows, Shanghai for people."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.lib.clock import (
    SHANGHAI,
    hour_of,
    monday_of,
    month_after,
    month_of,
    months_between,
    parse_time,
    shanghai_date,
    shanghai_day_start,
)

FIRST, LAST = datetime.fromisoformat("1992-01-01"), datetime.fromisoformat("2100-01-01")  # whole hours off UTC
TIMES = st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(SHANGHAI))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-11-25T09:30:00", datetime(2026, 11, 25, 1, 30, tzinfo=UTC)),
        ("2026-11-25", datetime(2026, 11, 24, 16, 0, tzinfo=UTC)),
        ("2026-11-25T09:30:00Z", datetime(2026, 11, 25, 9, 30, tzinfo=UTC)),
        (" 2026-11-25T09:30:00+08:00 ", datetime(2026, 11, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_shanghais(raw: str, expected: datetime) -> None:
    assert parse_time(raw) == expected


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        parse_time("yesterday")


@given(TIMES)
def test_an_hour_in_utc_is_an_hour_in_shanghai(at: datetime) -> None:
    hour = hour_of(at)
    assert hour <= at
    assert (at - hour).total_seconds() < 3600
    assert hour.astimezone(SHANGHAI).minute == 0


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_shanghai_day_starts_on_that_day_and_weeks_start_on_monday(day: date) -> None:
    assert shanghai_date(shanghai_day_start(day)) == day
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days < 7


@given(TIMES, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=800)))
def test_a_span_touches_the_months_of_its_ends_and_all_between(at: datetime, length: timedelta) -> None:
    months = months_between(at, at + length)
    assert (months[0], months[-1]) == (month_of(at), month_of(at + length))
    assert all(month_after(one) == other for one, other in pairwise(months))
    assert all(31 >= (other - one).days >= 28 for one, other in pairwise(months))
    assert month_after(months[0], len(months)) == month_after(months[-1])


def test_the_month_of_an_item_is_that_of_utc() -> None:
    assert month_of(datetime(2026, 12, 1, 7, 59, tzinfo=SHANGHAI)) == date(2026, 11, 1)
