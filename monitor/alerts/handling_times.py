"""The team's times to acknowledge and to close an alert, by level: the last saved ones, or the shipped numbers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from monitor.alerts.times import Times, times_of
from monitor.models import HandlingTimes, User, audit_record


def times_in_force() -> Times:
    """The last numbers that a lead saved, or the shipped ones."""
    row = HandlingTimes.objects.first()
    return times_of(row.acknowledge_minutes, row.resolve_hours) if row else Times()


@transaction.atomic
def times_save(*, times: Times, by: User, note: str, now: datetime) -> HandlingTimes:
    """New numbers for alerts that open, or go up, from now on; due times that stand stay."""
    before = times_in_force()
    row = HandlingTimes.objects.create(
        acknowledge_minutes=list(times.acknowledge_minutes),
        resolve_hours=list(times.resolve_hours),
        note=note.strip()[:200],
        by=by,
        at=now,
    )
    detail = {
        name: {"acknowledge_minutes": list(one.acknowledge_minutes), "resolve_hours": list(one.resolve_hours)}
        for name, one in (("before", before), ("after", times))
    }
    audit_record(actor=by, action="times_edit", target=f"times:{row.pk}", detail=detail)
    return row
