"""Silence is judged against a source's own rhythm."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.quiet import KEPT, awake_after, awake_s, quiet_at, times_merge, weekends_off
from monitor.lib.clock import SHANGHAI

MONDAY = datetime(2026, 6, 1, 8, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def every(step: timedelta, n: int, start: datetime = MONDAY) -> list[datetime]:
    return [start + step * k for k in range(n)]


def awake_hours(start: datetime, end: datetime, *, weekends_off: bool) -> float:
    """Day by day, as anyone would count them."""
    total, day = timedelta(), start.astimezone(SHANGHAI).date()
    while (begin := datetime.combine(day, time(7), SHANGHAI)) < end:
        if not (weekends_off and day.weekday() >= 5):
            total += max(min(begin + 16 * HOUR, end) - max(begin, start), timedelta())
        day += DAY
    return total.total_seconds()


def silent_after(times: list[datetime]) -> timedelta:
    at = quiet_at(times)
    assert at is not None
    return at - times[-1]


def test_one_item_in_three_days_is_not_silent_after_four_days_but_is_within_a_week() -> None:
    assert timedelta(days=4) < silent_after(every(3 * DAY, 10)) < timedelta(days=7)


def test_a_daily_paper_is_silent_on_the_second_day_without_an_issue() -> None:
    assert timedelta(days=1) < silent_after(every(DAY, 30)) < timedelta(days=2)


def test_irregular_gaps_are_given_far_more_time_than_the_mean() -> None:
    days = [0, 1, 2, 9, 10, 14, 15, 15.5, 21, 22, 30]
    assert silent_after([MONDAY + DAY * d for d in days]) > timedelta(days=11)


def test_a_rhythm_of_fewer_than_five_gaps_says_nothing() -> None:
    assert quiet_at(every(DAY, 5)) is None
    assert quiet_at(every(DAY, 6)) is not None


def test_a_busy_site_is_not_silent_at_night() -> None:
    evening = every(timedelta(minutes=10), 64, MONDAY + 4 * HOUR)  # noon to 22:30
    assert silent_after(evening) > timedelta(hours=24)


def test_nights_do_not_count() -> None:
    night = datetime(2026, 6, 1, 23, tzinfo=SHANGHAI)
    assert awake_s(night, night + 8 * HOUR, weekends_off=False) == 0
    assert awake_s(MONDAY, MONDAY + DAY, weekends_off=False) == 16 * 3600


@given(
    start=st.integers(0, 10 * 365 * 24 * 60).map(
        lambda minute: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    ),
    minutes=st.integers(1, 60 * 24 * 40),
    weekends_off=st.booleans(),
)
def test_hours_awake_are_those_of_the_days_between(start: datetime, minutes: int, weekends_off: bool) -> None:
    end = start + timedelta(minutes=minutes)
    hours = awake_hours(start, end, weekends_off=weekends_off)
    assert abs(awake_s(start, end, weekends_off=weekends_off) - hours) < 0.001
    assert (then := awake_after(start, hours + 60, weekends_off=weekends_off)) is not None
    assert abs(awake_hours(start, then, weekends_off=weekends_off) - hours - 60) < 0.001


def test_an_office_that_rests_at_weekends_is_not_silent_on_sunday() -> None:
    days = [MONDAY + DAY * d for d in range(26) if (MONDAY + DAY * d).weekday() < 5]
    friday = days[-1]
    assert (friday.weekday(), weekends_off(days)) == (4, True)
    at = quiet_at(days)
    assert at is not None
    assert at.astimezone(SHANGHAI).weekday() in {0, 1}


def test_silence_further_than_a_year_ahead_is_never() -> None:
    assert awake_after(MONDAY, 500 * 16 * 3600, weekends_off=False) is None


def test_future_dates_and_repeats_are_no_rhythm_and_the_latest_are_kept() -> None:
    now = MONDAY + 100 * DAY
    merged = times_merge(every(DAY, 70), [MONDAY, now + HOUR], now=now)
    assert (len(merged), merged[-1]) == (KEPT, MONDAY + 69 * DAY)
