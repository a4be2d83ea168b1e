"""Delivery rows of an event, written in its transaction: one per (event, member, channel) and one per (event, group channel)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from monitor.alerts.groups import Group, group_route
from monitor.alerts.plans import alert_plan_levels, hit_audience, route_hit, route_plans
from monitor.alerts.route import LISTABLE, Listed, route
from monitor.alerts.routing import routing_of
from monitor.alerts.watch import alert_watch
from monitor.alerts.when import ALWAYS, SOURCES, SOURCES_APART, STORM, Due, Times, due, sources_until, storm_until
from monitor.models import AlertEvent, AlertKind, Channel, ContactTimes, Delivery, Recipient, Unit
from monitor.queries import site
from monitor.queries.message_host import message_host

Target = tuple[int | None, int | None, str]  # (member, group channel, channel)
EVERYBODY = 4  # a level that every listed one wants


def delivery_post(*, event: AlertEvent, now: datetime) -> list[Delivery]:
    """Rows for everyone who is to be told; posting an event again adds nothing. Also sets when reminders begin."""
    context, listed = routing_of(event.alert, now=now), recipients_listed()
    routed = route(listed, level=event.level, matter=context.matter, rules=context.rules, moment=context.moment)
    hit, alone = hit_audience(event)
    levels = alert_plan_levels(event.alert, now=now) | hit
    members = route_hit(listed, context, levels=hit, level=event.level) if alone else []
    alone = bool(members)  # nobody of the plan is listed: as any other alert, so that it is not lost
    members = members or route_plans(routed, listed, levels=levels, level=event.level)
    kind = AlertKind.PLAN_HIT if alone else event.alert.kind
    groups = group_route(_groups(), level=event.level, kind=kind, areas=event.alert.areas, asked=alone)
    made = _post(event, members, groups, now)
    alert_watch(alert=event.alert, event=event, now=now)
    return made


def delivery_post_to(*, event: AlertEvent, users: Iterable[int], groups: bool, now: datetime) -> list[Delivery]:
    """Rows for these members as far as an admin listed them, whatever level they asked for; `groups`: group channels too."""
    wanted = frozenset(users)
    members = [one for one in route(recipients_listed(), level=EVERYBODY) if one.user in wanted]
    found = group_route(_groups(), level=event.level, kind=event.alert.kind, areas=event.alert.areas) if groups else []
    return _post(event, members, found, now)


def delivery_post_unit(*, event: AlertEvent, unit: Unit, now: datetime) -> list[Delivery]:
    """Rows for the members of a unit as far as an admin listed them, reporters too: of a matter that was handed to it."""
    members = set(unit.members.filter(is_active=True, role__in=LISTABLE).values_list("pk", flat=True))
    able = [one for one in recipients_listed() if one.user in members and one.enabled and one.address.strip()]
    once = {(one.user, one.channel): one for one in reversed(able)}
    return _post(event, list(once.values()), [], now)


def message_id(*, event: int, user: int | None = None, group: int | None = None, channel: str = "email") -> str:
    """The same for every try, so that a repeat is seen as one (RFC 5322, 3.6.4)."""
    way = "" if channel == Recipient.Channel.EMAIL or group else f".{channel}"
    to = f"user-{user}{way}" if group is None else f"channel-{group}"
    return f"<event-{event}.{to}@{message_host()}>"


@dataclass(frozen=True, slots=True)
class _Lately:
    """What one target was told in the last minutes of matters, or of sources; when last; until when others wait to go together."""

    told: int = 0
    until: datetime | None = None
    told_at: datetime | None = None


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


def _groups() -> list[Group]:
    rows = Channel.objects.filter(retired_at=None, events=[])  # those with events: alerts.hooks
    return [
        Group(row.pk, row.kind, row.min_level, frozenset(row.areas), frozenset(row.kinds), row.enabled) for row in rows
    ]


def _post(event: AlertEvent, members: list[Listed], groups: list[Group], now: datetime) -> list[Delivery]:
    if not members and not groups:
        return []
    times, lately = _times(members), _lately(event, now)
    rows = []
    for one in members:
        target: Target = (one.user, None, one.channel)
        fields = {"user_id": one.user, "address": one.address}
        rows.append(_row(event, target, fields, times.get(one.user, ALWAYS), lately.get(target, _Lately()), now))
    for group in groups:
        target = (None, group.id, group.kind)
        rows.append(_row(event, target, {"group_id": group.id}, ALWAYS, lately.get(target, _Lately()), now))
    return Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _row(
    event: AlertEvent, target: Target, fields: dict[str, Any], times: Times, lately: _Lately, now: datetime
) -> Delivery:
    user, group, channel = target
    when: Due = due(
        times,
        level=event.level,
        storm_until=_together_at(event, lately, now),
        now=now,
        together=SOURCES if event.alert.source_id else STORM,
    )
    return Delivery(
        event=event,
        channel=channel,
        message_id=message_id(event=event.pk, user=user, group=group, channel=channel),
        next_try_at=when.at,
        waits_for=when.waits_for,
        created_at=now,
        **fields,
    )


def _times(members: list[Listed]) -> dict[int, Times]:
    rows = ContactTimes.objects.filter(user__in={one.user for one in members})
    return {row.user_id: Times(row.quiet_from, row.quiet_to, row.rhythm, row.daily_at) for row in rows}


def _together_at(event: AlertEvent, lately: _Lately, now: datetime) -> datetime | None:
    """When the message goes with others, if it is to. A limit of 0 messages: each goes as itself, of sources too."""
    most = site.storm_messages()
    if event.alert.source_id and most:
        return sources_until(lately.told_at, lately.until, now=now)
    return storm_until(lately.told, lately.until, most=most, now=now)


def _lately(event: AlertEvent, now: datetime) -> dict[Target, _Lately]:
    """By target, of the last minutes: of sources for a source's event, else of matters, so that neither holds the other back. Nothing to
    ask while storms are not looked for."""
    if not site.storm_messages():
        return {}
    of_source = event.alert.source_id is not None
    since = now - (SOURCES_APART if of_source else timedelta(minutes=site.storm_minutes()))
    waiting = Q(status=Delivery.Status.PENDING, waits_for=SOURCES if of_source else STORM)
    rows = Delivery.objects.filter(created_at__gt=since, event__alert__source__isnull=not of_source).order_by()
    told = rows.values_list("user", "group", "channel").annotate(
        n=Count("pk"), until=Max("next_try_at", filter=waiting), told_at=Max("created_at", filter=~waiting)
    )
    return {(user, group, channel): _Lately(n, until, at) for user, group, channel, n, until, at in told}
