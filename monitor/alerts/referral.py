"""转办: hand a matter to a unit; its reporter accepts, answers or returns it; the desk may take it back while it is open.

Each step is a row of the referral, an event of the alert and an audit entry. What is asked helps and informs only (SCOPE 3).
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from monitor.alerts.answer import DUE_MOST, NOTE_MAX, AlertError, alert_note
from monitor.alerts.post import delivery_post_unit
from monitor.alerts.response import ResponseError
from monitor.alerts.step_words import step_refused
from monitor.errors import TingchaoError
from monitor.lib.clock import SHANGHAI
from monitor.lib.locks import Lock
from monitor.models import (
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    Referral,
    ReferralEvent,
    ReferralState,
    Unit,
    User,
)
from monitor.text.mask import mask

STEPS: dict[ReferralState, tuple[tuple[ReferralState, ...], AlertEvent.Kind]] = {
    ReferralState.ACCEPTED: ((ReferralState.SENT,), AlertEvent.Kind.ACCEPTED),
    ReferralState.ANSWERED: ((ReferralState.SENT, ReferralState.ACCEPTED), AlertEvent.Kind.ANSWERED),
    ReferralState.RETURNED: ((ReferralState.SENT, ReferralState.ACCEPTED), AlertEvent.Kind.RETURNED),
    ReferralState.WITHDRAWN: ((ReferralState.SENT, ReferralState.ACCEPTED), AlertEvent.Kind.WITHDRAWN),
}
WITH_TEXT = (ReferralState.ANSWERED, ReferralState.RETURNED, ReferralState.WITHDRAWN)


class ReferralError(TingchaoError):
    """Labels: referral_state, referral_twice, referral_text, referral_due."""

    label = "referral_state"
    permanent = True


@transaction.atomic
def referral_send(*, alert: Alert, unit: Unit, ask: str, due_at: datetime, by: User, now: datetime) -> Referral:
    """Hand it over, and write to the unit's members whom an admin has listed. Raises AlertError (closed), ReferralError, or ResponseError when something is asked that no unit may be asked."""
    text = mask(ask.strip()[:NOTE_MAX])[0]
    alert = Alert.objects.select_for_update().get(
        pk=alert.pk
    )  # whoever closes it meanwhile finds the matter, or is found
    if alert.status not in OPEN_STATUSES:
        raise AlertError(alert.status)
    if not text:
        raise ReferralError(label="referral_text")
    if refused := step_refused(text):
        raise ResponseError(refused.words, label=refused.label)
    if not now < due_at <= now + DUE_MOST:
        raise ReferralError(label="referral_due")
    row = _numbered(Referral(alert=alert, unit=unit, ask=text, due_at=due_at, by=by, created_at=now, changed_at=now))
    ReferralEvent.objects.create(referral=row, after=ReferralState.SENT, by=by, at=now)
    event = _tell(row, AlertEvent.Kind.HANDED, by, "", now)
    delivery_post_unit(event=event, unit=unit, now=now)
    return row


@transaction.atomic
def referral_move(*, referral: Referral, to: ReferralState, by: User, note: str, now: datetime) -> ReferralEvent:
    """Accept, answer, return or withdraw. Raises ReferralError: referral_state when it does not fit, referral_text when words are
    missing that this step needs."""
    row = Referral.objects.select_for_update().select_related("alert", "unit").get(pk=referral.pk)
    allowed, kind = STEPS[to]
    if row.state not in allowed:
        raise ReferralError(f"{row.state} -> {to}")
    if to in WITH_TEXT and not note.strip():
        raise ReferralError(label="referral_text")
    before, row.state, row.changed_at = row.state, to, now
    row.save(update_fields=["state", "changed_at"])
    text = mask(note.strip()[:NOTE_MAX])[0]
    event = ReferralEvent.objects.create(referral=row, before=before, after=to, note=text, by=by, at=now)
    _tell(row, kind, by, text, now)
    return event


def _numbered(row: Referral) -> Referral:
    """Stored under the next number of the year in Shanghai."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.REFERRAL])
    row.year = row.created_at.astimezone(SHANGHAI).year
    row.serial = (Referral.objects.filter(year=row.year).aggregate(last=Max("serial"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ReferralError(label="referral_twice") from error
    return row


def _tell(row: Referral, kind: AlertEvent.Kind, by: User, note: str, now: datetime) -> AlertEvent:
    detail = {"referral": row.pk, "number": row.number, "unit": row.unit_id}
    return alert_note(alert=row.alert.merged_into or row.alert, kind=kind, by=by, note=note, now=now, detail=detail)
