"""Dates of every real shape to aware UTC. Without a zone they are Asia/Shanghai; "CST" is China Standard Time. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache

from dateutil import parser as dateutil_parser
from dateutil.tz import tzoffset

from monitor.lib.clock import SHANGHAI

EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
ZONES = {
    "cst": 8, "bjt": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "ict": 7, "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0,
    "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
CHINESE_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])月")
CHINESE_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜)[一二三四五六日天],?\s*")
CHINESE_DATE = re.compile(
    r"(\d{2,4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?\s*,?\s*(上午|下午|早上|中午|晚上|凌晨)?\s*"
    r"(?:(\d{1,2})\s*[:：时點点]\s*(\d{1,2})?\s*[:：分]?\s*(\d{1,2})?\s*秒?)?"
)
EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}|\d{16}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?")
SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(.*)", re.DOTALL)
LOOSE_ISO = re.compile(r"(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(\S*)")
REMARK = re.compile(r"\s*(?:\([^()]*\)|\[[A-Za-z_/]+\])$")
GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)\s?([+-])(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
OFFSET = re.compile(r"(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)


def read_date(raw: object) -> datetime | None:
    """Aware UTC, or None for what is no date, or lies before 1980 or after 2200."""
    if isinstance(raw, bool) or raw is None:
        return None
    text = str(raw).strip()
    if not text or len(text) > 100:
        return None
    text = REMARK.sub("", text)
    return _read(GMT_OFFSET.sub(lambda m: f"{m[1]}{int(m[2]):02d}{m[3] or '00'}", text))


@lru_cache(maxsize=4096)
def _read(text: str) -> datetime | None:
    try:
        at = (
            _epoch(text)
            or _fast(text)
            or _chinese(text)
            or _compact(text)
            or _loose_iso(text)
            or _mail(text)
            or _any(text)
        )
        if at is None:
            return None
        at = at.replace(tzinfo=SHANGHAI) if at.tzinfo is None else at
        at = at.astimezone(UTC)
    except (ValueError, OverflowError, OSError, TypeError, AttributeError, IndexError):
        return None  # dateutil and email raise all of these on odd input
    return at if EARLIEST <= at < LATEST else None


def _fast(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text[:4].isdigit() and text[4:5] == "-" else None
    except ValueError:
        return None


def _epoch(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, by the number of digits."""
    if not EPOCH.fullmatch(text):
        return None
    digits = len(text.partition(".")[0])
    return datetime.fromtimestamp(float(text) / (1 if digits <= 10 else 1e3 if digits == 13 else 1e6), UTC)


def _chinese(text: str) -> datetime | None:
    match = CHINESE_DATE.search(text)
    if match is None:
        return None
    year, month, day, part, hour, minute, second = match.groups()
    hours = int(hour or 0)
    if part in {"下午", "晚上", "中午"} and hours < 12 and not (part == "中午" and hours >= 11):
        hours += 12
    return datetime(
        _year(year),
        int(month),
        int(day),
        hours % 24,
        int(minute or 0),
        int(second or 0),
        tzinfo=_zone(text[match.end() :]),
    )


def _compact(text: str) -> datetime | None:
    match = COMPACT.fullmatch(text)
    if match is None:
        return None
    return datetime(*(int(part or 0) for part in match.groups()), tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


def _loose_iso(text: str) -> datetime | None:
    """2026-7-1 8:05, 2026/7/1, 2026.7.1, with or without seconds and zone."""
    if slashed := SLASHED.fullmatch(text):
        text = "-".join(slashed.groups()[:3]) + slashed.group(4)
    match = LOOSE_ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    tz = _zone(zone) if zone else None
    if zone and tz is None:
        return None
    if hour == "24":
        midnight = datetime(_year(year), int(month), int(day), 0, int(minute), int(second or 0), tzinfo=tz)
        return midnight + timedelta(days=1)
    return datetime(
        _year(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59), tzinfo=tz
    )


def _mail(text: str) -> datetime | None:
    """RFC 822 and its relatives, Chinese month names and weekdays included."""
    text = CHINESE_WEEKDAY.sub("", text)
    text = CHINESE_MONTH.sub(lambda match: MONTHS[CHINESE_MONTHS.index(match.group(1))].capitalize(), text)
    fields = parsedate_tz(text)
    if fields is None or not 0 < fields[1] <= 12 or not any(month in text.lower() for month in MONTHS):
        return None
    word = re.search(r"\b([A-Za-z]{1,4})\b\s*(?:\([^)]*\)|\d{4})?\s*$", text)
    zone: timezone | None = timezone(timedelta(0)) if "-0000" in text else None
    if word and word.group(1).lower() in ZONES:
        zone = timezone(timedelta(hours=ZONES[word.group(1).lower()]))
    elif fields[9] is not None and re.search(r"[+-]\d{3,4}|[+-]\d\d:\d\d|GMT|UTC?|EST|PST", text):
        zone = timezone(timedelta(seconds=fields[9]))
    return datetime(
        fields[0], fields[1], fields[2], fields[3] % 24, fields[4], min(fields[5], 59), tzinfo=zone
    ) + timedelta(days=1 if fields[3] == 24 else 0)


def _any(text: str) -> datetime | None:
    """dateutil for the rest; what it would fill in from today is refused by asking twice with different defaults."""
    text = CHINESE_MONTH.sub(lambda match: MONTHS[CHINESE_MONTHS.index(match.group(1))], CHINESE_WEEKDAY.sub("", text))
    if not re.search(r"\d", text):
        return None
    found = [
        dateutil_parser.parse(text, default=default, tzinfos=_tzinfo)
        for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001 - naive on purpose
    ]
    return found[0] if found[0] == found[1] else None


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
