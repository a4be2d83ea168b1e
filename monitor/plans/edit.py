"""Changing standing plans. Every change is a version and an audit entry, and queues history for tagging where it matters.

A paused or ended plan gets no new items, tells nobody and has no section in the report; what it holds, it keeps. When it is
resumed, history is tagged anew, so that the time between is not missing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from monitor.models import Plan, PlanChange, PlanState, PlanVersion, User, audit_record
from monitor.plans.check import LISTS, PlanError, PlanText, plan_check
from monitor.queries.config import config_forget
from monitor.rules.check import MAX_NOTE, query_check
from monitor.rules.queue import retag_queue
from monitor.rules.reading import groups_now
from monitor.text.mask import mask

HOLDS = ("query", "sources", "areas", "places", "units", "starts_on", "ends_on")  # what decides which items it holds
STATES = {
    PlanState.ACTIVE: PlanChange.RESUMED,
    PlanState.PAUSED: PlanChange.PAUSED,
    PlanState.ENDED: PlanChange.ENDED,
}


@transaction.atomic
def plan_create(*, text: PlanText, by: User, now: datetime, cloned: Plan | None = None) -> Plan:
    """A new plan, in force at once. Raises QueryError, RuleError or PlanError."""
    text = plan_check(text, None)
    plan = Plan.objects.create(created_at=now, **_columns(text))
    plan.recipients.set(text.recipients)
    retag_queue(reason=f"plan:{plan.pk}", by=by, now=now)
    note = f"plan:{cloned.pk}" if cloned else ""
    _written(plan, PlanChange.CLONED if cloned else PlanChange.CREATED, by=by, now=now, note=note)
    return plan


@transaction.atomic
def plan_edit(*, pk: int, text: PlanText, seen: int, by: User, now: datetime, note: str = "") -> Plan:
    """The next version; `seen` is the version that the person looked at. PlanError `stale` when there is a newer one."""
    plan = Plan.objects.select_for_update().get(pk=pk)
    if plan.version != seen:
        raise PlanError(label="stale")
    text = plan_check(text, plan)
    if plan_text(plan) == text:
        raise PlanError(label="same")
    before = _holds(plan)
    for name, value in _columns(text).items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save()
    plan.recipients.set(text.recipients)
    if plan.state == PlanState.ACTIVE and _holds(plan) != before:
        retag_queue(reason=f"plan:{plan.pk}", by=by, now=now)
    _written(plan, PlanChange.EDITED, by=by, now=now, note=note)
    return plan


@transaction.atomic
def plan_move(*, pk: int, to: PlanState, by: User, now: datetime, note: str = "") -> Plan:
    """Pause, resume or end; nothing happens when it is so already. An ended plan can be resumed. Raises QueryError, PlanError."""
    plan = Plan.objects.select_for_update().get(pk=pk)
    if plan.state == to:
        return plan
    if plan.state == PlanState.ENDED and to == PlanState.PAUSED:
        raise PlanError(label="state")
    if to == PlanState.ACTIVE:
        query_check(plan.query, groups_now())  # a synonym group that it names may be gone
    plan.state, plan.ended_at = to, now if to == PlanState.ENDED else None
    plan.version += 1
    plan.save()
    if to == PlanState.ACTIVE:
        retag_queue(reason=f"plan:{plan.pk}", by=by, now=now)
    _written(plan, STATES[to], by=by, now=now, note=note)
    return plan


@transaction.atomic
def plan_hits_off(*, pk: int, by: User, now: datetime) -> Plan:
    """No alerts of its own any more, whatever else would be refused about the plan by now. Nothing happens when it is so already."""
    plan = Plan.objects.select_for_update().get(pk=pk)
    if plan.hit_alert:
        plan.hit_alert = False
        plan.version += 1
        plan.save()
        _written(plan, PlanChange.EDITED, by=by, now=now, note="")
    return plan


def plan_text(plan: Plan) -> PlanText:
    """A stored plan as a person would write it now: without recipients who left."""
    lists = {name: tuple(getattr(plan, name)) for name in LISTS if name != "recipients"}
    return PlanText(
        name=plan.name,
        query=plan.query,
        purpose=plan.purpose,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        recipients=tuple(plan.recipients.filter(is_active=True).order_by("pk").values_list("pk", flat=True)),
        tell=plan.tell,
        tell_level=plan.tell_level,
        in_report=plan.in_report,
        hit_alert=plan.hit_alert,
        **lists,
    )


def _columns(text: PlanText) -> dict[str, Any]:
    columns = asdict(text)
    del columns["recipients"]
    return {name: list(value) if name in LISTS else value for name, value in columns.items()}


def _holds(plan: Plan) -> tuple[Any, ...]:
    return tuple(getattr(plan, name) for name in HOLDS)


def plan_content(text: PlanText) -> dict[str, Any]:
    """As a version keeps it: plain JSON values."""
    days = {
        name: value.isoformat() if value else None
        for name in ("starts_on", "ends_on")
        for value in [getattr(text, name)]
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(text).items()} | days


def _written(plan: Plan, change: PlanChange, *, by: User, now: datetime, note: str) -> None:
    content, note = plan_content(plan_text(plan)), mask(note.strip())[0][:MAX_NOTE]
    PlanVersion.objects.create(plan=plan, number=plan.version, change=change, content=content, note=note, by=by, at=now)
    detail = content | {"state": plan.state, "version": plan.version, "note": note}
    audit_record(actor=by, action=f"plan_{change}", target=f"plan:{plan.pk}", detail=detail)
    transaction.on_commit(config_forget)
