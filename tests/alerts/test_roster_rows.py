"""Shifts as people write them, and due times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from monitor.alerts.roster_rows import RosterError, days_of, shift_row, span_of
from monitor.alerts.times import Times, sooner, times_of
from monitor.errors import SettingError
from tests.each import each

MEMBERS = {"zhi": 1, "值班员": 1, "zu": 2}


def test_a_night_shift_ends_on_the_next_day() -> None:
    start, end = span_of(date(2026, 11, 26), time(20), time(8, 30))
    assert (start, end - start) == (datetime(2026, 11, 26, 12, tzinfo=UTC), timedelta(hours=12, minutes=30))


def test_working_days_leave_out_the_holiday_and_keep_the_make_up_day() -> None:
    days = days_of(date(2026, 10, 1), date(2026, 10, 11), "working")
    assert [day.day for day in days] == [8, 9, 10]
    assert [day.day for day in days_of(date(2026, 10, 1), date(2026, 10, 11), "rest")] == [1, 2, 3, 4, 5, 6, 7, 11]


@pytest.mark.parametrize(
    ("until", "repeat"), [(date(2026, 9, 30), "daily"), (date(2027, 3, 1), "daily"), (date(2026, 10, 1), "x")]
)
def test_a_span_without_days_is_refused(until: date, repeat: str) -> None:
    with pytest.raises(RosterError, match="92"):
        days_of(date(2026, 10, 1), until, repeat)


@pytest.mark.parametrize("raw", ["2026-11-26", "2026/11/26", "2026年11月26日", "2026-11-26 00:00:00"])
def test_dates_are_read_as_people_and_spreadsheets_write_them(raw: str) -> None:
    row = shift_row({"date": raw, "start": "8:30", "end": "17：30", "name": "值班员", "deputy": "ZU"}, MEMBERS)
    assert (row.start, row.member, row.deputy) == (datetime(2026, 11, 26, 0, 30, tzinfo=UTC), 1, 2)


@each(
    "changed label",
    [
        ({"date": "明天"}, "shift_date"),
        ({"date": "2026-02-30"}, "shift_date"),
        ({"start": "25:00"}, "shift_time"),
        ({"name": "外人"}, "shift_member"),
        ({"deputy": "zhi"}, "shift_deputy"),
    ],
)
def test_a_line_that_cannot_be_says_why(changed: dict[str, str], label: str) -> None:
    values = {"date": "2026-11-26", "start": "08:30", "end": "17:30", "name": "zhi"} | changed
    with pytest.raises(RosterError) as caught:
        shift_row(values, MEMBERS)
    assert caught.value.label == label


def test_a_due_time_goes_by_the_level_and_only_ever_forward() -> None:
    at = datetime(2026, 11, 26, tzinfo=UTC)
    yellow, red = (Times().resolve_by(level, at) for level in (2, 4))
    assert sooner(yellow, red) == red
    assert sooner(red, yellow) == red
    assert sooner(None, yellow) == yellow


@pytest.mark.parametrize(
    ("minutes", "label"), [([1, 2, 3], "times_count"), ([9, 5, 1, 0], "times_range"), ([10, 20, 5, 1], "times_order")]
)
def test_times_that_make_no_sense_are_refused(minutes: list[int], label: str) -> None:
    with pytest.raises(SettingError) as caught:
        times_of(minutes, [4, 3, 2, 1])
    assert caught.value.label == label


def test_a_shift_that_starts_at_24_00_begins_at_the_midnight_that_ends_its_day() -> None:
    row = shift_row({"date": "2026-12-31", "start": "24:00", "end": "08:00", "name": "a"}, {"a": 1})
    midnight = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert (row.start, row.end) == (midnight, midnight + timedelta(hours=8))


@each("day", [("9999-12-31",), ("1026-11-26",)])
def test_a_year_that_is_a_slip_is_refused_and_no_error(day: str) -> None:
    with pytest.raises(RosterError):
        shift_row({"date": day, "start": "24:00", "end": "08:00", "name": "a"}, {"a": 1})
    assert days_of(date.max, date.max, "once") == [date.max]
