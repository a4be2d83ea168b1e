"""What plans have to do with alerts and reports: who is told of a topic's alert, and the plan's part of the week."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.alerts.plans import route_plans
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.route import Listed, route
from monitor.alerts.routing import route_save
from monitor.lib.clock import WEEK, utc_now
from monitor.models import Delivery, Item, Plan, PlanState, Recipient, Role, Topic, User
from monitor.models.rollup import Counted, rollup_move
from monitor.plans.edit import plan_move
from monitor.queries.plan_topics import plans_of_topics
from monitor.queries.plans import plan_alerts_reading
from monitor.queries.reports import Span
from monitor.queries.together import read_alone
from monitor.reports.freeze_plans import plans_freeze
from tests.alerts.conftest import make_rising_topic
from tests.conftest import make_unit, make_user
from tests.plans.conftest import MakePlan
from tests.reports.world import MONDAY, busy_week

CHAIR = Listed(7, "email", "chair@union.example", "viewer")


def test_a_plan_tells_members_whom_their_role_would_leave_out() -> None:
    others = route([CHAIR], level=2)
    assert others == []
    assert route_plans(others, [CHAIR], levels={7: 2}, level=2) == [CHAIR]
    assert route_plans(others, [CHAIR], levels={7: 3}, level=2) == []


@pytest.mark.parametrize("off", [{"enabled": False}, {"active": False}, {"address": " "}, {"user": 8}])
def test_a_plan_tells_nobody_whom_an_admin_did_not_list(off: dict[str, object]) -> None:
    assert route_plans([], [replace(CHAIR, **off)], levels={7: 1}, level=4) == []  # type: ignore[arg-type]


def test_who_is_told_anyway_is_told_once() -> None:
    desk = Listed(3, "email", "desk@union.example", "monitor")
    assert route_plans([desk], [desk, CHAIR], levels={3: 1, 7: 1}, level=3) == [desk, CHAIR]


def listed_viewer() -> User:
    user = make_user(Role.VIEWER)
    Recipient.objects.create(user=user, channel="email", address=user.email)
    return user


def held_topic(plan: Plan, *, held: int, of: int = 12, units: list[int] | None = None) -> Topic:
    """A topic that is about to raise an alert, with some of its originals in the plan."""
    topic = make_rising_topic(n=of, units=units or [])
    ids = Item.objects.filter(topic_id=topic.pk).values_list("id", flat=True)[:held]
    Item.objects.filter(id__in=list(ids)).update(plans=[plan.pk])
    return topic


@pytest.mark.django_db
def test_recipients_of_a_plan_get_the_alert_of_a_topic_of_which_a_fifth_is_in_it(make_plan: MakePlan) -> None:
    told, apart, unlisted = listed_viewer(), listed_viewer(), make_user(Role.VIEWER)
    apart.units.add(make_unit())
    plan = make_plan("工资", recipients=(told.pk, apart.pk, unlisted.pk))
    topic = held_topic(plan, held=3, units=[make_unit().pk])
    alert_decide_changed(now=utc_now())
    assert set(Delivery.objects.filter(user__role=Role.VIEWER).values_list("user", flat=True)) == {told.pk}
    assert plans_of_topics([topic.pk]) == {topic.pk: {plan.pk}}
    assert len(read_alone(plan_alerts_reading(None))[plan.pk]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("less", ["too little of the topic", "paused", "told off", "level"])
def test_a_plan_stays_silent(make_plan: MakePlan, lead: User, less: str) -> None:
    fields = {"told off": {"tell": False}, "level": {"tell_level": 4}}.get(less, {})
    plan = make_plan("工资", recipients=(listed_viewer().pk,), **fields)
    if less == "paused":
        plan_move(pk=plan.pk, to=PlanState.PAUSED, by=lead, now=utc_now())
    held_topic(plan, held=2 if less == "too little of the topic" else 6)
    alert_decide_changed(now=utc_now())
    assert not Delivery.objects.filter(user__role=Role.VIEWER).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("less", ["", "too little of the topic", "paused"])
def test_a_route_may_ask_for_a_plan(make_plan: MakePlan, lead: User, duty: User, less: str) -> None:
    Recipient.objects.create(user=duty, channel="email", address=duty.email)  # the lead is listed
    plan, now = make_plan("工资"), utc_now()
    spec = {"plans": [plan.pk], "people": [duty.pk]}
    route_save(row=None, seen=0, name="工资专题", spec=spec, enabled=True, by=lead, now=now)
    if less == "paused":
        plan_move(pk=plan.pk, to=PlanState.PAUSED, by=lead, now=now)
    held_topic(plan, held=2 if less == "too little of the topic" else 6)
    alert_decide_changed(now=utc_now())
    told = set(Delivery.objects.values_list("user", flat=True))
    assert told == ({lead.pk, duty.pk} if less else {duty.pk})


@pytest.mark.django_db
def test_the_week_of_every_plan_is_frozen_with_its_topics(make_plan: MakePlan) -> None:
    world, unit = busy_week(), make_unit()
    plan, of_unit = make_plan("工资"), make_plan("工资", name="某单位", units=(unit.pk,))
    make_plan("工资", name="不进周报", in_report=False)
    for item in Item.objects.filter(topic_id=world["new"].pk):
        _join(item, [plan.pk, of_unit.pk])
    frozen = plans_freeze(Span.week(MONDAY), Span.week(MONDAY - WEEK))
    first, second = frozen["listed"]
    assert (first["items"], first["originals"], first["negative"], first["previous"]) == (4, 3, 66.7, 0)
    assert first["topics"] == [{"id": world["new"].pk, "title": "云河新城项目欠薪", "n": 3}]
    assert (second["name"], second["items"], second["negative"]) == ("某单位", 4, None)


def _join(item: Item, plans: list[int]) -> None:
    """As rules.retag does it."""
    before = Counted.of(item, sign=-1)
    item.plans = plans
    Item.objects.filter(month=item.month, id=item.id).update(plans=plans)
    rollup_move([before, Counted.of(item)])
