"""Dates as list pages write them: without a year, without a time, relative to now. Pure.

`2026-11-25`, `[11-25]`, `11月25日 09:30`, `25 2026-11` (a calendar leaf), `09:30` (today), `昨天 10:20`, `3小时前`,
`刚刚`, `5 minutes ago`, `yesterday 08:30`.
Asia/Shanghai where nothing else is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.feeds.date_words import hour24, plain_words
from monitor.feeds.dates import EARLIEST, LATEST, read_date, read_moment, read_past
from monitor.lib.clock import SHANGHAI

NOON = time(12)
AHEAD = timedelta(days=1)  # a date further in the future that can mean another day means that
PART = r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间)"
CLOCK = rf"(?:\s*{PART}?\s*(?P<h>[01]?\d|2[0-3])[:：时時点點](?P<mi>[0-5]\d)?(?:[:：分](?P<s>[0-5]\d)秒?)?)?"
SEP = r"\s?[-/.年]\s?"
FULL = re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d){SEP}(?P<m>\d{{1,2}})\s?[-/.月]\s?(?P<d>\d{{1,2}})日?(?!\d)T?{CLOCK}")
LEAF = re.compile(r"(?<!\d)(?P<d>\d{1,2})日?\s*[/|]?\s+(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})月?(?![\d日])")
LEAF_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?\s+(?P<y>20\d\d)年?(?![-/.\d])")
YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>20\d\d)年?\s+(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?!\d)")
SHORT = re.compile(rf"(?<![\d./-])(?P<m>\d{{1,2}})(?:[-/]|月)(?P<d>\d{{1,2}})日?(?![-/.\d])(?:\s+|(?=\D)|$){CLOCK}")
AGO = re.compile(
    r"(?<!\d)(?P<n>\d{1,3}|半|几|幾)\s*[个個]?(?P<unit>秒|分|小时|小時|天|日|周|週|星期|月)[钟鐘]?\s*[之以]?前"
)
AGO_ENGLISH = re.compile(
    r"\b(?P<n>\d{1,3}|an?)\s?(?P<unit>s|m|h|d|w|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?)\s+ago\b",
    re.IGNORECASE,
)
YEARS_AGO = re.compile(r"\s*(?P<n>\d{1,2}|半|an?)\s?(?P<unit>年前|years? ago)\s*", re.IGNORECASE)
WEEKDAY = re.compile(rf"\s*(?P<last>上)?[个個]?(?:星期|周|週|礼拜|禮拜)(?P<day>[一二三四五六日天]){CLOCK}\s*")
"""Only where nothing else is said: titles name years and weekdays too."""

DAY_WORD = re.compile(rf"(?P<word>今天|今日|昨天|昨日|大前天|前天|today|yesterday)(?:\s+at|,)?{CLOCK}", re.IGNORECASE)
NOW_WORD = re.compile(r"刚刚|刚才|剛剛|剛才|just now|\bmoments? ago\b", re.IGNORECASE)
TIME_ONLY = re.compile(r"\s*(?P<h>[01]?\d|2[0-3])[:：](?P<mi>[0-5]\d)(?:[:：](?P<s>[0-5]\d))?\s*")
WEEKDAYS = "一二三四五六日"
DAYS_BACK = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "大前天": 3}
SECONDS = {"秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "h": 3600}
DAYS = {"天": 1, "日": 1, "d": 1, "周": 7, "週": 7, "星": 7, "w": 7, "月": 30, "mo": 30, "年": 365, "y": 365}
FEW = {"半": 0.5, "几": 3, "幾": 3, "a": 1, "an": 1}
LONGEST = 60
MARKS = {"day": 1, "rough": 2}  # microseconds
HOW = {mark: how for how, mark in MARKS.items()}
WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00")


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
        found = _find(text, now.astimezone(SHANGHAI) if now else None)
    except (ValueError, OverflowError):
        return None  # 31 November and its like
    return found if found and EARLIEST <= found.at < LATEST else None


def read_dated(raw: object, now: datetime | None) -> Dated | None:
    """A whole date field of a feed: any date that we know, else one that depends on `now`. A bare date is a `day`."""
    if raw is None or raw == "":
        return None
    at, day = read_moment(raw)
    if at is not None and now is not None and at > now + AHEAD and isinstance(raw, str):
        at, day = read_moment(read_past(raw, now + AHEAD) or raw)
    if day is not None:
        return _day(day, 0, 0)
    if at is not None:
        return Dated(at, "second")
    if not isinstance(raw, str) or not 0 < len(raw) <= LONGEST:
        return None
    return (find_date(raw, now) if WEEKDAY.fullmatch(raw) else None) or find_date(plain_words(raw), now)


def written(dated: Dated) -> str:
    """As ISO text that a parser of feeds carries through; how exact it is stands in the last place."""
    mark = MARKS.get(dated.how)
    return (dated.at if mark is None else dated.at.replace(microsecond=mark)).isoformat()


def read_written(raw: object) -> Dated | None:
    """What `written` wrote; None for anything else."""
    if not isinstance(raw, str) or not WRITTEN.fullmatch(raw):
        return None
    at = datetime.fromisoformat(raw)
    if at.microsecond not in HOW:
        return Dated(at, "second")
    return Dated(at.replace(microsecond=0), HOW[at.microsecond])


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
    if match := YEARS_AGO.fullmatch(text) or AGO.search(text) or AGO_ENGLISH.search(text):
        return _ago(match, now)
    if match := DAY_WORD.search(text):
        return _at(match, now.date() - timedelta(days=DAYS_BACK[match["word"].lower()]))
    if match := NOW_WORD.search(text):
        return Dated(now.astimezone(UTC), "rough", match.start(), match.end())
    if match := SHORT.search(text):
        return _at(match, _latest(int(match["m"]), int(match["d"]), now.date()))
    if match := WEEKDAY.fullmatch(text):
        return _weekday(match, now)
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
    hours = timedelta(hours=hour24(parts.get("part"), int(parts["h"])))
    clock = time(0, int(parts["mi"] or 0), int(parts["s"] or 0))
    return Dated(datetime.combine(day, clock, SHANGHAI).astimezone(UTC) + hours, "second", match.start(), match.end())


def _day(day: date, start: int, end: int) -> Dated:
    return Dated(datetime.combine(day, NOON, SHANGHAI).astimezone(UTC), "day", start, end)


def _ago(match: re.Match[str], now: datetime) -> Dated:
    n = FEW.get(match["n"].lower()) or int(match["n"])
    unit = match["unit"].lower()
    days = DAYS.get(unit[:2]) or DAYS.get(unit[:1])
    if days:
        return _day(now.date() - timedelta(days=int(n * days)), match.start(), match.end())
    return Dated((now - timedelta(seconds=n * SECONDS[unit[:1]])).astimezone(UTC), "rough", match.start(), match.end())


def _weekday(match: re.Match[str], now: datetime) -> Dated:
    """The last such day (and time), now at most; of last week where that is said."""
    back = now.weekday() - WEEKDAYS.index(match["day"].replace("天", "日"))
    day = now.date() - timedelta(days=back + 7 if match["last"] else back % 7)
    found = _at(match, day)
    return found if found.how == "day" or found.at <= now else _at(match, day - timedelta(days=7))


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
