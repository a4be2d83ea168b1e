"""One Delivery row per (event, member, channel), written in the transaction of the event."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from monitor.alerts.plans import alert_plan_levels, route_plans
from monitor.alerts.route import Listed, route
from monitor.alerts.routing import routing_of
from monitor.models import AlertEvent, Delivery, Recipient


def delivery_post(*, event: AlertEvent, now: datetime) -> list[Delivery]:
    """Rows for everyone who is to be told; posting an event again adds nothing."""
    context, listed = routing_of(event.alert, now=now), recipients_listed()
    routed = route(listed, level=event.level, matter=context.matter, rules=context.rules, moment=context.moment)
    levels = alert_plan_levels(event.alert, now=now)
    deliveries = [
        Delivery(
            event=event,
            user_id=one.user,
            channel=one.channel,
            address=one.address,
            message_id=message_id(event=event.pk, user=one.user),
            next_try_at=now,
            created_at=now,
        )
        for one in route_plans(routed, listed, levels=levels, level=event.level)
    ]
    return Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def recipients_listed() -> list[Listed]:
    """Every recipient that an admin has listed, able to be told or not."""
    return [
        Listed(
            user=row.user_id,
            channel=row.channel,
            address=row.address,
            role=row.user.role,
            min_level=row.min_level,
            enabled=row.enabled,
            active=row.user.is_active,
        )
        for row in Recipient.objects.select_related("user").order_by("id")
    ]


def message_id(*, event: int, user: int) -> str:
    """The same for every try, so that a repeat is seen as one (RFC 5322, 3.6.4)."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "tingchao.invalid"
    return f"<event-{event}.user-{user}@{host}>"
