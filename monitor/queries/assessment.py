"""Reads what the assessment counts: alerts about matters (not source notices), their steps, and matters handed to units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Min, Q, QuerySet

from monitor.models import Alert, AlertEvent, AlertStatus, Referral, ReferralEvent, ReferralState
from monitor.queries.assess import Case, Spread, spread
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, read_alone
from monitor.queries.weeks import Window

SEEN = (
    AlertEvent.Kind.ACKNOWLEDGED,
    AlertEvent.Kind.HANDLING,
    AlertEvent.Kind.RESOLVED,
    AlertEvent.Kind.FALSE_ALARM,
)

COUNTED = ("raised_at", "changed_at", "areas", "status", "acknowledge_by", "due_at", "topic__units")


def cases_of(window: Window) -> list[Case]:
    """Alerts raised in the window, up to now; one query. A reopened alert is closed when it was closed last."""
    return read_alone(cases_reading(window))


def cases_reading(window: Window) -> Reading[list[Case]]:
    """The same; one round."""
    (rows,) = yield [shaped(_case_rows, start=window.start, end=window.now)]
    return [
        Case(
            raised_at=raised_at,
            areas=tuple(areas),
            units=tuple(units or ()),
            acknowledged_at=seen_at,
            closed_at=changed_at if status in (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM) else None,
            false_alarm=status == AlertStatus.FALSE_ALARM,
            acknowledge_by=acknowledge_by,
            due_at=due_at,
        )
        for raised_at, changed_at, areas, status, acknowledge_by, due_at, units, seen_at in rows
    ]


def _case_rows(*, start: datetime, end: datetime) -> QuerySet[Alert, Any]:
    return (
        Alert.objects.filter(raised_at__gte=start, raised_at__lt=end)
        .filter(Q(topic__isnull=False) | ~Q(areas=[]))
        .filter(source=None)
        .exclude(status=AlertStatus.MERGED)  # counts as the one that goes on
        .annotate(seen_at=Min("events__at", filter=Q(events__kind__in=SEEN, events__by__isnull=False)))
        .order_by("id")
        .values_list(*COUNTED, "seen_at")  # thousands of rows: no models are made of them
    )


@dataclass(frozen=True, slots=True)
class UnitReferrals:
    """Matters handed to a unit in the window. `answered`: spans from sending to the answer."""

    unit: int
    name: str
    sent: int
    answered: Spread
    returned: int
    open: int
    late: int


class Lately(Protocol):
    """From `start` up to `now`."""

    @property
    def start(self) -> datetime: ...
    @property
    def now(self) -> datetime: ...


def referrals_by_unit(window: Lately) -> list[UnitReferrals]:
    """By the units' numbers; withdrawn ones are left out. One query."""
    return read_alone(referrals_by_unit_reading(window))


def referrals_by_unit_reading(window: Lately) -> Reading[list[UnitReferrals]]:
    """The same; one round."""
    rows, answers = yield [
        shaped(_referral_rows, start=window.start, end=window.now),
        shaped(_answer_rows, start=window.start),
    ]
    groups: dict[int, list[Referral]] = {}
    for row in rows:
        groups.setdefault(row.unit_id, []).append(row)
    answered = dict(answers)
    return [
        UnitReferrals(
            unit=unit,
            name=group[0].unit.name,
            sent=len(group),
            answered=spread([answered[row.pk] - row.created_at for row in group if row.pk in answered]),
            returned=sum(row.state == ReferralState.RETURNED for row in group),
            open=sum(row.is_open for row in group),
            late=sum(row.is_open and row.due_at < window.now for row in group),
        )
        for unit, group in sorted(groups.items())
    ]


def _referral_rows(*, start: datetime, end: datetime) -> QuerySet[Referral]:
    rows = Referral.objects.filter(created_at__gte=start, created_at__lt=end).select_related("unit")
    return rows.exclude(state=ReferralState.WITHDRAWN)


def _answer_rows(*, start: datetime) -> QuerySet[ReferralEvent, Any]:
    """(referral, when its unit answered)."""
    rows = ReferralEvent.objects.filter(after=ReferralState.ANSWERED, referral__created_at__gte=start)
    return rows.values_list("referral", "at")
