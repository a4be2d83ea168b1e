"""Source notices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.raise_ import alert_decide_changed
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Delivery, Source, User
from tests.conftest import make_source

pytestmark = pytest.mark.django_db


def failing_source() -> Source:
    return make_source(
        state="failing",
        needs_decision=True,
        failures=3,
        error_label="timeout",
        failing_since=utc_now() - timedelta(minutes=43),
    )


def test_a_silent_source_is_told_once(lead: User) -> None:
    source = failing_source()
    assert len(alert_decide_changed(now=utc_now())) == 1
    Source.objects.update(needs_decision=True)
    assert alert_decide_changed(now=utc_now()) == []
    alert = Alert.objects.get(source=source)
    assert (alert.kind, alert.level, alert.evidence["label"]) == ("source_silent", 1, "timeout")
    assert Delivery.objects.filter(event__alert=alert).count() == 1


def test_its_return_ends_the_notice_and_is_told(lead: User) -> None:
    source = failing_source()
    alert_decide_changed(now=utc_now())
    Source.objects.filter(pk=source.pk).update(state="healthy", needs_decision=True)
    alert_decide_changed(now=utc_now())
    alert = Alert.objects.get()
    assert (alert.status, alert.events.last().kind) == ("resolved", AlertEvent.Kind.BACK)  # type: ignore[union-attr]
    assert Delivery.objects.count() == 2


def test_pausing_a_silent_source_ends_its_notice_quietly(lead: User) -> None:
    source = failing_source()
    alert_decide_changed(now=utc_now())
    Source.objects.filter(pk=source.pk).update(state="paused", enabled=False, needs_decision=True)
    alert_decide_changed(now=utc_now())
    assert (Alert.objects.get().status, Delivery.objects.count()) == ("resolved", 1)


def test_a_source_that_fails_and_returns_twice_makes_two_notices() -> None:
    source = failing_source()
    for state in ("failing", "healthy", "failing", "partial"):
        Source.objects.filter(pk=source.pk).update(state=state, needs_decision=True)
        alert_decide_changed(now=utc_now())
    assert [alert.status for alert in Alert.objects.all()] == ["resolved", "resolved"]
