"""A plan's own alert on real rows: who is told, what its back-test finds, how a lead switches it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from monitor.alerts.backtest_job import backtest_due
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.recheck import evidence_recheck
from monitor.lib.clock import HOUR, utc_now
from monitor.models import Alert, AlertEvent, AuditEntry, Delivery, Item, Plan, Recipient, Role, Topic, User
from tests.alerts.conftest import make_rising_topic
from tests.conftest import make_user
from tests.plans.conftest import MakePlan

pytestmark = pytest.mark.django_db


def listed(role: Role) -> User:
    user = make_user(role)
    Recipient.objects.create(user=user, channel="email", address=user.email)
    return user


def hit(plan: Plan, *, n: int = 1, in_focus: bool = False) -> int:
    """A topic, by itself out of focus, whose newest item is in the plan; its id."""
    topic = make_rising_topic(n=n, now=utc_now() - HOUR)
    newest = Item.objects.filter(topic_id=topic.pk).order_by("-at").values_list("id", flat=True)[0]
    Item.objects.filter(id=newest).update(plans=[plan.pk])
    topic.in_focus = in_focus
    topic.save()
    return topic.pk


def told() -> set[int | None]:
    return set(Delivery.objects.values_list("user", flat=True))


def test_a_hit_is_told_to_the_recipients_of_the_plan_alone(make_plan: MakePlan) -> None:
    wanted, desk = listed(Role.VIEWER), listed(Role.MONITOR)
    plan = make_plan("工资", recipients=(wanted.pk,), hit_alert=True)
    topic = hit(plan)
    alert_decide_changed(now=utc_now())
    alert = Alert.objects.get(topic=topic)
    assert (alert.kind, alert.evidence["plans"], alert.evidence["plan_names"]) == ("plan_hit", [plan.pk], ["工资"])
    assert told() == {wanted.pk}
    assert evidence_recheck(alert=alert, evidence=alert.evidence).equal
    assert desk.pk not in told()


def test_once_the_topic_rises_the_desk_is_told_too(make_plan: MakePlan) -> None:
    wanted, desk = listed(Role.VIEWER), listed(Role.MONITOR)
    topic = hit(make_plan("工资", recipients=(wanted.pk,), hit_alert=True))
    alert_decide_changed(now=utc_now())
    other = make_rising_topic(n=12)
    Item.objects.filter(topic_id=other.pk).update(topic_id=topic)
    other.delete()
    Topic.objects.filter(pk=topic).update(needs_decision=True, in_focus=True)
    alert_decide_changed(now=utc_now())
    assert list(AlertEvent.objects.values_list("kind", flat=True)) == ["raised", "escalated"]
    assert desk.pk in told()


def test_when_no_recipient_is_listed_the_routes_decide_so_that_it_is_not_lost(make_plan: MakePlan) -> None:
    desk = listed(Role.MONITOR)
    hit(make_plan("工资", recipients=(make_user(Role.VIEWER).pk,), hit_alert=True))
    alert_decide_changed(now=utc_now())
    assert desk.pk in told()


def test_off_by_default_and_off_when_the_plan_is_over(make_plan: MakePlan) -> None:
    hit(make_plan("工资"))
    yesterday = utc_now().date() - timedelta(days=2)
    hit(make_plan("路灯", hit_alert=True, ends_on=yesterday))
    alert_decide_changed(now=utc_now())
    assert not Alert.objects.exists()


def test_a_lead_tries_it_on_history_and_switches_it_on(client: Client, make_plan: MakePlan, lead: User) -> None:
    plan = make_plan("工资")
    hit(plan)
    client.force_login(lead)
    assert "未开启" in client.get(f"/plans/{plan.pk}/").content.decode()
    client.post(f"/plans/{plan.pk}/hits/backtest/")
    backtest_due(now=utc_now())
    assert '会发出 <b class="rule-n">1</b> 条预警' in client.get(f"/plans/{plan.pk}/hits/backtest/").content.decode()
    client.post(f"/plans/{plan.pk}/hits/", {"on": "1"})
    plan.refresh_from_db()
    assert (plan.hit_alert, plan.version) == (True, 2)
    assert AuditEntry.objects.filter(action="plan_edited", target=f"plan:{plan.pk}").count() == 1
    assert "命中即预警" in client.get(f"/plans/{plan.pk}/").content.decode()
