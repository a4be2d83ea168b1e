"""Who is told about a topic's alert because it is in a standing plan: the plan's recipients, as far as an admin listed them.

Whatever their role and the level that they asked for otherwise, the plan's own level decides. A member who may see some units
only is not told of a topic that is another's. `alert_plan_levels` reads, `route_plans` is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.alerts.route import TOLD, Listed
from monitor.models import Alert, Plan, PlanPhase, PlanState, User
from monitor.queries.plan_topics import plans_of_topics


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
