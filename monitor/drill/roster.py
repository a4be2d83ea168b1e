"""The exercise's duty roster: weekdays by day at the desk, nights and weekends on call, the demo members in turn. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
MORNING, EVENING, WEEKEND = time(8, 30), time(17, 30), time(9, 0)
ON_CALL, NIGHTS = ("zu", "guan", "zhi"), ("zu", "guan")  # nobody has the night after a day at the desk


@dataclass(frozen=True, slots=True)
class DemoShift:
    """`member` and `deputy` by username; aware times."""

    start: datetime
    end: datetime
    member: str
    deputy: str
    note: str


def demo_shifts(monday: date, weeks: int) -> Iterator[DemoShift]:
    """Without a gap from Monday 08:30 on, for so many weeks."""
    for n in range(7 * weeks):
        day = monday + timedelta(days=n)
        people = NIGHTS if day.weekday() < 5 else ON_CALL
        turn, other = (people[(day.toordinal() + n) % len(people)] for n in range(2))
        if day.weekday() < 5:
            yield DemoShift(_at(day, MORNING), _at(day, EVENING), "zhi", "zu", "值班台")
            yield DemoShift(_at(day, EVENING), _end(day), turn, other, "电话值守")
        else:
            yield DemoShift(_at(day, WEEKEND), _end(day), turn, other, "周末值守")


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)


def _end(day: date) -> datetime:
    """When the next day's first shift begins."""
    following = day + timedelta(days=1)
    return _at(following, MORNING if following.weekday() < 5 else WEEKEND)
