"""The read side of channels: who is listed, and what could not be delivered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from monitor.lib.clock import DAY
from monitor.models import Channel, Delivery, Recipient

WINDOW = timedelta(days=7)


def channels_listed(*, now: datetime) -> QuerySet[Channel]:
    """Channels with what they took, hold and failed to take in the last seven days: `n_ok`, `n_waiting`, `n_dead`."""
    recent = Q(deliveries__created_at__gt=now - WINDOW)
    status = Delivery.Status
    return Channel.objects.filter(retired_at=None).annotate(
        n_ok=Count("deliveries", filter=recent & Q(deliveries__status=status.ACCEPTED)),
        n_waiting=Count("deliveries", filter=Q(deliveries__status=status.PENDING)),
        n_dead=Count("deliveries", filter=recent & Q(deliveries__status=status.DEAD)),
    )


def recipients_listed() -> QuerySet[Recipient]:
    """Members who get mails, with their wishes."""
    rows = Recipient.objects.filter(channel=Recipient.Channel.EMAIL)
    return rows.select_related("user__contact_times").order_by("user__username", "id")


def deliveries_dead() -> QuerySet[Delivery]:
    """Messages that were given up, latest first; digests with the number of messages in them (`n_folded`). Not what was taken back
    before it was sent."""
    rows = Delivery.objects.filter(status=Delivery.Status.DEAD).exclude(error_label="report_withdrawn")
    rows = rows.select_related("user", "group", "letter", "event__alert__topic", "event__alert__source")
    return rows.annotate(n_folded=Count("folded")).order_by("-id")


def deliveries_waiting(*, now: datetime) -> dict[str, int]:
    """How many messages wait, and for what: `now` (due, or tried again soon), quiet, digest, storm, sources."""
    rows = Delivery.objects.filter(status=Delivery.Status.PENDING, event__isnull=False, created_at__gt=now - 30 * DAY)
    counts = dict(rows.order_by().values_list("waits_for").annotate(n=Count("pk")))
    return {key or "now": n for key, n in counts.items()}


def channel_deliveries(channel: Channel, *, limit: int = 20) -> list[Delivery]:
    """The latest messages of one channel with what became of them, latest first. One query."""
    rows = Delivery.objects.filter(group=channel, folded_into=None)
    rows = rows.select_related("event__alert__topic", "event__alert__source").annotate(n_folded=Count("folded"))
    return list(rows.order_by("-id")[:limit])
