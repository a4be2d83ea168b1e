"""Who is told about a topic's alert because it is in a standing plan: the plan's recipients, as far as an admin listed them.

Whatever their role and the level that they asked for otherwise, the plan's own level decides. A member who may see some units
only is not told of a topic that is another's. `alert_plan_levels` reads, `route_plans` is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.alerts.route import TOLD, Listed, routed
from monitor.alerts.routing import Routing
from monitor.models import Alert, AlertEvent, AlertKind, Plan, PlanPhase, PlanState, User
from monitor.queries.plan_topics import plans_of_topics

SPOKEN = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED)


def alert_plan_levels(alert: Alert, *, now: datetime) -> dict[int, int]:
    """{member: level from which a plan tells them of this alert}; empty for what is not about a topic."""
    if alert.topic is None:
        return {}
    held = plans_of_topics([alert.topic.pk]).get(alert.topic.pk, set())
    plans = Plan.objects.filter(pk__in=held, state=PlanState.ACTIVE, tell=True).prefetch_related("recipients")
    levels: dict[int, int] = {}
    for plan in plans:
        if plan.phase(now) != PlanPhase.ACTIVE:
            continue
        for user in plan.recipients.all():
            if _sees(user, alert.topic.units):
                levels[user.pk] = min(plan.tell_level, levels.get(user.pk, plan.tell_level))
    return levels


def plans_alerting(*, now: datetime) -> frozenset[int]:
    """Plans that go on and have an alert of their own."""
    rows = Plan.objects.filter(state=PlanState.ACTIVE, hit_alert=True)
    return frozenset(plan.pk for plan in rows if plan.phase(now) == PlanPhase.ACTIVE)


def threads_narrow(alerts: Iterable[Alert]) -> set[int]:
    """Ids of those threads of which nobody but the recipients of a plan was told so far. No query when no plan began one."""
    begun = {alert.pk for alert in alerts if alert.kind == AlertKind.PLAN_HIT}
    if not begun:
        return set()
    wide = AlertEvent.objects.filter(alert__in=begun, kind__in=SPOKEN).exclude(evidence__kind=AlertKind.PLAN_HIT)
    return begun - set(wide.values_list("alert_id", flat=True))


def hit_audience(event: AlertEvent) -> tuple[dict[int, int], bool]:
    """({member: 1} of who is told whatever the level, because a plan of theirs fired; whether this event is theirs alone).

    Theirs alone: nothing but plans has spoken in the thread yet, or a hit joined it without making it graver.
    """
    narrow = bool(threads_narrow([event.alert]))
    by_plan = event.evidence.get("kind") == AlertKind.PLAN_HIT
    if event.kind in SPOKEN:
        fired, alone = event.evidence.get("plans", ()), by_plan and (narrow or event.before == event.after)
    else:
        fired, alone = _fired_in(event.alert) if narrow else (), narrow
    if not fired:
        return {}, False
    units = event.alert.topic.units if event.alert.topic else ()
    users = User.objects.filter(plans__in=fired).distinct()
    return {user.pk: 1 for user in users if _sees(user, units)}, alone


def alert_hit_audience(alert: Alert) -> tuple[dict[int, int], bool]:
    """The same of what a thread said last: for the dry run."""
    event = AlertEvent.objects.filter(alert=alert, kind__in=SPOKEN).last()
    return hit_audience(event) if event else ({}, False)


def route_hit(listed: Iterable[Listed], routing: Routing, *, levels: Mapping[int, int], level: int) -> list[Listed]:
    """Who is told of what is a plan's alone: its recipients, and whom a route names that asks for this kind; empty: nobody is listed."""
    matter = replace(routing.matter, kind=AlertKind.PLAN_HIT)
    asked = [rule for rule in routing.rules if AlertKind.PLAN_HIT in rule.kinds]
    rows = list(listed)
    named = [one.listed for one in routed(rows, matter, asked, routing.moment).told if one.because[0].rule is not None]
    return route_plans(named, rows, levels=levels, level=level)


def _fired_in(alert: Alert) -> set[int]:
    rows = AlertEvent.objects.filter(alert=alert, kind__in=SPOKEN).values_list("evidence", flat=True)
    return {plan for evidence in rows for plan in evidence.get("plans", ())}


def route_plans(
    chosen: Iterable[Listed], listed: Iterable[Listed], *, levels: Mapping[int, int], level: int
) -> list[Listed]:
    """Those chosen already, and the listed ones that a plan tells of an event of this level: one per member and channel."""
    told = {(one.user, one.channel): one for one in chosen}
    for one in listed:
        wanted = one.enabled and one.active and level >= levels.get(one.user, level + 1)
        if wanted and one.address.strip():
            told.setdefault((one.user, one.channel), one)
    return list(told.values())


def _sees(user: User, units: Iterable[int]) -> bool:
    """As pages let them see it: monitors and up everything, others what is tagged with one of their units or with none."""
    own = set() if user.role in TOLD else set(user.units.values_list("pk", flat=True))
    return not own or not set(units) or not own.isdisjoint(units)
