"""Failed messages sent again by hand: same row, same Message-ID, counted, audited. Expired notifications are written off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F

from monitor.alerts.channels.browser.send import LASTS
from monitor.models import Delivery, Recipient, User, audit_record

WITHDRAWN = "report_withdrawn"  # what was taken back before it was sent is never sent


@transaction.atomic
def delivery_send_again(*, ids: Collection[int] | None, by: User, now: datetime) -> int:
    """Put failed messages (None: every one) into the queue again with all their tries; how many."""
    dead = Delivery.objects.filter(status=Delivery.Status.DEAD).exclude(error_label=WITHDRAWN)
    if ids is not None:
        dead = dead.filter(pk__in=ids)
    rows = sorted(dead.select_for_update().values_list("pk", flat=True))
    if rows:
        Delivery.objects.filter(pk__in=rows).update(
            status=Delivery.Status.PENDING,
            attempts=0,
            repeats=F("repeats") + 1,
            resent=F("resent") + 1,
            next_try_at=now,
            claimed_until=None,
            error_label="",
            error_detail="",
        )
        detail = {"deliveries": rows[:100], "n": len(rows), "all": ids is None}
        audit_record(actor=by, action="delivery_send_again", detail=detail)
    return len(rows)


def notifications_expire(*, now: datetime) -> int:
    """Browser notifications that no open page fetched in time."""
    old = Delivery.objects.filter(
        channel=Recipient.Channel.BROWSER, status=Delivery.Status.PENDING, next_try_at__lte=now - LASTS
    )
    return old.update(status=Delivery.Status.EXPIRED, next_try_at=None)
