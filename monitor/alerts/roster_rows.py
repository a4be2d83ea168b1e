"""Shifts as people write them: a date with two times, once or for many days, and lines of a file. Pure.

A shift whose end is not after its start ends on the next day. Times are Asia/Shanghai.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.errors import TingchaoError
from monitor.lib.clock import DAY, SHANGHAI
from monitor.lib.workdays import Known, day_of

COLUMNS = {"date": "日期", "start": "开始", "end": "结束", "name": "值班人", "deputy": "副班", "note": "备注"}
MOST_DAYS = 92
REPEATS = ("once", "daily", "working", "rest", "weekly")


class RosterError(TingchaoError):
    """Labels: shift_date, shift_time, shift_member, shift_deputy, shift_days, shift_twice."""

    label = "shift_date"
    permanent = True


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift; `member` and `deputy` are ids."""

    start: datetime
    end: datetime
    member: int
    deputy: int | None = None
    note: str = ""


def span_of(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """From `start` of this day to the next time the clock shows `end`; UTC. Raises RosterError `shift_date` for a year that is a slip."""
    if not 1970 <= day.year < 9000:
        raise RosterError(day.isoformat(), label="shift_date")
    last = day if end > start else day + DAY
    begins, ends = (datetime.combine(at, clock, SHANGHAI) for at, clock in ((day, start), (last, end)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def days_of(first: date, last: date, repeat: str, known: Known | None = None) -> list[date]:
    """The days of a repeated shift; `known` as lib.workdays.day_of. Raises RosterError `shift_days` when there are none or too many."""
    if not 0 <= (last - first).days <= MOST_DAYS or repeat not in REPEATS:
        raise RosterError(str(MOST_DAYS), label="shift_days")
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    fits: dict[str, Callable[[date], bool]] = {
        "once": lambda day: day == first,
        "daily": lambda day: True,
        "working": lambda day: day_of(day, known).working,
        "rest": lambda day: not day_of(day, known).working,
        "weekly": lambda day: day.weekday() == first.weekday(),
    }
    found = [day for day in every if fits[repeat](day)]
    if not found:
        raise RosterError(str(MOST_DAYS), label="shift_days")
    return found


def shift_row(values: Mapping[str, str], members: Mapping[str, int]) -> ShiftRow:
    """A line of a file. `members`: id by login name and by name, lower case. Raises RosterError."""
    day, start = _date(values.get("date", "")), values.get("start", "")
    if re.match(r"\s*24[:：]", start) and day < date.max:  # the midnight that ends this day
        day += DAY
    begins, ends = span_of(day, _time(start), _time(values.get("end", "")))
    name, deputy = values.get("name", "").strip(), values.get("deputy", "").strip()
    if name.lower() not in members:
        raise RosterError(name[:40], label="shift_member")
    if deputy and (deputy.lower() not in members or members[deputy.lower()] == members[name.lower()]):
        raise RosterError(deputy[:40], label="shift_deputy")
    second = members[deputy.lower()] if deputy else None
    return ShiftRow(begins, ends, members[name.lower()], second, values.get("note", "").strip()[:100])


def _date(raw: str) -> date:
    """2026-11-26, 2026/11/26, 2026年11月26日, or a spreadsheet's date with midnight."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?", raw.strip())
    if found is None:
        raise RosterError(raw[:40], label="shift_date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise RosterError(raw[:40], label="shift_date") from error


def _time(raw: str) -> time:
    """08:30, 8:30, 08：30, 08:30:00, or 24:00 for midnight."""
    found = re.fullmatch(r"(\d{1,2})[:：](\d{2})(?:[:：]00)?", raw.strip())
    if found is None:
        raise RosterError(raw[:40], label="shift_time")
    hour = 0 if (found[1], found[2]) == ("24", "00") else int(found[1])
    try:
        return time(hour, int(found[2]))
    except ValueError as error:
        raise RosterError(raw[:40], label="shift_time") from error
