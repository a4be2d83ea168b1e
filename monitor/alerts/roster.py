"""The duty roster: shifts added, changed, removed and imported by a lead; matters handed over between shifts. All audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from monitor.alerts.answer import ANSWERERS, NOTE_MAX
from monitor.alerts.roster_rows import RosterError, ShiftRow, shift_row
from monitor.errors import TingchaoError
from monitor.lib.clock import SHANGHAI
from monitor.lib.planned import FileLines, Planned
from monitor.models import CalendarDay, Handover, Shift, User, audit_record
from monitor.text.mask import mask


def duty_members() -> list[User]:
    """Who can be on duty: active members who answer alerts."""
    return list(duty_rows())


def duty_rows() -> QuerySet[User]:
    """The same, not read yet."""
    return User.objects.filter(is_active=True, role__in=ANSWERERS)


@transaction.atomic
def shifts_add(*, rows: Sequence[ShiftRow], by: User) -> int:
    """Store shifts; those that are there are left out. How many were new. Raises RosterError `shift_twice` when none was."""
    _check(rows)
    had = set(Shift.objects.filter(start__in=[row.start for row in rows]).values_list("start", "member_id"))
    new = [row for row in rows if (row.start, row.member) not in had]
    if not new:
        raise RosterError(label="shift_twice")
    stored = Shift.objects.bulk_create(_model(row) for row in new)
    audit_record(
        actor=by, action="shift_add", target="roster", detail={"shifts": [_told(shift) for shift in stored][:200]}
    )
    return len(stored)


@transaction.atomic
def shift_change(*, shift: Shift, row: ShiftRow, by: User) -> Shift:
    """Another time or person. Raises RosterError."""
    _check([row])
    before = _told(shift)
    shift.start, shift.end, shift.note = row.start, row.end, row.note
    shift.member_id, shift.deputy_id = row.member, row.deputy
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError as error:
        raise RosterError(label="shift_twice") from error
    audit_record(
        actor=by, action="shift_edit", target=f"shift:{shift.pk}", detail={"before": before, "after": _told(shift)}
    )
    return shift


@transaction.atomic
def shift_remove(*, shift: Shift, by: User) -> None:
    """Take it off the roster."""
    audit_record(actor=by, action="shift_remove", target=f"shift:{shift.pk}", detail=_told(shift))
    shift.delete()


@transaction.atomic
def calendar_set(*, days: Sequence[date], working: bool | None, name: str, by: User) -> None:
    """Enter holidays or make-up working days over what the library says; None takes entries away. Open shifts stay as they are."""
    CalendarDay.objects.filter(day__in=days).delete()
    if working is not None:
        CalendarDay.objects.bulk_create(CalendarDay(day=day, working=working, name=name.strip()[:20]) for day in days)
    detail = {"days": [str(day) for day in days], "working": working, "name": name.strip()[:20]}
    audit_record(actor=by, action="calendar_edit", target="roster", detail=detail)


def shifts_plan(lines: FileLines) -> list[Planned[ShiftRow]]:
    """What each line of a file would do. Nothing is removed by an import."""
    people = duty_members()
    named = Counter(user.name.lower() for user in people)  # a name that two members have says nothing
    members = {user.name.lower(): user.pk for user in people if user.name and named[user.name.lower()] == 1}
    members |= {user.username.lower(): user.pk for user in people}
    read: list[tuple[int, Mapping[str, str], ShiftRow | RosterError]] = []
    for line, values in lines:
        try:
            read.append((line, values, shift_row(values, members)))
        except RosterError as error:
            read.append((line, values, error))
    starts = [row.start for *_, row in read if isinstance(row, ShiftRow)]
    had = set(Shift.objects.filter(start__in=starts).values_list("start", "member_id"))
    planned: list[Planned[ShiftRow]] = []
    seen = set[tuple[datetime, int]]()
    for line, raw, row in read:
        if isinstance(row, RosterError):
            planned.append(Planned(line, "bad", None, row.label, row.detail, _written(raw)))
            continue
        key = (row.start, row.member)
        outcome = "twice" if key in seen else "same" if key in had else "new"
        planned.append(Planned(line, outcome, row, name=_written(raw)))
        seen.add(key)
    return planned


@transaction.atomic
def shifts_import(*, lines: FileLines, by: User) -> int:
    """Store the new lines of a file; how many."""
    rows = [plan.row for plan in shifts_plan(lines) if plan.row is not None and plan.outcome == "new"]
    Shift.objects.bulk_create(_model(row) for row in rows)
    audit_record(actor=by, action="shift_import", target="roster", detail={"shifts": len(rows)})
    return len(rows)


class HandoverError(TingchaoError):
    """Labels: handover_state (already confirmed or taken back), handover_person (not the one it is for)."""

    label = "handover_state"
    permanent = True


@transaction.atomic
def handover_give(*, outgoing: User, incoming: User, notes: str, matters: dict[str, Any], now: datetime) -> Handover:
    """The outgoing person's notes and the open matters as the machine lists them; the incoming person confirms."""
    if incoming.pk == outgoing.pk or incoming.role not in ANSWERERS or not incoming.is_active:
        raise HandoverError(label="handover_person")
    Handover.objects.filter(outgoing=outgoing, confirmed_at=None, withdrawn_at=None).update(withdrawn_at=now)
    text = mask(notes.strip()[:NOTE_MAX])[0]
    row = Handover.objects.create(outgoing=outgoing, incoming=incoming, notes=text, matters=matters, at=now)
    counts = {kind: len(found) for kind, found in matters.items()}
    audit_record(
        actor=outgoing, action="handover_give", target=f"handover:{row.pk}", detail={"to": incoming.pk, **counts}
    )
    return row


@transaction.atomic
def handover_confirm(*, handover: Handover, by: User, now: datetime) -> Handover:
    """The person it is for has read it. Raises HandoverError."""
    row = Handover.objects.select_for_update().get(pk=handover.pk)
    if row.incoming_id != by.pk:
        raise HandoverError(label="handover_person")
    if row.confirmed_at or row.withdrawn_at:
        raise HandoverError(label="handover_state")
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    audit_record(actor=by, action="handover_confirm", target=f"handover:{row.pk}")
    return row


def _written(raw: Mapping[str, str]) -> str:
    """A line as it was written, for one that cannot be read too."""
    said = f"{raw.get('date', '')} {raw.get('start', '')}–{raw.get('end', '')} {raw.get('name', '')}"
    return said[:80] + (f" / {raw['deputy'][:40]}" if raw.get("deputy") else "")


def _check(rows: Sequence[ShiftRow]) -> None:
    able = {user.pk for user in duty_members()}
    for row in rows:
        if row.member not in able:
            raise RosterError(label="shift_member")
        if row.deputy is not None and (row.deputy not in able or row.deputy == row.member):
            raise RosterError(label="shift_deputy")


def _model(row: ShiftRow) -> Shift:
    return Shift(start=row.start, end=row.end, member_id=row.member, deputy_id=row.deputy, note=row.note)


def _told(shift: Shift) -> dict[str, Any]:
    start, end = (at.astimezone(SHANGHAI).isoformat(timespec="minutes") for at in (shift.start, shift.end))
    return {"start": start, "end": end, "member": shift.member_id, "deputy": shift.deputy_id}
