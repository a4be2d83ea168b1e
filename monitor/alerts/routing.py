"""Routes as rows: read into the values of alerts.route, saved with a version each. A change holds for the next event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from monitor.alerts.route import Matter, Moment, Rule, Target
from monitor.errors import TingchaoError
from monitor.lib.clock import DAY, SHANGHAI
from monitor.lib.workdays import Known, day_of
from monitor.models import (
    Alert,
    AlertRoute,
    MemberGroup,
    Plan,
    PlanPhase,
    PlanState,
    RouteVersion,
    Source,
    User,
    audit_record,
)
from monitor.queries.plan_topics import plans_of_topics
from monitor.queries.roster import calendar_known, shifts_now

SETS = ("kinds", "areas", "places", "units", "plans", "source_kinds", "weekdays", "people", "groups")


class RouteError(TingchaoError):
    """Labels: route_name (taken), route_nobody (no target), route_time (one of two), route_changed, group_name."""

    label = "route_name"
    permanent = True


@dataclass(frozen=True, slots=True)
class Routing:
    """What alerts.route needs beside the recipients."""

    matter: Matter
    rules: tuple[Rule, ...]
    moment: Moment


def routing_of(alert: Alert, *, now: datetime) -> Routing:
    """For an event of this alert now."""
    rules = rules_in_force(now=now)
    moment = moment_of(now, known=calendar_known(since=now.date() - DAY) if rules else None)
    kinds, plans = any(rule.source_kinds for rule in rules), any(rule.plans for rule in rules)
    return Routing(matter_of(alert, now=now, kinds=kinds, plans=plans), rules, moment)


def moment_of(now: datetime, *, known: Known | None = None) -> Moment:
    """The clock and the kind of day in Shanghai; `known` as lib.workdays.day_of."""
    local = now.astimezone(SHANGHAI)
    today = max(local.date(), date.min + DAY)
    return Moment(local, day_of(today, known).working, day_of(today - DAY, known).working)


def matter_of(alert: Alert, *, now: datetime, kinds: bool = True, plans: bool = True) -> Matter:
    """What the alert is about. `kinds`: read the kinds of its sources too; `plans`: the standing plans that go on and hold its topic."""
    topic = alert.topic
    ids = list(topic.sources) if topic else [alert.source_id] if alert.source_id else []
    found = Source.objects.filter(pk__in=ids).values_list("kind", flat=True).distinct() if kinds and ids else ()
    places = {topic.place, *topic.places} - {""} if topic else set()
    return Matter(
        level=alert.level,
        kind=alert.kind,
        areas=frozenset(alert.areas),
        places=frozenset(places),
        units=frozenset(topic.units if topic else ()),
        plans=_plans_of(topic.pk, now) if plans and topic else frozenset(),
        source_kinds=frozenset(found),
    )


def _plans_of(topic: int, now: datetime) -> frozenset[int]:
    held = Plan.objects.filter(pk__in=plans_of_topics([topic]).get(topic, ()), state=PlanState.ACTIVE)
    return frozenset(plan.pk for plan in held if plan.phase(now) == PlanPhase.ACTIVE)


def rules_in_force(*, now: datetime) -> tuple[Rule, ...]:
    """Enabled routes with their people, groups, and who is on duty at `now`. One query when there is no route."""
    rows = list(AlertRoute.objects.filter(enabled=True, retired_at=None))
    if not rows:
        return ()
    groups = {group.pk: group for group in MemberGroup.objects.prefetch_related("members")}
    shifts = shifts_now(now)
    members = frozenset(shift.acting.pk for shift in shifts if shift.acting)
    deputies = frozenset(shift.deputy_id for shift in shifts if shift.deputy_id)
    return tuple(rule_of(row, groups, members, deputies) for row in rows)


def rule_of(
    row: AlertRoute, groups: Mapping[int, MemberGroup], members: frozenset[int], deputies: frozenset[int]
) -> Rule:
    """A row as a value."""
    spec = row.spec
    targets = [Target("people", frozenset(spec.get("people", ())))]
    named = [groups[pk] for pk in spec.get("groups", ()) if pk in groups]
    targets += [Target("group", frozenset(user.pk for user in one.members.all()), one.name) for one in named]
    if spec.get("duty"):
        targets.append(Target("duty", members))
    if spec.get("deputy"):
        targets.append(Target("deputy", deputies))
    return Rule(
        id=row.pk,
        name=row.name,
        version=row.version,
        min_level=int(spec.get("min_level", 1)),
        kinds=frozenset(spec.get("kinds", ())),
        areas=frozenset(spec.get("areas", ())),
        places=frozenset(spec.get("places", ())),
        units=frozenset(spec.get("units", ())),
        plans=frozenset(spec.get("plans", ())),
        source_kinds=frozenset(spec.get("source_kinds", ())),
        days=str(spec.get("days", "all")),
        weekdays=frozenset(spec.get("weekdays", ())),
        start=_clock(spec.get("start")),
        end=_clock(spec.get("end")),
        targets=tuple(targets),
    )


@transaction.atomic
def route_save(
    *,
    row: AlertRoute | None,
    seen: int,
    name: str,
    spec: Mapping[str, Any],
    enabled: bool,
    by: User,
    now: datetime,
) -> AlertRoute:
    """A new route (None) or a new version of one. `seen`: the version that the person looked at. Raises RouteError."""
    if not any(spec.get(key) for key in ("people", "groups", "duty", "deputy")):
        raise RouteError(label="route_nobody")
    if bool(spec.get("start")) != bool(spec.get("end")):
        raise RouteError(label="route_time")
    route = _locked(row, seen) if row else AlertRoute(version=0)
    before = {"name": route.name, "spec": route.spec, "enabled": route.enabled} if row else None
    route.name, route.spec, route.enabled = name.strip(), _tidy(spec), enabled
    _store(route, by, now)
    after = {"name": route.name, "spec": route.spec, "enabled": enabled}
    action = "route_edit" if row else "route_add"
    audit_record(actor=by, action=action, target=f"route:{route.pk}", detail={"before": before, "after": after})
    return route


@transaction.atomic
def route_retire(*, row: AlertRoute, by: User, now: datetime) -> None:
    """Off for good; its versions stay, its name is free again."""
    route = AlertRoute.objects.select_for_update().get(pk=row.pk)
    route.enabled, route.retired_at = False, route.retired_at or now
    _store(route, by, now)
    audit_record(actor=by, action="route_remove", target=f"route:{route.pk}", detail={"name": route.name})


@transaction.atomic
def group_save(*, group: MemberGroup | None, name: str, members: list[User], by: User) -> MemberGroup:
    """A group of members. Raises RouteError `group_name` when another one has that name."""
    name = name.strip()
    if MemberGroup.objects.filter(name=name).exclude(pk=group.pk if group else 0).exists():
        raise RouteError(name, label="group_name")
    row = group or MemberGroup()
    row.name = name
    row.save()
    row.members.set(members)
    detail = {"name": name, "members": [user.pk for user in members]}
    audit_record(actor=by, action="group_members", target=f"members:{row.pk}", detail=detail)
    return row


def _locked(row: AlertRoute, seen: int) -> AlertRoute:
    route = AlertRoute.objects.select_for_update().get(pk=row.pk)
    if route.version != seen or route.retired_at:
        raise RouteError(label="route_changed")
    return route


def _store(route: AlertRoute, by: User, now: datetime) -> None:
    route.version += 1
    try:
        with transaction.atomic():
            route.save()
    except IntegrityError as error:
        raise RouteError(route.name, label="route_name") from error
    RouteVersion.objects.create(
        route=route,
        number=route.version,
        name=route.name,
        spec=route.spec,
        enabled=route.enabled,
        retired=route.retired_at is not None,
        by=by,
        at=now,
    )


def _tidy(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Without empty conditions; lists in order, so that two versions compare."""
    found = {key: sorted(value) if key in SETS else value for key, value in spec.items() if value}
    return {key: value for key, value in found.items() if (key, value) not in (("min_level", 1), ("days", "all"))}


def _clock(raw: str | None) -> time | None:
    return time.fromisoformat(raw) if raw else None
