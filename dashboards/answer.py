"""What the page of an alert shows of its answering: who has it, until when, the response plan, matters handed to units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from monitor.alerts.roster import duty_rows
from monitor.lib.clock import SHANGHAI
from monitor.models import OPEN_STATUSES, Alert, AlertStatus, Referral, ReferralState, ResponseStep, Unit, User
from monitor.queries.referrals import referral_late, referrals_of_reading
from monitor.queries.roster import shifts_reading
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, abreast, rows_reading

FIELD = "%Y-%m-%dT%H:%M"  # of <input type="datetime-local">


@dataclass(frozen=True, slots=True)
class Late:
    """How long past which time; None: in time, or there is none."""

    acknowledge: timedelta | None
    resolve: timedelta | None


class Choice(NamedTuple):
    """One of a list to choose from. `marked`: with the note that the list has for some."""

    pk: int
    name: str
    chosen: bool
    marked: bool


def late_of(alert: Alert, now: datetime) -> Late:
    """What is past due on an open alert."""
    unseen = alert.status == AlertStatus.OPEN and alert.acknowledge_by is not None and alert.acknowledge_by < now
    unclosed = alert.status in OPEN_STATUSES and alert.due_at is not None and alert.due_at < now
    return Late(
        now - alert.acknowledge_by if unseen and alert.acknowledge_by else None,
        now - alert.due_at if unclosed and alert.due_at else None,
    )


def answer_reading(alert: Alert, *, reader: User, now: datetime, may_answer: bool) -> Reading[dict[str, Any]]:
    """For alerts/_handling.html, _plan.html and _referrals.html. Choices are read for those who may answer only. One round."""
    chooses = may_answer and alert.status in OPEN_STATUSES
    asked: dict[str, Reading[Any]] = {"referrals": referrals_of_reading(alert, user=reader)}
    asked["rest"] = rows_reading(
        shaped(_steps, alert=alert.pk), *([shaped(_units), shaped(_members)] if chooses else [])
    )
    if chooses:
        asked["shifts"] = shifts_reading(now)
    read = yield from abreast(asked)
    referrals, (steps, *chosen) = read["referrals"], read["rest"]
    context: dict[str, Any] = {
        "late": late_of(alert, now),
        "plan_steps": steps,
        "plan_areas": sorted({step.area for step in steps}),
        "plan_done": sum(step.state != ResponseStep.State.OPEN for step in steps),
        "referrals": [(row, referral_late(row, now)) for row in referrals],
        "is_open": alert.status in OPEN_STATUSES,
        "computed_at": now,
    }
    if chooses:
        stored, members = chosen
        topic_units = set(alert.topic.units) if alert.topic else set()
        on_duty = {shift.member_id for shift in read["shifts"]}
        units = sorted(stored, key=lambda unit: (unit[0] not in topic_units, unit[0]))
        context |= {
            "members": [
                Choice(pk, name or username, pk == alert.assignee_id, pk in on_duty) for pk, name, username in members
            ],
            "units": [Choice(pk, name, False, pk in topic_units) for pk, name in units],
            "due_field": field_time(alert.due_at or now),
            "referral_due": field_time(max(alert.due_at or now, now + timedelta(hours=24))),
            "now_field": field_time(now),
        }
    return context


def _steps(*, alert: int) -> QuerySet[ResponseStep]:
    return ResponseStep.objects.filter(alert=alert).select_related("by").order_by("area", "position")


def _units() -> QuerySet[Unit, Any]:
    return Unit.objects.filter(retired_at=None).values_list("pk", "name")


def _members() -> QuerySet[User, Any]:
    return duty_rows().values_list("pk", "name", "username")


def field_time(at: datetime) -> str:
    """As a field for a date and a time wants it: Shanghai."""
    return at.astimezone(SHANGHAI).strftime(FIELD)


def field_read(raw: str) -> datetime | None:
    """The time in such a field; None when it is none."""
    try:
        return datetime.strptime(raw[:16], FIELD).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def unit_steps(referral: Referral) -> tuple[ReferralState, ...]:
    """What a unit can do now."""
    if referral.state == ReferralState.SENT:
        return (ReferralState.ACCEPTED, ReferralState.ANSWERED, ReferralState.RETURNED)
    return (ReferralState.ANSWERED, ReferralState.RETURNED) if referral.state == ReferralState.ACCEPTED else ()
