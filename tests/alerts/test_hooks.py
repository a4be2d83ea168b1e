"""Webhooks that subscribed to events: each as itself, once, signed, also those of reports and of what people did."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.answer import alert_acknowledge, alert_resolve
from monitor.alerts.deliver import delivery_send_groups
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.hooks import hooks_post_due
from monitor.alerts.listing import ChannelValues, channel_save
from monitor.alerts.raise_ import alert_decide_changed
from monitor.lib.clock import utc_now, week_before
from monitor.models import Alert, Channel, Delivery, HookEvent, Source, User
from monitor.reports.build import report_draft_week, report_sign, report_withdraw
from tests.alerts.conftest import make_rising_topic
from tests.alerts.robots import SECRET, Robots
from tests.conftest import make_source

pytestmark = pytest.mark.django_db


def subscribe(robots: Robots, admin: User, *events: str, **fields: Any) -> Channel:
    values = ChannelValues(name="政务平台", token=f"{robots.base}/hook", secret=SECRET, events=events, **fields)
    return channel_save(channel=None, kind="webhook", values=values, by=admin)


def sent(robots: Robots) -> list[dict[str, Any]]:
    """Two sweeps and a run of sending: what the other side got."""
    for _ in range(2):
        hooks_post_due(now=utc_now())
        delivery_fold_due(now=utc_now())
    delivery_send_groups(now=utc_now(), limit=100)
    return [body for _kind, body in robots.taken]


def test_what_the_machine_and_people_do_is_told_once_each_and_signed(robots: Robots, admin: User, duty: User) -> None:
    subscribe(robots, admin, "alert.raised", "alert.changed", "alert.closed")
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now())
    alert_acknowledge(alert=Alert.objects.get(), by=duty)
    alert_resolve(alert=Alert.objects.get(), by=duty, note="已补发")
    told = sent(robots)
    assert [(body["type"], body["event"]) for body in told] == [
        ("alert.raised", "raised"),
        ("alert.changed", "acknowledged"),
        ("alert.closed", "resolved"),
    ]
    assert told[-1]["alert"]["status"] == "resolved"
    assert "已补发" not in json.dumps(told, ensure_ascii=False)
    head = robots.headers[0]
    body = json.dumps(told[0], ensure_ascii=False).encode()
    said = hmac.new(SECRET.encode(), head["X-Tingchao-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert head["X-Tingchao-Signature"] == f"sha256={said}"
    assert len({one["X-Tingchao-Delivery"] for one in robots.headers}) == 3


def test_only_what_was_subscribed_to_and_nothing_of_before(robots: Robots, admin: User, duty: User) -> None:
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now() - timedelta(minutes=1))
    subscribe(robots, admin, "alert.raised", "source.down")
    alert_acknowledge(alert=Alert.objects.get(), by=duty)
    assert sent(robots) == []


def test_a_subscription_that_rests_is_not_made_up_for(robots: Robots, admin: User) -> None:
    values = ChannelValues(name="政务平台", token=f"{robots.base}/hook", secret=SECRET, events=("source.down",))
    channel = channel_save(channel=None, kind="webhook", values=replace(values, enabled=False), by=admin)
    for name in ("云河一站", "云河二站"):
        make_source(name=name, state="failing", needs_decision=True, failing_since=utc_now())
        alert_decide_changed(now=utc_now())
        channel_save(channel=channel, kind="webhook", values=values, by=admin)  # switched on after the first
    assert [body["alert"]["title"] for body in sent(robots)] == ["云河二站"]


def test_sources_are_told_whatever_the_level(robots: Robots, admin: User) -> None:
    subscribe(robots, admin, "source.down", "source.up", min_level=4)
    make_source(name="云河社区", state="failing", needs_decision=True, error_label="timeout", failing_since=utc_now())
    alert_decide_changed(now=utc_now())
    Source.objects.update(state="healthy", needs_decision=True)
    alert_decide_changed(now=utc_now())
    told = sent(robots)
    assert [(body["type"], body["alert"]["title"]) for body in told] == [
        ("source.down", "云河社区"),
        ("source.up", "云河社区"),
    ]


def test_a_report_is_told_when_signed_and_when_withdrawn(robots: Robots, admin: User, lead: User) -> None:
    subscribe(robots, admin, *HookEvent.values)
    report = report_draft_week(monday=week_before(utc_now()), now=utc_now(), by=lead)
    assert sent(robots) == []
    report_sign(report=report, by=lead)
    sent(robots)
    report_withdraw(report=report, by=lead, reason="数字有误")
    told = sent(robots)
    assert [(body["type"], body["report"]["status"]) for body in told] == [
        ("report.signed", "signed"),
        ("report.withdrawn", "withdrawn"),
    ]
    assert told[0]["report"]["digest"] == report.digest
    assert Delivery.objects.filter(status="accepted").count() == 2


def test_a_program_that_was_away_gets_each_event_and_no_digest(
    robots: Robots, admin: User, settings: SettingsWrapper
) -> None:
    settings.STORM_MESSAGES = 2
    subscribe(robots, admin, "source.down")
    for n in range(5):
        make_source(name=f"云河{n}号站", state="failing", needs_decision=True, failing_since=utc_now())
    alert_decide_changed(now=utc_now())
    assert [body["kind"] for body in sent(robots)] == ["event"] * 5
