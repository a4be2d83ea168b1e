"""The read side of matters handed to units. A reporter sees those of own units, the desk all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from monitor.models import REFERRAL_OPEN, Alert, AlertEvent, Delivery, Referral, Role, User
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import Reading, counted

REFERRED = (
    AlertEvent.Kind.HANDED,
    AlertEvent.Kind.ACCEPTED,
    AlertEvent.Kind.ANSWERED,
    AlertEvent.Kind.RETURNED,
    AlertEvent.Kind.WITHDRAWN,
)
RELATED = ("unit", "alert__topic", "alert__source", "alert__assignee", "alert__merged_into")
DESK = (Role.MONITOR, Role.LEAD, Role.ADMIN)


def referrals_seen_by(user: User) -> QuerySet[Referral]:
    """Everything for the desk; for others what was handed to a unit they belong to, and nothing when they belong to none."""
    rows = Referral.objects.select_related(*RELATED)
    return rows if user.role in DESK else rows.filter(unit__in=[unit.pk for unit in user.units.all()])


def referrals_list(*, user: User, state: str = "open", page: int = 1, size: int = 50) -> tuple[list[Referral], int]:
    """(a page from 1, how many). Open ones by due time, the others latest first."""
    rows = referrals_seen_by(user)
    if state == "open":
        rows = rows.filter(state__in=REFERRAL_OPEN).order_by("due_at", "id")
    elif state == "closed":
        rows = rows.exclude(state__in=REFERRAL_OPEN).order_by("-changed_at", "-id")
    start = (max(page, 1) - 1) * size
    return list(rows[start : start + size]), rows.count()


def referrals_waiting_reading(user: User) -> Reading[int]:
    """How many wait for this member's units: the figure in the navigation. One round."""
    (found,) = yield [counted(referrals_seen_by(user).select_related(None).filter(state__in=REFERRAL_OPEN))]
    return int(sum(found))


def referrals_of_reading(alert: Alert, *, user: User) -> Reading[list[Referral]]:
    """Those of an alert, and of alerts merged into it, that this member may see, latest first, with their steps. One round."""
    units = None if user.role in DESK else sorted(unit.pk for unit in user.units.all())
    (rows,) = yield [shaped(_of_alert, alert=alert.pk, units=units)]
    return rows


def _of_alert(*, alert: int, units: list[int] | None) -> QuerySet[Referral]:
    own = Q(alert=alert) | Q(alert__merged_into=alert)
    rows = Referral.objects.select_related("unit").filter(own)  # that it is of this alert is known
    rows = rows if units is None else rows.filter(any_of("unit", units))
    return rows.prefetch_related("events__by").order_by("-id")


def events_seen_by(user: User, events: Iterable[AlertEvent]) -> list[AlertEvent]:
    """Without what was handed to units that this member does not belong to."""
    if user.role in DESK:
        return list(events)
    own = {unit.pk for unit in user.units.all()}
    return [event for event in events if event.kind not in REFERRED or event.detail.get("unit") in own]


def referral_told(referral: Referral) -> list[str]:
    """Who of the unit is written to: members whom an admin has listed."""
    threads = {referral.alert_id, referral.alert.merged_into_id} - {None}
    handed = AlertEvent.objects.filter(alert__in=threads, kind=AlertEvent.Kind.HANDED, detail__referral=referral.pk)
    rows = Delivery.objects.filter(event__in=handed).select_related("user")
    return list(dict.fromkeys(str(row.user) for row in rows.order_by("id")))


def referral_late(referral: Referral, now: datetime) -> bool:
    """Still open after its due time."""
    return referral.is_open and referral.due_at < now
