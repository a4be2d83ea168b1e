"""What people do with an alert."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.alerts.answer import (
    AlertError,
    alert_acknowledge,
    alert_comment,
    alert_false_alarm,
    alert_handle,
    alert_reopen,
    alert_resolve,
)
from monitor.alerts.raise_ import alert_decide_changed
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AuditEntry, Delivery, Topic, User
from tests.alerts.conftest import make_rising_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(db: None) -> Alert:
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    return Alert.objects.get()


def test_every_step_is_an_event_with_who_and_an_audit_entry(alert: Alert, duty: User) -> None:
    for step in (alert_acknowledge, alert_handle, alert_resolve, alert_reopen, alert_false_alarm):
        step(alert=alert, by=duty, note="")
    steps = ["acknowledged", "handling", "resolved", "reopened", "false_alarm"]
    assert [e.kind for e in AlertEvent.objects.filter(by=duty).order_by("id")] == steps
    entries = AuditEntry.objects.filter(target=f"alert:{alert.pk}", actor=duty.username).order_by("id")
    assert [entry.action for entry in entries] == [f"alert_{step}" for step in steps]
    assert entries[0].detail["before"] == "open"


def test_answering_tells_nobody_by_mail(alert: Alert, lead: User, duty: User) -> None:
    alert_acknowledge(alert=alert, by=duty)
    assert not Delivery.objects.exists()


def test_notes_are_masked_before_they_are_stored(alert: Alert, duty: User) -> None:
    alert_comment(alert=alert, by=duty, note="已联系项目部13912345678")
    assert "139" not in AlertEvent.objects.latest("id").note
    assert "已联系项目部" in AlertEvent.objects.latest("id").note


def test_a_second_click_is_refused_and_leaves_no_trace(alert: Alert, duty: User, lead: User) -> None:
    alert_acknowledge(alert=alert, by=duty)
    with pytest.raises(AlertError):
        alert_acknowledge(alert=alert, by=lead)
    assert AlertEvent.objects.filter(kind="acknowledged").count() == 1


@pytest.mark.parametrize("step", [alert_acknowledge, alert_handle, alert_resolve, alert_false_alarm])
def test_a_closed_alert_takes_no_step_but_reopening(alert: Alert, duty: User, step: Callable[..., AlertEvent]) -> None:
    alert_resolve(alert=alert, by=duty)
    with pytest.raises(AlertError):
        step(alert=alert, by=duty)


def test_an_empty_comment_is_refused(alert: Alert, duty: User) -> None:
    with pytest.raises(AlertError, match="alert_empty_note"):
        alert_comment(alert=alert, by=duty, note="  ")


def test_a_closed_topic_is_not_raised_again_by_the_same_items(alert: Alert, duty: User) -> None:
    alert_resolve(alert=alert, by=duty)
    Topic.objects.update(needs_decision=True)
    assert alert_decide_changed(now=utc_now()) == []


def test_reopening_is_refused_while_the_topic_has_another_open_thread(alert: Alert, duty: User) -> None:
    alert_resolve(alert=alert, by=duty)
    Alert.objects.create(kind=alert.kind, level=1, topic=alert.topic, raised_at=utc_now(), changed_at=utc_now())
    with pytest.raises(AlertError, match="alert_other_open"):
        alert_reopen(alert=alert, by=duty)
