"""Send what is due. A row is claimed (a lease), its next try is set before the first byte goes out, then it is sent.

Whoever dies in between leaves a row that is tried again later under the same Message-ID: accepted at least once.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from monitor.alerts.backoff import MAX_TRIES, pause
from monitor.alerts.channels import ChannelDownError
from monitor.alerts.channels.email.message import message_build
from monitor.alerts.channels.email.send import Mailer
from monitor.errors import DeliveryError
from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Delivery

LEASE = timedelta(minutes=5)
WITHOUT_SERVER = timedelta(minutes=1)
NO_MAIL_SERVER = "no_mail_server"
log = structlog.get_logger(__name__)
_jitter = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did: messages accepted, put off, given up; `waiting` for a mail server to be set."""

    accepted: int = 0
    put_off: int = 0
    dead: int = 0
    waiting: int = 0


def delivery_send_due(*, now: datetime, limit: int = 20) -> Summary:
    """Send up to `limit` due messages over one connection. Expected failures become labels on their rows."""
    if not settings.EMAIL_HOST:
        waiting = _due(now).update(error_label=NO_MAIL_SERVER, next_try_at=now + WITHOUT_SERVER)
        return Summary(waiting=waiting)
    rows = _claim(now, limit)
    summary = Summary()
    with Mailer() as mailer:
        for index, row in enumerate(rows):
            try:
                mailer.send(message_build(delivery=row, now=utc_now()), row.address)
            except ChannelDownError as error:
                _release(rows[index + 1 :], error, now)
                return _failed(row, error, now, summary, more=len(rows) - index - 1)
            except DeliveryError as error:
                summary = _failed(row, error, now, summary)
            else:
                summary = _accepted(row, summary)
    return summary


def _due(now: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Delivery.objects.filter(free, status=Delivery.Status.PENDING, next_try_at__lte=now, event__isnull=False)


@transaction.atomic
def _claim(now: datetime, limit: int) -> list[Delivery]:
    """Lease due rows. Their next try is put off first, so that a message that kills its worker cannot hold the queue."""
    due = _due(now).select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at", "id")
    rows = list(due.select_related("user", "event__alert__topic", "event__alert__source")[:limit])
    for row in rows:
        row.attempts += 1
        row.claimed_until = now + LEASE
        row.next_try_at = now + pause(row.attempts, _jitter)
    Delivery.objects.bulk_update(rows, ["attempts", "claimed_until", "next_try_at"])
    return rows


def _release(rows: list[Delivery], error: ChannelDownError, now: datetime) -> None:
    """Rows that were not tried because the channel is down wait without losing a try."""
    for row in rows:
        row.attempts -= 1
        row.claimed_until = None
        row.next_try_at = now + pause(max(row.attempts, 1), _jitter)
        row.error_label, row.error_detail = error.label, error.detail[:300]
    fields = ["attempts", "claimed_until", "next_try_at", "error_label", "error_detail"]
    Delivery.objects.bulk_update(rows, fields)


def _accepted(row: Delivery, summary: Summary) -> Summary:
    Delivery.objects.filter(pk=row.pk).update(
        status=Delivery.Status.ACCEPTED,
        accepted_at=utc_now(),
        claimed_until=None,
        next_try_at=None,
        error_label="",
        error_detail="",
    )
    _changed(row)
    return replace(summary, accepted=summary.accepted + 1)


def _failed(row: Delivery, error: DeliveryError, now: datetime, summary: Summary, *, more: int = 0) -> Summary:
    dead = error.permanent or row.attempts >= MAX_TRIES
    Delivery.objects.filter(pk=row.pk).update(
        status=Delivery.Status.DEAD if dead else Delivery.Status.PENDING,
        claimed_until=None,
        next_try_at=None if dead else now + pause(row.attempts, _jitter),
        error_label=error.label,
        error_detail=error.detail[:300],
    )
    _changed(row)
    log.warning("delivery_failed", delivery=row.pk, label=error.label, permanent=error.permanent, attempts=row.attempts)
    if dead:
        return replace(summary, dead=summary.dead + 1)
    return replace(summary, put_off=summary.put_off + 1 + more)


def _changed(row: Delivery) -> None:
    if row.event is not None:
        notice_publish_on_commit({"alerts": [row.event.alert_id]})
