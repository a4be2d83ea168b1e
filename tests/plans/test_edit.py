"""Making and changing plans: what is refused, what is kept, what is tagged anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from monitor.errors import QueryError, TingchaoError
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, PlanState, RetagJob, Role, User
from monitor.plans.check import PlanError, PlanText
from monitor.plans.edit import plan_create, plan_edit, plan_move, plan_text
from monitor.rules.check import RuleError
from monitor.rules.groups import group_delete, group_save
from tests.conftest import make_user
from tests.plans.conftest import MakePlan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "error", "label"),
    [
        ({"query": "路灯 ("}, QueryError, "query"),
        ({"query": "王建国"}, RuleError, "personal_name"),
        ({"name": "王建国讨薪"}, PlanError, "name_person"),
        ({"name": " "}, PlanError, "name_missing"),
        ({"starts_on": date(2026, 8, 2), "ends_on": date(2026, 8, 1)}, PlanError, "days"),
        ({"sources": (987654,)}, PlanError, "choice"),
        ({"areas": ("gossip",)}, PlanError, "choice"),
        ({"recipients": (987654,)}, PlanError, "recipient"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_the_reason(
    lead: User, fields: dict[str, object], error: type[TingchaoError], label: str
) -> None:
    with pytest.raises(error) as raised:
        plan_create(text=replace(PlanText("路灯", "路灯"), **fields), by=lead, now=utc_now())  # type: ignore[arg-type]
    assert raised.value.label == label


def test_every_change_is_a_version_and_an_audit_entry(make_plan: MakePlan, lead: User) -> None:
    plan = make_plan("路灯")
    text = replace(plan_text(plan), query="路灯 OR 灯杆", recipients=(lead.pk,))
    plan_edit(pk=plan.pk, text=text, seen=1, by=lead, now=utc_now(), note="灯杆也算")
    plan_move(pk=plan.pk, to=PlanState.PAUSED, by=lead, now=utc_now())
    newest, edited, first = plan.versions.all()
    assert (newest.change, edited.change, first.change) == ("paused", "edited", "created")
    assert (first.content["query"], edited.content["recipients"]) == ("路灯", [lead.pk])
    actions = list(AuditEntry.objects.filter(target=f"plan:{plan.pk}").order_by("id").values_list("action", flat=True))
    assert actions == ["plan_created", "plan_edited", "plan_paused"]


def test_a_change_on_top_of_an_older_version_is_refused(make_plan: MakePlan, lead: User) -> None:
    plan = make_plan("路灯")
    plan_edit(pk=plan.pk, text=replace(plan_text(plan), query="灯杆"), seen=1, by=lead, now=utc_now())
    with pytest.raises(PlanError) as raised:
        plan_edit(pk=plan.pk, text=replace(plan_text(plan), query="街灯"), seen=1, by=lead, now=utc_now())
    assert raised.value.label == "stale"


def test_only_what_decides_the_items_tags_history_anew(make_plan: MakePlan, lead: User) -> None:
    plan = make_plan("路灯")
    first = RetagJob.objects.get(reason=f"plan:{plan.pk}")
    plan_edit(pk=plan.pk, text=replace(plan_text(plan), in_report=False), seen=1, by=lead, now=utc_now())
    assert RetagJob.objects.latest("id") == first
    plan_edit(pk=plan.pk, text=replace(plan_text(plan), places=("本区",)), seen=2, by=lead, now=utc_now())
    assert RetagJob.objects.latest("id") != first


def test_members_who_left_cannot_be_told(make_plan: MakePlan) -> None:
    gone = make_user(Role.LEAD, is_active=False)
    with pytest.raises(PlanError):
        make_plan("路灯", recipients=(gone.pk,))


def test_a_group_that_a_plan_names_cannot_be_deleted(client: Client, make_plan: MakePlan, admin: User) -> None:
    group = group_save(pk=None, name="灯", words=["路灯", "灯杆"], by=admin, now=utc_now())
    plan = make_plan("{灯}")
    with pytest.raises(RuleError) as raised:
        group_delete(pk=group.pk, by=admin)
    assert raised.value.label == "group_used"
    client.force_login(admin)
    page = client.get(f"/rules/words/{group.pk}/").content.decode()
    assert f'<a href="/plans/{plan.pk}/">{{灯}}</a>' in page
    assert "删除词组" not in page
