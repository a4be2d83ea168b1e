"""Browser notifications are fetched by the member's open page: taking them is the delivery, so there is no sender here.

A row that nobody fetched within `LASTS` is written off as expired; mails do not depend on it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from monitor.alerts.channels.browser.message import message_build
from monitor.alerts.channels.say import said_of
from monitor.alerts.fold import ready_to_send
from monitor.models import Delivery, Recipient, User

LASTS = timedelta(hours=1)
AT_ONCE = 5


@transaction.atomic
def notifications_take(*, user: User, now: datetime) -> list[dict[str, object]]:
    """What this member's page is to show now; each is given to one page only."""
    mine = Delivery.objects.filter(user=user, channel=Recipient.Channel.BROWSER, status=Delivery.Status.PENDING)
    ready = mine.filter(next_try_at__lte=now, next_try_at__gt=now - LASTS).filter(ready_to_send())
    locked = ready.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at", "id")
    rows = list(locked.select_related("user", "event__alert__topic", "event__alert__source")[:AT_ONCE])
    found = [message_build(said_of(row, now=now)) for row in rows]
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Delivery.Status.ACCEPTED, accepted_at=now, next_try_at=None, attempts=1
    )
    Delivery.objects.filter(folded_into__in=rows).update(status=Delivery.Status.ACCEPTED, accepted_at=now)
    return found
