"""Dates as list pages write them, read at 13:00 on 25 November 2026 in Shanghai."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.feeds.list_dates import find_date, read_as
from monitor.lib.clock import SHANGHAI
from tests.each import each

NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


@each(
    "text at how",
    [
        ("2026-11-25", "2026-11-25 12:00", "day"),
        ("[2026/1/5]", "2026-01-05 12:00", "day"),
        ("2026年11月5日", "2026-11-05 12:00", "day"),
        ("发布时间：2026.11.05", "2026-11-05 12:00", "day"),
        ("11-25", "2026-11-25 12:00", "day"),
        ("（11月26日）", "2026-11-26 12:00", "day"),
        ("12-30", "2025-12-30 12:00", "day"),
        ("02-29", "2024-02-29 12:00", "day"),
        ("25 2026-11", "2026-11-25 12:00", "day"),
        ("11-05 2026", "2026-11-05 12:00", "day"),
        ("2026 11/05", "2026-11-05 12:00", "day"),
        ("2026-11-25 09:30", "2026-11-25 09:30", "second"),
        ("2026年11月5日 9:30:15", "2026-11-05 09:30", "second"),
        ("2026-11-25T01:30:00Z", "2026-11-25 09:30", "second"),
        ("11-24 23:10", "2026-11-24 23:10", "second"),
        ("09:30", "2026-11-25 09:30", "second"),
        ("18:30", "2026-11-24 18:30", "second"),
        ("今天 08:05", "2026-11-25 08:05", "second"),
        ("昨天10:20", "2026-11-24 10:20", "second"),
        ("前天", "2026-11-23 12:00", "day"),
        ("3小时前", "2026-11-25 10:00", "rough"),
        ("半小时前", "2026-11-25 12:30", "rough"),
        ("20分钟前", "2026-11-25 12:40", "rough"),
        ("刚刚", "2026-11-25 13:00", "rough"),
        ("2天前", "2026-11-23 12:00", "day"),
    ],
)
def test_a_date_is_read_with_how_exact_it_is(text: str, at: str, how: str) -> None:
    found = find_date(text, NOW)
    assert found is not None
    assert (f"{found.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", found.how) == (at, how)


@each(text=["", "第3号", "13-40", "2026-13-01", "热度 1234", "1/2/3", "31/2", "10086", "3.5万"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_date(text, NOW) is None


def test_without_now_nothing_that_depends_on_today_is_read() -> None:
    assert find_date("11-25", None) is None
    assert find_date("2026-11-25", None) is not None


def test_a_shape_of_ones_own_is_read() -> None:
    found = [
        read_as("25/11/2026", "%d/%m/%Y"),
        read_as("25.11.26 09h30", "%d.%m.%y %Hh%M"),
        read_as("gestern", "%d/%m/%Y"),
    ]
    assert [dated and (dated.how, f"{dated.at:%F %H:%M}") for dated in found] == [
        ("day", "2026-11-25 04:00"),
        ("second", "2026-11-25 01:30"),
        None,
    ]
