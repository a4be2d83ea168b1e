"""Quiet hours, digests and storms: nothing is lost, several become one and say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.again import delivery_send_again, notifications_expire
from monitor.alerts.answer import alert_handle, alert_resolve
from monitor.alerts.channels.browser.send import notifications_take
from monitor.alerts.deliver import Summary, delivery_send_due
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.when import Times
from monitor.alerts.wishes import contact_times_save, notifications_switch
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Delivery, User
from tests.alerts.conftest import Catcher, post_events

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_storm_becomes_one_digest_that_says_so(lead: User, smtp: Catcher) -> None:
    events = post_events(14)
    for _ in range(3):
        events += post_events(2)
    assert delivery_send_due(now=utc_now()) == Summary(accepted=8)
    later = utc_now() + timedelta(minutes=6)
    assert delivery_fold_due(now=later) == 1
    assert delivery_send_due(now=later) == Summary(accepted=1)
    mail = smtp.mails[-1][1]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "【预警集中】12" in mail["Subject"]
    assert text.count("/alerts/") == 1 + len({event.alert_id for event in events})
    assert "合并为这一封" in text
    assert set(Delivery.objects.values_list("status", flat=True)) == {"accepted"}


def test_a_long_failure_is_made_up_for_in_one_mail(lead: User, smtp: Catcher) -> None:
    post_events(4)
    Delivery.objects.update(created_at=utc_now() - HOUR)
    post_events(7)
    assert delivery_fold_due(now=utc_now()) == 1
    assert delivery_send_due(now=utc_now()) == Summary(accepted=1)


def test_what_waits_alone_goes_as_itself_when_its_hour_has_come(lead: User, smtp: Catcher) -> None:
    contact_times_save(user=lead, times=Times(rhythm="hourly"), deputy=None)
    post_events(1)
    assert (delivery_fold_due(now=utc_now()), delivery_send_due(now=utc_now())) == (0, Summary())
    later = utc_now() + HOUR
    assert delivery_fold_due(now=later) == 0
    assert delivery_send_due(now=later) == Summary(accepted=1)
    assert "【定时汇总】" not in smtp.mails[0][1]["Subject"]


def test_a_message_that_waited_says_what_people_did_meanwhile(lead: User, duty: User, smtp: Catcher) -> None:
    contact_times_save(user=lead, times=Times(rhythm="hourly"), deputy=None)
    first = post_events(1)[0].alert
    alert_handle(alert=first, by=duty)
    post_events(1)
    assert delivery_fold_due(now=utc_now() + HOUR) == 1
    closed = post_events(1)[0].alert
    alert_resolve(alert=closed, by=duty)
    delivery_fold_due(now=utc_now() + 2 * HOUR)
    assert delivery_send_due(now=utc_now() + 2 * HOUR) == Summary(accepted=2)
    alone, digest = (mail.get_body(("plain",)).get_content() for _to, mail in smtp.mails)  # type: ignore[union-attr]
    assert "（现在：处置中）" in digest
    assert digest.count("（现在：") == 1
    assert "发这条消息时预警的状态：已办结。" in alone


def test_a_digest_that_dies_can_be_sent_again_whole(lead: User, smtp: Catcher, settings: SettingsWrapper) -> None:
    contact_times_save(user=lead, times=Times(rhythm="hourly"), deputy=None)
    post_events(3)
    later = utc_now() + HOUR
    delivery_fold_due(now=later)
    smtp.recipient_answers = ["550 mailbox full"]
    assert delivery_send_due(now=later) == Summary(dead=1)
    digest = Delivery.objects.get(status="dead")
    assert delivery_send_again(ids=None, by=lead, now=later) == 1
    assert delivery_send_due(now=later) == Summary(accepted=1)
    digest.refresh_from_db()
    assert (smtp.mails[0][1]["Message-ID"], digest.resent, digest.repeats) == (digest.message_id, 1, 1)
    assert Delivery.objects.filter(folded_into=digest, status="accepted").count() == 3
    assert AuditEntry.objects.filter(action="delivery_send_again").count() == 1


def test_a_notification_is_given_to_one_page_and_expires_unseen(lead: User) -> None:
    notifications_switch(user=lead, on=True)
    post_events(2)
    now = utc_now()
    shown = notifications_take(user=lead, now=now)
    assert [set(one) for one in shown] == [{"title", "body", "link", "tag", "hold"}] * 2
    assert notifications_take(user=lead, now=now) == []
    post_events(1)
    assert notifications_expire(now=now + 2 * HOUR) == 1
    assert notifications_take(user=lead, now=now + 2 * HOUR) == []


def test_a_message_that_keeps_killing_its_worker_is_put_aside(lead: User, smtp: Catcher) -> None:
    post_events(2)
    poison = Delivery.objects.order_by("pk").first()
    assert poison is not None
    Delivery.objects.filter(pk=poison.pk).update(error_label="outcome_unknown", deaths=5, attempts=6)
    assert delivery_send_due(now=utc_now()) == Summary(accepted=1, dead=1)
    poison.refresh_from_db()
    assert (poison.status, poison.error_label) == ("dead", "poison")
