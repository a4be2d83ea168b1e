"""Dates of every real shape; 2026-07-01 08:30 in Shanghai is 00:30 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import read_date
from monitor.feeds.parse import parse
from tests.feeds.samples import rss

AT = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "Wed, 01 Jul 2026 08:30:00 +0800",
        "Wed, 01 Jul 2026 00:30:00 GMT",
        "Wed, 01 Jul 2026 08:30:00 CST",
        "Wed Jul 01 08:30:00 CST 2026",
        "Wed, 1 Jul 26 08:30 +0800",
        "Wed, 01 Jul 2026 08:30:00",
        "Tue, 30 Jun 2026 20:30:00 EDT",
        "星期三, 01 七月 2026 08:30:00 +0800",
        "周三, 1 七月 2026 08:30:00",
        "2026-07-01T08:30:00+08:00",
        "2026-07-01T00:30:00Z",
        "2026-07-01T00:30:00.000Z",
        "2026-07-01 08:30:00",
        "2026-7-1 8:30",
        "2026/07/01 08:30",
        "2026.07.01 08:30:00",
        "2026-07-01 08:30:00 CST",
        "2026-07-01 08:30:00 +0800",
        "2026年7月1日 08:30",
        "Wed Jul 01 2026 08:30:00 GMT+0800 (中国标准时间)",
        "Wed, 01 Jul 2026 08:30:00 GMT+8",
        "Wed, 01 Jul 2026 00:30:00 -0000",
        "2026-07-01T08:30:00+08:00[Asia/Shanghai]",
        "26-07-01 08:30",
        "2026年07月01日08时30分",
        "2026年7月1日 上午8:30",
        "20260701083000",
        "1782865800",
        "1782865800000",
        1782865800,
        1782865800000,
        "  2026-07-01 08:30:00\n",
    ],
)
def test_a_moment_is_read_whatever_its_shape(raw: object) -> None:
    assert read_date(raw) == AT


@pytest.mark.parametrize("raw", ["2026-07-01", "2026年7月1日", "2026/7/1", "20260701", "01 Jul 2026"])
def test_a_bare_date_is_midnight_in_shanghai(raw: str) -> None:
    assert read_date(raw) == datetime(2026, 6, 30, 16, tzinfo=UTC)


def test_afternoon_and_hour_24_are_understood() -> None:
    assert read_date("2026年7月1日 下午3:05") == datetime(2026, 7, 1, 7, 5, tzinfo=UTC)
    assert read_date("2026-07-01T24:30:00+16:00") == AT + timedelta(hours=8)


@pytest.mark.parametrize(
    "raw", ["", "soon", "12", "10:30", "Monday", "2026-13-45", "0000-00-00", "9999999999999", None, True, "x" * 500]
)
def test_what_is_no_date_is_none(raw: object) -> None:
    assert read_date(raw) is None


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.none()))
def test_reading_a_date_never_raises(raw: object) -> None:
    at = read_date(raw)
    assert at is None or at.utcoffset() == timedelta(0)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive
def test_isoformat_round_trips(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    assert read_date(at.isoformat()) == at


@pytest.mark.parametrize("guid", ["t1", "a", "march-7", "3 days ago", "12"])
def test_a_guid_is_no_date_although_dateparser_is_installed(guid: str) -> None:
    body = f"<title>夜市开业</title><link>http://news.yunhe.example/y</link><guid isPermaLink='false'>{guid}</guid>"
    (entry,) = parse(rss(body), url="http://news.yunhe.example/feed").entries
    assert entry.published is None
