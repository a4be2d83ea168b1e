"""Response plans (预案): the version in force, a new version, the steps of one on an alert, ticking them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from monitor.alerts.answer import NOTE_MAX, AlertError, alert_note
from monitor.alerts.step_words import step_refused
from monitor.errors import TingchaoError
from monitor.models import OPEN_STATUSES, Alert, AlertEvent, ResponseStep, ResponseVersion, StepKind, User, audit_record
from monitor.queries.response_defaults import SHIPPED
from monitor.text.mask import mask

AREAS = tuple(SHIPPED)
ELSE = "other_labour"  # the plan of an alert that has no area
MAX_STEPS, MAX_TEXT = 15, 300


class ResponseError(TingchaoError):
    """A plan cannot be saved. Labels: response_empty, response_long, response_kind, response_level, response_changed, and why a step is refused:
    removal, account, person, posting, publication (`detail` is what it was seen by)."""

    label = "response_empty"
    permanent = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step, attached to alerts from `min_level` on (1 blue .. 4 red)."""

    kind: str
    text: str
    min_level: int = 1


@dataclass(frozen=True, slots=True)
class ResponsePlan:
    """`number` 0 is the shipped plan."""

    area: str
    number: int
    steps: tuple[Step, ...]
    enabled: bool = True


def plan_of(area: str) -> ResponsePlan:
    """The plan in force for an area."""
    return plans_of([area])[area]


def plans_of(areas: Iterable[str]) -> dict[str, ResponsePlan]:
    """The plans in force for these areas, in their order. One query."""
    wanted = list(areas)
    latest = ResponseVersion.objects.filter(area__in=wanted).order_by("area", "-number").distinct("area")
    rows = {row.area: row for row in latest}
    return {area: _plan(area, rows.get(area)) for area in wanted}


def _plan(area: str, row: ResponseVersion | None) -> ResponsePlan:
    if row is None:
        return ResponsePlan(area, 0, tuple(Step(kind, text, level) for kind, level, text in SHIPPED[area]))
    return ResponsePlan(area, row.number, tuple(Step(**step) for step in row.steps), row.enabled)


def _version(area: str, number: int) -> ResponsePlan:
    """A version that alerts may still be worked on by."""
    return _plan(area, ResponseVersion.objects.filter(area=area, number=number).first() if number else None)


def step_checked(values: Mapping[str, Any]) -> Step:
    """A step as stored: masked, of a known kind, and nothing but help and information. Raises ResponseError."""
    kind, level = str(values.get("kind", "")), int(values.get("min_level") or 1)
    text = mask(" ".join(str(values.get("text", "")).split()))[0]
    if kind not in StepKind.values:
        raise ResponseError(kind, label="response_kind")
    if not 1 <= level <= 4:
        raise ResponseError(str(level), label="response_level")
    if not text or len(text) > MAX_TEXT:
        raise ResponseError(text[:20], label="response_long" if text else "response_empty")
    if refused := step_refused(text):
        raise ResponseError(refused.words, label=refused.label)
    return Step(kind, text, level)


@transaction.atomic
def plan_save(
    *,
    area: str,
    seen: int,
    steps: Iterable[Mapping[str, Any]],
    enabled: bool,
    by: User,
    now: datetime,
    note: str = "",
) -> ResponseVersion:
    """A new version; alerts that are open keep the steps they have. `seen`: the version that the person looked at."""
    checked = [step_checked(step) for step in steps]
    if not checked or len(checked) > MAX_STEPS:
        raise ResponseError(str(MAX_STEPS), label="response_long" if checked else "response_empty")
    if plan_of(area).number != seen:
        raise ResponseError(label="response_changed")
    row = ResponseVersion(
        area=area,
        number=seen + 1,
        steps=[asdict(step) for step in checked],
        enabled=enabled,
        note=mask(note.strip()[:200])[0][:200],
        by=by,
        at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody saved at the same moment
        raise ResponseError(label="response_changed") from error
    audit_record(
        actor=by, action="response_plan_edit", target=f"plan:{area}", detail={"version": row.number, "steps": row.steps}
    )
    return row


def plan_attach(*, alert: Alert) -> int:
    """Add the steps that the alert's area and level call for and that it does not have; how many. Source notices have none."""
    if alert.source_id is not None:
        return 0
    area = next((code for code in alert.areas if code in SHIPPED), ELSE)
    plan = plan_of(area)
    if not plan.enabled:
        return 0
    had = ResponseStep.objects.filter(alert=alert, area=area).values_list("plan", flat=True).first()
    if had not in (None, plan.number):
        plan = _version(area, had)  # begun by an earlier one: its own further steps, what people work with is not mixed
    rows = [
        ResponseStep(alert=alert, area=area, plan=plan.number, position=n, kind=step.kind, text=step.text)
        for n, step in enumerate(plan.steps, 1)
        if step.min_level <= alert.level
    ]
    return len(ResponseStep.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def step_tick(*, step: ResponseStep, state: str, by: User, note: str, now: datetime) -> ResponseStep:
    """Done, not needed (says why), or open again; an event of the alert. Raises AlertError on a closed alert, on a step that
    is already so, and on 不需要 without a reason."""
    row = ResponseStep.objects.select_for_update().select_related("alert").get(pk=step.pk)
    if row.alert.status not in OPEN_STATUSES or row.state == state or state not in ResponseStep.State.values:
        raise AlertError(f"{row.state} -> {state}")
    if state == ResponseStep.State.SKIPPED and not note.strip():
        raise AlertError(label="alert_empty_note")
    before, row.state, row.by, row.at = row.state, ResponseStep.State(state), by, now
    row.note = mask(note.strip()[:NOTE_MAX])[0]
    row.save(update_fields=["state", "by", "at", "note"])
    detail = {"step": row.pk, "step_kind": row.kind, "step_before": before, "step_after": str(row.state)}
    alert_note(alert=row.alert, kind=AlertEvent.Kind.STEP, by=by, note=row.note, now=now, detail=detail)
    return row
