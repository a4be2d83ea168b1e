"""Dates of every real shape; 2026-07-01 08:30 in Shanghai is 00:30 UTC."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import read_date
from monitor.feeds.parse import parse
from monitor.feeds.parsed import ParseConfig
from tests.each import each
from tests.feeds.samples import rss

AT = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)


@each(
    raw=[
        "Wed, 01 Jul 2026 08:30:00 +0800",
        "Wed, 01 Jul 2026 00:30:00 GMT",
        "Wed, 01 Jul 2026 08:30:00 CST",
        "Wed Jul 01 08:30:00 CST 2026",
        "Wed, 1 Jul 26 08:30 +0800",
        "Wed, 01 Jul 2026 08:30:00",
        "Tue, 30 Jun 2026 20:30:00 EDT",
        "2026-07-01 00:30:00 +0000 UTC",
        "2026-07-01 08:30:00 +0800 CST m=+0.01",
        "2026-07-01T00:30:00+0000Z",
        "Wed Jul 01 2026 08:30:00 GMT 0800",
        "Tue, 30 Jun 2026 20:30:00 America/New_York",
        "2026-07-01 02:30:00 Europe/Berlin",
        "2026-07-01T02:30:00+02:00[Europe/Berlin]",
        "2026-07-01 08:30:00 Asia/Nowhere",
        "Wed, 01 Jul 2026 10:30:00 AEST",
        "Wed, 01 Jul 2026 12:30:00 NZST",
        "Wed, 01 Jul 2026 06:00:00 IST",
        "Tue, 30 Jun 2026 21:30:00 BRT",
        "Wed, 01 Jul 2026 02:30:00 MESZ",
        "Mi., 01 Juli 2026 02:30:00 +0200",
        "mer, 01 juil. 2026 02:30:00 +0200",
        "1 de julio de 2026 08:30",
        "Ср, 01 Июл 2026 03:30:00 +0300",
        "01.07.2026, 08:30 Uhr",
        "2026/07/01 (三) 08:30",
        "Wed Jul  1 00:30:00 UTC 2026",
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
        "二〇二六年七月一日 八点三十分",
        "２０２６年７月１日　８：３０",
        "星期三 2026年7月1日 08:30",
        "周三, 1 7月 2026 08:30:00 +0800",
        "七月 1, 2026 8:30 上午",
        "2026/7/1 上午 08:30:00",
        "Jul 1, 2026 8:30 AM",
        "Wednesday, July 01, 2026 8:30 AM",
        "Wed, 01 Jul 2026 00:30:00 UT",
        "Tue, 30 Jun 2026 19:30:00 EST",
        "Wed, 01 Jul 2026 08:30:00 GMT+0800",
        "2026-07-01 08:30:00 UTC+8",
        "2026-07-01 08:30:00 +08",
        "2026-07-01 08:30 北京时间",
        "2026-07-01 08:30:00 Asia/Shanghai",
        "2026-07-01T08:30:00+0800",
        "2026-07-01t00:30:00z",
        "2026-W27-3T08:30",
        "2026-182T08:30",
        "26/07/01 08:30",
        "1.7.2026 08:30",
        "202607010830",
        "Wed, 01-Jul-26 00:30:00 GMT",
        "Wed Jul 1 08:30:00 2026",
        "1782865800000000",
        "1782865800000000000",
        "1782865800.0",
    ]
)
def test_a_moment_is_read_whatever_its_shape(raw: object) -> None:
    assert read_date(raw) == AT


@each(raw=["2026-07-01", "2026年7月1日", "2026/7/1", "20260701", "01 Jul 2026"])
def test_a_bare_date_is_midnight_in_shanghai(raw: str) -> None:
    assert read_date(raw) == datetime(2026, 6, 30, 16, tzinfo=UTC)


@each(
    raw=[
        "2026-07-01",
        "2026-07-01Z",
        "2026-07-01+08:00",
        "2026年7月1日",
        "二〇二六年七月一日",
        "2026/7/1",
        "2026.07.01",
        "20260701",
        "Wed, 01 Jul 2026",
        "July 1, 2026",
        "七月 1, 2026",
        "2026-W27-3",
        "2026-182",
        "26/07/01",
    ]
)
def test_a_bare_date_in_a_feed_is_a_day_with_its_noon(raw: str) -> None:
    (entry,) = parse(rss(f"<title>甲</title><pubDate>{raw}</pubDate>")).entries
    assert (entry.published, entry.dated) == (datetime(2026, 7, 1, 4, tzinfo=UTC), "day")


@each(
    "raw at how",
    [
        ("3小时前", AT - timedelta(hours=3), "rough"),
        ("3 小時之前", AT - timedelta(hours=3), "rough"),
        ("半小时前", AT - timedelta(minutes=30), "rough"),
        ("5 minutes ago", AT - timedelta(minutes=5), "rough"),
        ("an hour ago", AT - timedelta(hours=1), "rough"),
        ("刚刚", AT, "rough"),
        ("just now", AT, "rough"),
        ("一天前", datetime(2026, 6, 30, 4, tzinfo=UTC), "day"),
        ("2 days ago", datetime(2026, 6, 29, 4, tzinfo=UTC), "day"),
        ("昨天 08:30", AT - timedelta(days=1), "second"),
        ("昨天下午三点", datetime(2026, 6, 30, 7, tzinfo=UTC), "second"),
        ("yesterday 08:30", AT - timedelta(days=1), "second"),
        ("06-30 08:30", AT - timedelta(days=1), "second"),
        ("07:30", AT - timedelta(hours=1), "second"),
        ("发布时间：2026-07-01 08:30", AT, "second"),
        ("周二 08:30", AT - timedelta(days=1), "second"),
        ("星期三 09:30", AT - timedelta(days=7) + timedelta(hours=1), "second"),
        ("上周日", datetime(2026, 6, 28, 4, tzinfo=UTC), "day"),
        ("1年前", datetime(2025, 7, 1, 4, tzinfo=UTC), "day"),
        ("两年前", datetime(2024, 7, 1, 4, tzinfo=UTC), "day"),
        ("2 years ago", datetime(2024, 7, 1, 4, tzinfo=UTC), "day"),
    ],
    form=["rss", "json"],
)
def test_what_depends_on_today_is_read_by_the_time_of_the_poll(form: str, raw: str, at: datetime, how: str) -> None:
    item = {"id": "1", "title": "甲", "date_published": raw}
    body = (
        rss(f"<title>甲</title><pubDate>{raw}</pubDate>") if form == "rss" else json.dumps({"items": [item]}).encode()
    )
    (entry,) = parse(body, config=ParseConfig(now=AT)).entries
    assert (entry.published, entry.dated) == (at, how)
    assert parse(body).entries[0].published in {None, at}


@each("raw day", [("12/11/26", 12), ("27/11/26", 27), ("26/11/27", 27), ("11/12/26", 12), ("12/11/2026", 12)])
def test_a_day_that_can_be_another_is_not_one_to_come(raw: str, day: int) -> None:
    (entry,) = parse(
        rss(f"<pubDate>{raw}</pubDate>"), config=ParseConfig(now=datetime(2026, 11, 27, 6, tzinfo=UTC))
    ).entries
    assert (entry.published, entry.dated) == (datetime(2026, 11, day, 4, tzinfo=UTC), "day")


@each(
    raw=[
        "Mon, 30 Nov -0001 00:00:00 +0000",
        "1970-01-01 08:00:00",
        "1970-01-01T00:00:00Z",
        "1970-01-01",
        "1900-01-01",
        "0001-01-01T00:00:00",
        "0",
    ]
)
def test_the_beginning_of_time_is_no_date(raw: str) -> None:
    """What systems write where there is none; read as one, the entry would be too old to be kept."""
    (entry,) = parse(rss(f"<pubDate>{raw}</pubDate>"), config=ParseConfig(now=AT)).entries
    assert entry.published is None


@each(
    "raw at",
    [
        ("2026-07-01 12:30 AM", "2026-06-30T16:30"),
        ("2026年7月1日 中午12:30", "2026-07-01T04:30"),
        ("2026年7月1日 凌晨12:30", "2026-06-30T16:30"),
        ("2026年7月1日晚上8:30", "2026-07-01T12:30"),
        ("2026-07-01T24:00:00", "2026-07-01T16:00"),
        ("Wed, 01 Jul 2026 24:00:00 +0800", "2026-07-01T16:00"),
        ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59"),
        ("Tue, 30 Jun 2026 23:59:60 GMT", "2026-06-30T23:59:59"),
        ("2026-07-01T08:30:00,25+08:00", "2026-07-01T00:30:00.250000"),
        ("07/01/2026 08:30", "2026-07-01T00:30"),
        ("1 Jul 99 08:30 GMT", "1999-07-01T08:30"),
        ("Wed, 01 Jul 2026 08:30:00 +08:00", "2026-07-01T00:30"),
        ("1 Jul 2026 02:30:00 +2:00", "2026-07-01T00:30"),
        ("July 1, 2026 8:30 PM", "2026-07-01T12:30"),
        ("Wed, 01 Jul 2026 8:30:00 P.M. GMT", "2026-07-01T20:30"),
        ("July 1, 2026 12:30 AM", "2026-06-30T16:30"),
        ("2026年7月1日 上午12:30", "2026-06-30T16:30"),
        ("2026-07-01T08:30:00 08:00", "2026-07-01T00:30"),
        ("/Date(1782865800000)/", "2026-07-01T00:30"),
        ("/Date(1782865800000+0800)/", "2026-07-01T00:30"),
    ],
)
def test_edges_of_the_clock_are_understood(raw: str, at: str) -> None:
    assert read_date(raw) == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_afternoon_and_hour_24_are_understood() -> None:
    assert read_date("2026年7月1日 下午3:05") == datetime(2026, 7, 1, 7, 5, tzinfo=UTC)
    assert read_date("2026-07-01T24:30:00+16:00") == AT + timedelta(hours=8)


@each(
    raw=[
        *("", "soon", "12", "10:30", "Monday", "2026-13-45", "0000-00-00", "9999999999999", None, True, "x" * 500),
        *("2026-02-30", "2026-02-30 08:30", "Mon, 30 Feb 2026 08:30:00 +0800", "2026年2月30日", "2026-366"),
        *("Wed, 01 Jul 2026 25:00:00 GMT", "2026", "2026-07", "July 2026", "0001-01-01T00:00:00Z", "-1", "0"),
    ]
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


@each(guid=["t1", "a", "march-7", "3 days ago", "12"])
def test_a_guid_is_no_date_although_dateparser_is_installed(guid: str) -> None:
    body = f"<title>夜市开业</title><link>http://news.yunhe.example/y</link><guid isPermaLink='false'>{guid}</guid>"
    (entry,) = parse(rss(body), url="http://news.yunhe.example/feed").entries
    assert entry.published is None
