"""Escalation and reminders as rows: an event in the thread, deliveries, the next time, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from monitor.alerts.nag import Nag, nag, next_after
from monitor.alerts.post import EVERYBODY, delivery_post_to, recipients_listed
from monitor.alerts.prepare import times_in_force
from monitor.alerts.route import route
from monitor.alerts.watch import alert_watch_missing
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Alert, AlertEvent, AlertWatch, ContactTimes, Delivery, Recipient, Role, User


@transaction.atomic
def alert_remind_due(*, now: datetime, limit: int = 50) -> list[int]:
    """Speak again of alerts whose time has come; ids of the events that came of it.

    An alert that somebody else holds is left for the next time. Never waited for: whoever decides holds an alert before its watch.
    """
    alert_watch_missing(now=now)
    due = AlertWatch.objects.select_for_update(skip_locked=True, of=("self", "alert")).filter(next_at__lte=now)
    watches = list(due.select_related("alert__topic").order_by("next_at")[:limit])
    events = [_speak(watch, now) for watch in watches]
    return [event.pk for event in events if event is not None]


def _speak(watch: AlertWatch, now: datetime) -> AlertEvent | None:
    alert = watch.alert  # held: its status cannot change under our hands
    muted = alert.topic is not None and alert.topic.muted
    what = nag(status=alert.status, told_lead=watch.told_lead, muted=muted)
    if what in (Nag.STOP, Nag.HOLD):
        watch.next_at = None if what == Nag.STOP else now + _pause(alert, watch)
        watch.save(update_fields=["next_at"])
        return None
    overdue = what == Nag.LEAD
    event = AlertEvent.objects.create(
        alert=alert,
        kind=AlertEvent.Kind.OVERDUE if overdue else AlertEvent.Kind.REMINDED,
        level=alert.level,
        before=alert.status,
        after=alert.status,
        evidence=alert.evidence,
        at=now,
    )
    delivery_post_to(event=event, users=_leads() if overdue else _told(alert), groups=overdue, now=now)
    watch.told_lead = watch.told_lead or overdue
    watch.next_at = now + _pause(alert, watch)
    watch.reminders += 0 if overdue else 1
    watch.save(update_fields=["told_lead", "next_at", "reminders"])
    notice_publish_on_commit({"alerts": [alert.pk]})
    return event


def _pause(alert: Alert, watch: AlertWatch) -> timedelta:
    """Until it is looked at again."""
    return next_after(alert.level, times_in_force().acknowledge_minutes, watch.reminders, calm=alert.calm)


def _leads() -> set[int]:
    """The leads and their deputies. When a message reaches none of them (left, no address, switched off) the admins too, and when it
    reaches none of those either, everyone listed: an alert that nobody took up does not end in silence.
    """
    active = User.objects.filter(is_active=True)
    leads = set(active.filter(role=Role.LEAD).values_list("pk", flat=True))
    deputies = ContactTimes.objects.filter(user__in=leads, deputy__isnull=False)
    leads |= {deputy for deputy in deputies.values_list("deputy", flat=True) if deputy}
    admins = set(active.filter(role=Role.ADMIN).values_list("pk", flat=True))
    listed = route(recipients_listed(), level=EVERYBODY)
    reached = {one.user for one in listed if one.channel != Recipient.Channel.BROWSER}  # that needs an open page
    return next((circle for circle in (leads, leads | admins) if circle & reached), leads | admins | reached)


def _told(alert: Alert) -> Iterable[int]:
    """Members who were told of this alert before."""
    rows = Delivery.objects.filter(event__alert=alert, user__isnull=False).order_by()
    return [user for user in rows.values_list("user", flat=True).distinct() if user]
