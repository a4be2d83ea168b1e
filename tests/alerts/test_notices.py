"""Source notices."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from monitor.alerts.deliver import Summary, delivery_send_due
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.raise_ import alert_decide_changed
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Delivery, Source, User
from tests.alerts.conftest import Catcher, post_events
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


def fold_and_send(now: datetime) -> Summary:
    delivery_fold_due(now=now)
    return delivery_send_due(now=now)


def test_a_hundred_sources_behind_one_proxy_make_one_message_and_hold_no_alert_back(lead: User, smtp: Catcher) -> None:
    for _ in range(100):
        failing_source()
    now = utc_now()
    assert len(alert_decide_changed(now=now)) == 100
    post_events(1, level=2, now=now)
    assert fold_and_send(now) == Summary(accepted=1), "the alert on a topic, at once"
    assert fold_and_send(now + timedelta(minutes=3)) == Summary(accepted=1)
    mail = smtp.mails[-1][1]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"].startswith("【来源状态】100")
    assert "失联 100 家来源，恢复 0 家" in text
    assert "另有 60 条" in text
    assert Counter(Delivery.objects.values_list("status", flat=True)) == {"accepted": 102}


def test_sources_that_fail_one_after_the_other_make_a_message_twice_an_hour_at_most(lead: User, smtp: Catcher) -> None:
    begun = utc_now()
    for minute in range(60):
        now = begun + timedelta(minutes=minute)
        failing_source()
        alert_decide_changed(now=now)
        fold_and_send(now)
    Source.objects.update(state="healthy", needs_decision=True)
    alert_decide_changed(now=begun + timedelta(minutes=60))
    for minute in (64, 95, 130):
        fold_and_send(begun + timedelta(minutes=minute))
    marks = [mail["Subject"].partition("】")[0] for _to, mail in smtp.mails]
    assert marks == ["【来源状态"] * len(marks)
    assert 3 <= len(marks) <= 4
    assert not Delivery.objects.filter(status="pending").exists()


def test_one_source_alone_is_told_as_itself(lead: User, smtp: Catcher) -> None:
    failing_source()
    now = utc_now()
    alert_decide_changed(now=now)
    assert [fold_and_send(now + timedelta(minutes=n)).accepted for n in (0, 3)] == [0, 1]
    assert smtp.mails[0][1]["Subject"].startswith("【来源失联】")


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
