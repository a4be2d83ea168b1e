"""Dates as list pages write them: without a year, without a time, relative to now. Pure.

`2026-11-25`, `[11-25]`, `11月25日 09:30`, `25 2026-11` (a calendar leaf), `09:30` (today), `昨天 10:20`, `3小时前`.
Asia/Shanghai where nothing else is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.feeds.dates import read_date
from monitor.lib.clock import SHANGHAI

NOON = time(12)
CLOCK = r"(?:\s*(?P<h>[01]?\d|2[0-3])[:：时](?P<mi>[0-5]\d)(?:[:：分](?P<s>[0-5]\d)秒?)?)?"
SEP = r"\s?[-/.年]\s?"
FULL = re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d){SEP}(?P<m>\d{{1,2}})\s?[-/.月]\s?(?P<d>\d{{1,2}})日?(?!\d)T?{CLOCK}")
LEAF = re.compile(r"(?<!\d)(?P<d>\d{1,2})日?\s*[/|]?\s+(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})月?(?![\d日])")
LEAF_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?\s+(?P<y>20\d\d)年?(?![-/.\d])")
YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>20\d\d)年?\s+(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?!\d)")
SHORT = re.compile(rf"(?<![\d./-])(?P<m>\d{{1,2}})(?:[-/]|月)(?P<d>\d{{1,2}})日?(?![-/.\d])(?:\s+|(?=\D)|$){CLOCK}")
AGO = re.compile(r"(?P<n>\d{1,3}|半)\s*个?(?P<unit>秒|分钟|小时|天|周|月)钟?前")
DAY_WORD = re.compile(rf"(?P<word>今天|今日|昨天|昨日|前天){CLOCK}")
TIME_ONLY = re.compile(r"\s*(?P<h>[01]?\d|2[0-3])[:：](?P<mi>[0-5]\d)(?:[:：](?P<s>[0-5]\d))?\s*")
DAYS_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
UNITS = {"秒": timedelta(seconds=1), "分钟": timedelta(minutes=1), "小时": timedelta(hours=1)}
DAYS = {"天": 1, "周": 7, "月": 30}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Dated:
    """`at` is aware UTC; `how` as Entry.dated; `start`, `end` where it stood in the text."""

    at: datetime
    how: str
    start: int = 0
    end: int = 0


def find_date(text: str, now: datetime | None) -> Dated | None:
    """The first date in a short text, or None. Without `now` what depends on today is not read."""
    try:
        return _find(text, now.astimezone(SHANGHAI) if now else None)
    except (ValueError, OverflowError):
        return None  # 31 November and its like


def read_as(text: str, shape: str) -> Dated | None:
    """By a strptime shape."""
    try:
        at = datetime.strptime(text.strip(), shape)  # noqa: DTZ007 - the zone is set below
    except ValueError:
        return None
    exact = any(f"%{letter}" in shape for letter in "HIscXT")
    if at.tzinfo is None:
        at = at.replace(tzinfo=SHANGHAI)
    return Dated(at.astimezone(UTC), "second", 0, len(text)) if exact else _day(at.date(), 0, len(text))


def _find(text: str, now: datetime | None) -> Dated | None:
    for shape in (FULL, LEAF, LEAF_MONTH, YEAR_FIRST):
        if match := shape.search(text):
            return _at(match, date(int(match["y"]), int(match["m"]), int(match["d"])))
    if now is None:
        return None
    if match := AGO.search(text):
        return _ago(match, now)
    if match := DAY_WORD.search(text):
        return _at(match, now.date() - timedelta(days=DAYS_BACK[match["word"]]))
    if "刚刚" in text:
        return Dated(now.astimezone(UTC), "rough", text.index("刚刚"), text.index("刚刚") + 2)
    if match := SHORT.search(text):
        return _at(match, _latest(int(match["m"]), int(match["d"]), now.date()))
    if match := TIME_ONLY.fullmatch(text):
        found = _at(match, now.date())
        return found if found.at <= now else _at(match, now.date() - timedelta(days=1))
    return None


def _at(match: re.Match[str], day: date) -> Dated:
    parts = match.groupdict()
    if not parts.get("h"):
        return _day(day, match.start(), match.end())
    if zoned := read_date(match.string[match.start() :]) if "T" in match.group() else None:
        return Dated(zoned, "second", match.start(), match.end())
    clock = time(int(parts["h"]), int(parts["mi"]), int(parts["s"] or 0))
    return Dated(datetime.combine(day, clock, SHANGHAI).astimezone(UTC), "second", match.start(), match.end())


def _day(day: date, start: int, end: int) -> Dated:
    return Dated(datetime.combine(day, NOON, SHANGHAI).astimezone(UTC), "day", start, end)


def _ago(match: re.Match[str], now: datetime) -> Dated:
    n = 0.5 if match["n"] == "半" else int(match["n"])
    if match["unit"] in DAYS:
        return _day(now.date() - timedelta(days=int(n * DAYS[match["unit"]])), match.start(), match.end())
    return Dated((now - n * UNITS[match["unit"]]).astimezone(UTC), "rough", match.start(), match.end())


def _latest(month: int, day: int, today: date) -> date:
    """Without a year it is the last such day, tomorrow at most."""
    for year in (today.year + 1, today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 29 February
        if found <= today + timedelta(days=1):
            return found
    raise ValueError(month)
