"""Every page asks the database at most twelve times, session and member, badges and audit entry included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from bench.page_addresses import addresses, is_file
from dashboards.access import Sight, includes
from dashboards.filters import Filters
from dashboards.fragments import FRAGMENTS, View, render
from monitor.alerts.rules import rule_rows
from monitor.lib.clock import DAY, HOUR, hour_of, shanghai_date, shanghai_day_start, utc_now, week_before
from monitor.models import (
    Alert,
    AlertEvent,
    Channel,
    CheckAnswer,
    Delivery,
    DeskSettings,
    Forecast,
    Item,
    Outage,
    Referral,
    ReferralEvent,
    ResponseStep,
    Role,
    Shift,
    SourceChange,
    Topic,
    TopicChange,
    TopicHour,
    User,
)
from monitor.plans.edit import PlanText, plan_create
from monitor.reports.build import report_draft_week
from monitor.reports.templates import templates_all
from monitor.rules.edit import RuleText, rule_create
from tests.conftest import make_item, make_source, make_topic, make_unit, make_user
from tests.quality.world import make_check

pytestmark = pytest.mark.django_db
MOST = 12
OF_TESTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")  # of the tests' own transaction


def a_bit_of_everything(boss: User) -> None:
    """One of each thing that pages show, so that nothing is left out for want of rows."""
    templates_all()  # the first look at them makes the standard ones
    now, unit = utc_now(), make_unit(words=["云河新城"])
    outsider = make_user(Role.VIEWER)
    outsider.units.add(unit)
    source, own = make_source(state="failing", failing_since=now - HOUR, last_checked_at=now), make_source(own=True)
    Outage.objects.create(source=source, started_at=now - HOUR, label="timeout")
    SourceChange.objects.create(source=source, at=now - HOUR, before="healthy", after="failing")
    rule_create(text=RuleText(name="欠薪", query="欠薪", area="wages"), by=boss, now=now)
    plan = plan_create(text=PlanText(name="专题", query="工资", recipients=(boss.pk,)), by=boss, now=now)
    topic, other = make_topic(watched=True), make_topic(muted=True)
    for n in range(5):
        item = make_item(source=source, topic_id=topic.pk, plans=[plan.pk], at=now - n * HOUR)
        make_item(source=source, topic_id=topic.pk, duplicate_of=item.id)
    make_item(source=own, topic_id=topic.pk)
    Topic.objects.filter(pk=topic.pk).update(summary=[{"text": "工资被拖欠。", "item": item.id}])
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=5, n_originals=5, n_neg=3)
    for changed in (topic, other):
        TopicChange.objects.create(topic=changed, kind="mute", at=now, by=boss, after={"parts": [{"topic": other.pk}]})
    _alert(topic, item.id, unit.pk, boss)
    _forecasts(topic)
    Shift.objects.create(start=now - HOUR, end=now + HOUR, member=boss)
    rule_rows()  # made with their numbers when first asked for
    DeskSettings.objects.create(member=boss, visited_at=now, looked_at=now - 2 * DAY)
    Channel.objects.create(kind="webhook", name="接口")
    CheckAnswer.objects.filter(item=make_check(by=boss)).update(by=boss)
    report_draft_week(monday=week_before(now), now=now, by=boss)


def _alert(topic: Topic, item: int, unit: int, boss: User) -> None:
    now = utc_now()
    facts: dict[str, Any] = {
        "kind": "topic_rising",
        "level": 3,
        "areas": ["wages"],
        "raised_at": now,
        "changed_at": now,
    }
    alert = Alert.objects.create(topic=topic, evidence={"items": [item]}, assignee=boss, **facts)
    event = AlertEvent.objects.create(alert=alert, kind="raised", level=3, at=now, by=boss)
    Delivery.objects.create(event=event, user=boss, channel="email", created_at=now)
    ResponseStep.objects.create(alert=alert, area="wages", plan=0, position=1, kind="verify", text="核实")
    due = {"due_at": now + DAY, "created_at": now, "changed_at": now}
    referral = Referral.objects.create(year=2026, serial=1, alert=alert, unit_id=unit, ask="核实", by=boss, **due)
    ReferralEvent.objects.create(referral=referral, after="sent", by=boss, at=now)


def _forecasts(topic: Topic) -> None:
    now, today = utc_now(), shanghai_day_start(shanghai_date(utc_now()))
    starts = {"hour": hour_of(now), "day": today, "next": hour_of(now) - DAY}
    error = {"mae": 1.0, "interval_score": 2.0, "coverage": 0.8, "n": 9}
    band: dict[str, Any] = {
        "points": [3] * 24,
        "lower": [1] * 24,
        "upper": [5] * 24,
        "errors": {"naive": error, "seasonal_naive": error},
    }
    Forecast.objects.bulk_create(
        Forecast(topic=of, step=step, starts_at=starts[step], made_at=now, method="naive", known=300, least=120, **band)
        for of in (None, topic)
        for step in starts
    )


def asked_by(work: Callable[[], Any]) -> tuple[int, Any]:
    """(how many statements, what it gave)."""
    seen: Counter[str] = Counter()

    def counting(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        seen["n"] += not sql.startswith(OF_TESTS)
        return execute(sql, *args)

    with connection.execute_wrapper(counting):
        found = work()
    return seen["n"], found


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REPORTER])
def test_no_page_asks_more_than_twelve_times(role: Role) -> None:
    boss = make_user(Role.ADMIN)
    a_bit_of_everything(boss)
    member = boss if role == Role.ADMIN else User.objects.get(role=Role.VIEWER)
    User.objects.filter(pk=member.pk).update(role=role)
    client, over, looked = Client(), {}, 0
    client.force_login(member)
    client.get("/health/")
    for name, needed, found in addresses():
        for address in found[:1] if includes(role, needed) and not is_file("".join(found)) else []:
            n, answer = asked_by(partial(client.get, address))
            looked += answer.status_code == 200
            over |= {f"{name} {address}": n} if n > MOST else {}
    assert over == {}
    assert looked > (90 if role == Role.ADMIN else 25)


def test_all_fragments_of_a_view_are_read_in_two_statements() -> None:
    a_bit_of_everything(make_user(Role.ADMIN))
    view = View(Filters.of(QueryDict("window=7d&area=wages")), sight=Sight(Role.ADMIN), language="zh-hans")
    with translation.override("zh-hans"):
        assert asked_by(lambda: render(view, FRAGMENTS, now=utc_now()))[0] == 2


def test_the_pages_of_every_day_ask_no_more_than_they_did() -> None:
    """Session and member, audit entry and badges included."""
    boss = make_user(Role.ADMIN)
    a_bit_of_everything(boss)
    client, alert, item = Client(), Alert.objects.get().pk, Item.objects.filter(topic_id__isnull=False)[0].id
    client.force_login(boss)
    client.get("/")
    asked = {
        "/": 5,
        "/sources/": 3,
        "/topics/": 4,
        "/topics/?show=watched": 4,
        "/items/": 4,
        f"/items/{item}/": 4,
        "/alerts/": 2,
        f"/alerts/{alert}/": 7,
        "/assessment/": 2,
    }
    for address in asked:
        client.get(address)
    assert {address: asked_by(partial(client.get, address))[0] for address in asked} == asked
