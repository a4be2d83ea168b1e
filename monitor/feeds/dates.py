"""Dates of every real shape to aware UTC. Without a zone they are Asia/Shanghai; "CST" is China Standard Time. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser as dateutil_parser
from dateutil.tz import tzoffset

from monitor.feeds.date_words import MONTHS, foreign_months, plain_words
from monitor.lib.clock import SHANGHAI

EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
ZONES = {
    "cst": 8, "bjt": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "ict": 7, "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0,
    "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "mez": 1, "mesz": 2, "mest": 2, "sast": 2, "eat": 3, "pkt": 5, "ist": 5.5, "wib": 7,
    "pht": 8, "myt": 8, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "hst": -10,
    "akst": -9, "akdt": -8, "ast": -4, "adt": -3, "brt": -3, "art": -3, "nst": -3.5, "ndt": -2.5,
}  # fmt: skip
MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
RFC_822 = re.compile(
    r"(?:[A-Za-z]{3},\s)?(\d{1,2})\s([A-Za-z]{3})\s(\d{4})\s(\d\d):(\d\d):(\d\d)\s(?:([+-])(\d\d)(\d\d)|GMT|UTC|UT|Z)"
)
CHINESE_DATE = re.compile(
    r"(\d{2,4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?\s*,?\s*"
    r"(?:(\d{1,2})\s*[:时時点點]\s*(\d{1,2})?\s*[:分]?\s*(\d{1,2})?\s*秒?)?"
)
JSON_EPOCH = re.compile(r"\\?/Date\((\d{9,16})(?:[+-]\d{4})?\)\\?/")
"""Milliseconds as .NET writes them into JSON."""

EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}(?:\.\d+)?|\d{16}|\d{19}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{4})?")
ORDINAL = re.compile(r"(\d{4})-(\d{3})(?:[T ](\d\d):(\d\d)(?::(\d\d))?\s*(\S*))?")
ISO = re.compile(r"\d{4}-(?:\d\d-\d\d|W\d\d-\d)(?:[T ]|$)", re.IGNORECASE)
SHORT_YEAR = re.compile(r"(\d\d)[/.](\d\d)[/.](\d\d)(?!\d)(.*)", re.DOTALL)
DAY_FIRST = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}(?!\d)")
SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(.*)", re.DOTALL)
LOOSE_ISO = re.compile(
    r"(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?\s*(\S*)", re.IGNORECASE
)
REMARK = re.compile(r"\s*(?:\([^()]*\)|\[[A-Za-z_/]+\]|\bUhr)$")
NAMED_TOO = re.compile(r"(\d\s?[+-]\d\d:?\d\d)\s?[A-Z]{1,5}(?:\sm=\S+)?$")
"""An offset with the name of its zone behind it, as Go prints it."""

REGION = re.compile(r"\s*\[?([A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2})\]?$")
"""A zone by its place, in brackets or not: Europe/Berlin."""

BEFORE_CHRIST = re.compile(r"\s-0\d{3}\b|^[+-]?0000")
"""What PHP makes of no date at all."""
GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)\s?([+-])(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
OFFSET = re.compile(r"(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
SLANTED = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d\d(?:\d\d)?)(?!\d)(.*)", re.DOTALL)
COLON_OFFSET = re.compile(r"([+-])(\d{1,2}):(\d\d)(?![\d:])")
LOST_PLUS = re.compile(r"(\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?|:\d\d (?:GMT|UTC)) ((?:0\d|1[0-4]):?\d\d)$")
"""A zone whose plus sign was taken for the blank of an address."""

HAS_CLOCK = re.compile(r"\d\s*[:时時点點h]|\dT\d|\d\s?[ap]\.?m\b|\d{8}\s?\d|\d{9}", re.IGNORECASE)
ZONE_END = re.compile(r"\s*(?:(?:GMT|UTC)?\s?[+-]\d{1,2}:?\d\d|Z|GMT|UTC|CST)$", re.IGNORECASE)
LONGEST = 100


def read_date(raw: object) -> datetime | None:
    """Aware UTC, or None for what is no date, or lies before 1980 or after 2200. A bare date is its midnight."""
    return read_moment(raw)[0]


def read_moment(raw: object) -> tuple[datetime | None, date | None]:
    """(as `read_date`, the day when the text names a day and no time of it)."""
    if isinstance(raw, bool) or raw is None:
        return None, None
    return _moment(raw if isinstance(raw, str) else str(raw))


def read_past(raw: str, latest: datetime) -> str | None:
    """12/11/26 as the last day not after `latest` that it can mean (year, month or day first), as ISO text; None without one."""
    match = SLANTED.fullmatch(raw.strip())
    if match is None:
        return None
    first, second, third, rest = match.groups()
    orders = ((third, second, first), (third, first, second), *(((first, second, third),) if len(third) == 2 else ()))
    texts = [f"{_year(year):04d}-{month}-{day}{rest}" for year, month, day in orders]
    dated = [(at, text) for text in texts if (at := read_date(text)) is not None and at <= latest]
    return max(dated)[1] if dated else None


@lru_cache(maxsize=4096)
def _moment(raw: str) -> tuple[datetime | None, date | None]:
    text = raw.strip()
    if not text or len(text) > LONGEST:
        return None, None
    at = _rfc822(text) or _shaped(text)
    if at is None or not EARLIEST <= (utc := at.astimezone(UTC)) < LATEST:
        return None, None
    bare = (at.hour, at.minute, at.second) == (0, 0, 0) and not _has_clock(text)
    return utc, at.date() if bare else None


def _has_clock(text: str) -> bool:
    return HAS_CLOCK.search(ZONE_END.sub("", plain_words(text))) is not None


def _rfc822(text: str) -> datetime | None:
    """What nearly every feed writes, without detours."""
    match = RFC_822.fullmatch(text)
    month = MONTH_NUMBERS.get(match[2].lower()) if match else None
    if match is None or month is None or match[4] >= "24" or match[6] >= "60":
        return None
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) if match[7] else timedelta(0)
    try:
        zone = timezone(-offset if match[7] == "-" else offset) if offset else UTC
        return datetime(int(match[3]), month, int(match[1]), int(match[4]), int(match[5]), int(match[6]), tzinfo=zone)
    except ValueError:
        return None


def _shaped(text: str) -> datetime | None:
    """By the first shape that fits; aware. A day or time that cannot be (30 February) is no date."""
    region = REGION.search(text) if "/" in text else None
    text = REMARK.sub("", plain_words(text[: region.start()] if region else text))
    if BEFORE_CHRIST.search(text):
        return None
    text = NAMED_TOO.sub(r"\1", text)
    text = GMT_OFFSET.sub(lambda m: f"{m[1]}{int(m[2]):02d}{m[3] or '00'}", LOST_PLUS.sub(r"\1+\2", text))
    try:
        at = next((found for shape in SHAPES if (found := shape(text)) is not None), None)
        if at is None:
            return None
        at = at.replace(tzinfo=_region(region[1]) if region else SHANGHAI) if at.tzinfo is None else at
        at.astimezone(UTC)
    except (ValueError, OverflowError, OSError, TypeError, AttributeError, IndexError):
        return None  # dateutil and email raise all of these on odd input
    return at


def _region(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return SHANGHAI


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if ISO.match(text) else None
    except ValueError:
        return None


def _epoch(text: str) -> datetime | None:
    """Seconds, milliseconds, micro- or nanoseconds since 1970, by the number of digits."""
    text = JSON_EPOCH.sub(r"\1", text)
    if not EPOCH.fullmatch(text):
        return None
    digits = len(text.partition(".")[0])
    unit = {13: 1e3, 16: 1e6, 19: 1e9}.get(digits, 1)
    return datetime.fromtimestamp(float(text) / unit, UTC)


def _chinese(text: str) -> datetime | None:
    match = CHINESE_DATE.search(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    return _at(year, month, day, hour, minute, second, _zone(text[match.end() :]))


def _compact(text: str) -> datetime | None:
    match = COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    return _at(year, month, day, hour, minute, second, _zone(zone) if zone else None)


def _ordinal(text: str) -> datetime | None:
    """ISO 8601: the day of the year."""
    match = ORDINAL.fullmatch(text)
    if match is None:
        return None
    year, number, hour, minute, second, zone = match.groups()
    day = date(int(year), 1, 1) + timedelta(days=int(number) - 1)
    if str(day.year) != year:
        return None
    return _at(year, str(day.month), str(day.day), hour, minute, second, _zone(zone) if zone else None)


def _loose_iso(text: str) -> datetime | None:
    """2026-7-1 8:05, 2026/7/1, 2026.7.1, with or without seconds and zone."""
    slashed = SLASHED.fullmatch(text) or SHORT_YEAR.fullmatch(text)
    if slashed and not (len(slashed[1]) == 2 and slashed[1] <= max(slashed[3], "19")):  # 07/01/26 is no year 2007
        text = "-".join(slashed.groups()[:3]) + slashed.group(4)
    match = LOOSE_ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    tz = _zone(zone) if zone else None
    return None if zone and tz is None else _at(year, month, day, hour, minute, second, tz)


def _mail(text: str) -> datetime | None:
    """RFC 822 and its relatives."""
    text = COLON_OFFSET.sub(lambda m: f"{m[1]}{int(m[2]):02d}{m[3]}", text)
    fields = parsedate_tz(text)
    if fields is None or not 0 < fields[1] <= 12 or not any(month in text.lower() for month in MONTH_NUMBERS):
        return None
    word = re.search(r"\b([A-Za-z]{1,4})\b\s*(?:\([^)]*\)|\d{4})?\s*$", text)
    zone: timezone | None = timezone(timedelta(0)) if "-0000" in text else None
    if word and word.group(1).lower() in ZONES:
        zone = timezone(timedelta(hours=ZONES[word.group(1).lower()]))
    elif fields[9] is not None and re.search(r"[+-]\d{3,4}|GMT|UTC?|EST|PST", text):
        zone = timezone(timedelta(seconds=fields[9]))
    year, month, day, hour, minute, second = (str(field) for field in fields[:6])
    return _at(year, month, day, hour, minute, second, zone)


def _foreign(text: str) -> datetime | None:
    """As `_mail`, its month in another language; None where it is none of those."""
    plain = foreign_months(text)
    return _mail(plain) if plain != text else None


def _any(text: str) -> datetime | None:
    """dateutil for the rest; what it would fill in from today is refused by asking twice with different defaults."""
    if not re.search(r"\d", text):
        return None
    found = [
        dateutil_parser.parse(text, default=default, tzinfos=_tzinfo, dayfirst=DAY_FIRST.match(text) is not None)
        for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001 - naive on purpose
    ]
    return found[0] if found[0] == found[1] else None


SHAPES: tuple[Callable[[str], datetime | None], ...] = (
    _epoch, _iso, _chinese, _compact, _ordinal, _loose_iso, _mail, _foreign, _any,
)  # fmt: skip


def _at(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: tzinfo | None
) -> datetime:
    """Hour 24 is the next day's first; a leap second is the one before it."""
    late = timedelta(days=1) if int(hour or 0) == 24 else timedelta(0)
    clock = int(hour or 0) % 24 if late else int(hour or 0), int(minute or 0), min(int(second or 0), 59)
    return datetime(_year(year), int(month), int(day), *clock, tzinfo=zone) + late


def _tzinfo(name: str | None, offset: int | None) -> tzoffset | None:
    if offset is not None:
        return tzoffset(name, offset)
    hours = ZONES.get((name or "").lower())
    return None if hours is None else tzoffset(name, hours * 3600)


def _zone(text: str) -> timezone | None:
    text = text.strip().strip("()")
    if text.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[text.lower()]))
    match = OFFSET.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def _year(text: str) -> int:
    """Two digits: 70–99 are the last century (RFC 2822)."""
    year = int(text)
    return year if year >= 100 else year + (1900 if year >= 70 else 2000)
