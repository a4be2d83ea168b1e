"""The read side of the duty roster: who is on now, a week's shifts, what waits to be handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from monitor.lib.clock import DAY, SHANGHAI, shanghai_day_start
from monitor.lib.workdays import Day, day_of
from monitor.models import CalendarDay, Handover, Shift, User
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, read_alone


@dataclass(frozen=True, slots=True)
class DayShifts:
    """A day in Shanghai, the shifts that begin on it, and those `carried` over from the day before; earliest first."""

    day: Day
    shifts: tuple[Shift, ...]
    carried: tuple[Shift, ...] = ()


def shifts_now(now: datetime) -> list[Shift]:
    """Shifts in which somebody is on duty now, with the members at hand."""
    return read_alone(shifts_reading(now))


def shifts_reading(now: datetime) -> Reading[list[Shift]]:
    """The same; one round."""
    (rows,) = yield [shaped(_shift_rows, now=now)]
    return rows


def _shift_rows(*, now: datetime) -> QuerySet[Shift]:
    return shifts_rows(now)


def shifts_rows(now: datetime) -> QuerySet[Shift]:
    """The same, not read yet."""
    return Shift.objects.filter(start__lte=now, end__gt=now).select_related("member", "deputy")


def shift_next(now: datetime) -> Shift | None:
    """The first one that begins later."""
    return Shift.objects.filter(start__gt=now).select_related("member", "deputy").first()


def on_duty(user: User, now: datetime) -> bool:
    """Whether this member is on duty now, as deputy too."""
    return any(user.pk in (shift.member_id, shift.deputy_id) for shift in shifts_now(now))


def calendar_known(*, since: date | None = None) -> dict[date, tuple[bool, str]]:
    """Days that people entered, from `since` on."""
    rows = CalendarDay.objects.filter(day__gte=since) if since else CalendarDay.objects.all()
    return {row.day: (row.working, row.name) for row in rows}


def roster_week(monday: date) -> list[DayShifts]:
    """The seven days from a Monday."""
    start, end = shanghai_day_start(monday), shanghai_day_start(monday + 7 * DAY)
    known = calendar_known(since=date(monday.year, 1, 1))
    rows = list(Shift.objects.filter(end__gt=start, start__lt=end).select_related("member", "deputy"))
    found = []
    for n in range(7):
        day = monday + n * DAY
        begins, ends = shanghai_day_start(day), shanghai_day_start(day + DAY)
        begun = tuple(row for row in rows if begins <= row.start < ends)
        carried = tuple(row for row in rows if row.start < begins < row.end)
        found.append(DayShifts(day_of(day, known), begun, carried))
    return found


def shift_cells(shift: Shift) -> tuple[str, ...]:
    """As a line of the file: date, start, end, login name, deputy, note."""
    start, end = shift.start.astimezone(SHANGHAI), shift.end.astimezone(SHANGHAI)
    deputy = shift.deputy.username if shift.deputy else ""
    return (f"{start:%F}", f"{start:%H:%M}", f"{end:%H:%M}", shift.member.username, deputy, shift.note)


def handovers_waiting(user: User) -> list[Handover]:
    """What this member is to confirm."""
    rows = Handover.objects.filter(incoming=user, confirmed_at=None, withdrawn_at=None)
    return list(rows.select_related("outgoing", "incoming"))
