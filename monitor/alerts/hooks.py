"""Webhooks that subscribed to events: one Delivery row for each, made from the rows that the events are.

The events are stored with what they tell, so this is a sweep: nothing is lost when it, or the worker, was away, and an event that
is seen twice makes one row. Sending, retries and the record are those of every channel (deliver.py).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from monitor.alerts.groups import Group, group_route
from monitor.alerts.hook_events import OVERLAP, hook_event, hook_start
from monitor.alerts.post import message_id
from monitor.models import AlertEvent, Channel, ChannelKind, Delivery, HookEvent, Report
from monitor.queries.message_host import message_host


def hooks_post_due(*, now: datetime) -> int:
    """Rows for what happened since each webhook was last looked at; how many."""
    rows = Channel.objects.filter(kind=ChannelKind.WEBHOOK, enabled=True, retired_at=None).exclude(events=[])
    return sum(_posted(channel, now) for channel in rows)


@transaction.atomic
def _posted(channel: Channel, now: datetime) -> int:
    begun = channel.hooked_at or hook_start(now)
    since = begun - OVERLAP
    events = AlertEvent.objects.filter(at__gt=since, at__lte=now).exclude(deliveries__group=channel)
    found = events.select_related("alert").order_by("at", "id").iterator(chunk_size=500)
    rows = [
        _row(channel, now, message_id(event=event.pk, group=channel.pk), event=event)
        for event in found
        if _wants(channel, event)
    ]
    reports = _reports(channel, since)
    known = set(Delivery.objects.filter(group=channel, message_id__in=reports).values_list("message_id", flat=True))
    rows += [_row(channel, now, name, notice=said) for name, said in reports.items() if name not in known]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    Channel.objects.filter(pk=channel.pk).update(hooked_at=max(begun, now))
    return len(rows)


def _wants(channel: Channel, event: AlertEvent) -> bool:
    """Subscribed, and of its level, areas and rules."""
    kind = hook_event(event)
    if kind not in channel.events:
        return False
    if kind in (HookEvent.SOURCE_DOWN, HookEvent.SOURCE_UP):  # always blue: whoever subscribed wants them
        return True
    group = Group(channel.pk, channel.kind, channel.min_level, frozenset(channel.areas), frozenset(channel.kinds))
    return bool(group_route([group], level=event.level, kind=event.alert.kind, areas=event.alert.areas))


def _reports(channel: Channel, since: datetime) -> dict[str, dict[str, object]]:
    """{message id: what it says} of reports that were signed or withdrawn since."""
    status = Report.Status
    rows = Report.objects.filter(Q(signed_at__gt=since) | Q(status=status.WITHDRAWN, updated_at__gt=since))
    found: dict[str, dict[str, object]] = {}
    for report in rows.only("pk", "status", "signed_at").order_by("pk"):
        steps = [HookEvent.REPORT_SIGNED] if report.signed_at and report.signed_at > since else []
        steps += [HookEvent.REPORT_WITHDRAWN] if report.status == status.WITHDRAWN else []
        for step in steps:
            if step.value in channel.events:
                name = f"<{step.value}-{report.pk}.channel-{channel.pk}@{message_host()}>"
                found[name] = {"event": step.value, "report": report.pk}
    return found


def _row(channel: Channel, now: datetime, name: str, **about: object) -> Delivery:
    return Delivery(group=channel, channel=channel.kind, message_id=name, next_try_at=now, created_at=now, **about)
