"""Time: UTC in rows, Asia/Shanghai for people. Weeks are Monday-Sunday in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def utc_now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def hour_of(at: datetime) -> datetime:
    """Start of the UTC hour that holds `at` (Shanghai is a whole number of hours away, so it is its hour too)."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def month_of(at: datetime) -> date:
    """First day of the UTC month that holds `at`: the partition key of items."""
    utc = at.astimezone(UTC)
    return date(utc.year, utc.month, 1)


def shanghai_day_start(day: date) -> datetime:
    """Midnight of a Shanghai day, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def shanghai_date(at: datetime) -> date:
    """The calendar day in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def monday_of(day: date) -> date:
    """The Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def week_before(now: datetime) -> date:
    """The Monday of the last week that is over, in Shanghai."""
    return monday_of(shanghai_date(now)) - WEEK


def month_after(month: date, n: int = 1) -> date:
    """First day of the next month, or of the n-th after it."""
    index = month.year * 12 + month.month - 1 + n
    return date(index // 12, index % 12 + 1, 1)


def months_between(start: datetime, end: datetime) -> tuple[date, ...]:
    """First days of the UTC months that a span touches, both ends included: the partitions of items to be read for it."""
    months, last = [month_of(start)], month_of(end)
    while months[-1] < last:
        months.append(month_after(months[-1]))
    return tuple(months)


def parse_time(raw: str) -> datetime:
    """ISO time to aware UTC; without a zone it is Asia/Shanghai, a bare date is its midnight. Raises ValueError."""
    at = datetime.fromisoformat(raw.strip())
    if at.tzinfo is None:
        at = at.replace(tzinfo=SHANGHAI)
    return at.astimezone(UTC)
