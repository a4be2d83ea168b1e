"""Escalation and reminders, and the acknowledge link of a mail."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import psycopg
import pytest
from django.core import signing
from django.db import connection

from monitor.alerts.acknowledge import SALT, acknowledge_asked, acknowledge_by_link
from monitor.alerts.answer import AlertError, alert_acknowledge, alert_handle, alert_reopen, alert_resolve
from monitor.alerts.deliver import delivery_send_due
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.remind import alert_remind_due
from monitor.alerts.when import ALWAYS
from monitor.alerts.wishes import contact_times_save
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AlertWatch, Delivery, Recipient, Role, User
from monitor.topics.hand_flags import topic_flag
from tests.alerts.conftest import Catcher, make_rising_topic, post_events

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Kind = AlertEvent.Kind


@pytest.fixture
def raised(lead: User, duty: User) -> Alert:
    """An orange alert that the duty monitor was told of; the lead asked for red only."""
    Recipient.objects.filter(user=lead).update(min_level=4)
    Recipient.objects.create(user=duty, address=duty.email)
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now())
    return Alert.objects.get()


def spoken(now: datetime) -> list[tuple[str, set[str]]]:
    """(kind, who was told) of the reminders at this moment."""
    events = [AlertEvent.objects.get(pk=pk) for pk in alert_remind_due(now=now)]
    return [(e.kind, set(e.deliveries.values_list("user__role", flat=True))) for e in events]


def test_without_an_acknowledgement_the_lead_hears_of_it_then_all_are_reminded(raised: Alert) -> None:
    now = utc_now()
    assert spoken(now + 25 * HOUR / 60) == []
    assert spoken(now + 2 * HOUR) == [(Kind.OVERDUE, {"lead"})]
    assert spoken(now + 4 * HOUR) == [(Kind.REMINDED, {"monitor", "lead"})]
    assert spoken(now + 4 * HOUR) == []
    assert raised.events.count() == 3


def test_an_acknowledged_alert_is_reminded_of_until_somebody_works_on_it(raised: Alert, duty: User) -> None:
    alert_acknowledge(alert=raised, by=duty)
    assert [kind for kind, _told in spoken(utc_now() + 2 * HOUR)] == [Kind.REMINDED]
    alert_handle(alert=raised, by=duty)
    assert spoken(utc_now() + 90 * HOUR) == []


def test_a_closed_alert_is_left_alone_until_it_is_opened_again(raised: Alert, duty: User) -> None:
    alert_resolve(alert=raised, by=duty)
    assert spoken(utc_now() + 2 * HOUR) == []
    alert_reopen(alert=raised, by=duty)
    assert spoken(utc_now() + 2 * HOUR) == []
    assert [kind for kind, _told in spoken(utc_now() + 3 * HOUR)] == [Kind.OVERDUE]


def test_a_deputy_who_is_listed_hears_too(raised: Alert, lead: User) -> None:
    deputy = User.objects.create(username="deputy", role=Role.ADMIN)
    Recipient.objects.create(user=deputy, address="deputy@union.example", min_level=4)
    contact_times_save(user=lead, times=ALWAYS, deputy=deputy)
    assert spoken(utc_now() + 2 * HOUR) == [(Kind.OVERDUE, {"lead", "admin"})]


def test_a_muted_topic_is_quiet_leads_and_reminders_alike_until_somebody_unmutes_it(raised: Alert, duty: User) -> None:
    assert raised.topic is not None
    topic_flag(topic=raised.topic.pk, flag="muted", on=True, by=duty, now=utc_now(), reason="旧闻")
    now = utc_now()
    for hours in (2, 9, 30, 60):
        assert spoken(now + hours * HOUR) == []
    assert Alert.objects.get().status == "open", "only a person closes it"
    topic_flag(topic=raised.topic.pk, flag="muted", on=False, by=duty, now=utc_now())
    assert spoken(now + 60 * HOUR) == [], "and no heap of reminders at that moment"
    assert spoken(now + 73 * HOUR) == [(Kind.OVERDUE, {"lead"})]


def test_of_blue_alerts_nobody_is_reminded(lead: User) -> None:
    post_events(1, level=1)
    assert spoken(utc_now() + 900 * HOUR) == []


def test_the_reminder_says_how_long_it_has_been_waiting(raised: Alert, smtp: Catcher) -> None:
    alert_remind_due(now=utc_now() + 3 * HOUR)
    Delivery.objects.exclude(event__kind=Kind.OVERDUE).delete()
    delivery_send_due(now=utc_now() + 4 * HOUR)
    mail = smtp.mails[0][1]
    assert mail["Subject"].startswith("【无人确认：橙色预警】")
    assert "已 3 小时无人确认" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_the_link_of_a_mail_acknowledges_as_its_reader_and_only_once(raised: Alert, duty: User, smtp: Catcher) -> None:
    delivery_send_due(now=utc_now())
    text = smtp.mails[0][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    token = text.partition("/ack/")[2].split("/")[0]
    event = acknowledge_by_link(token=token, now=utc_now())
    assert event is not None
    assert (event.by, event.kind) == (duty, Kind.ACKNOWLEDGED)
    with pytest.raises(AlertError):
        acknowledge_by_link(token=token, now=utc_now())


def test_a_link_that_was_changed_or_whose_member_left_is_good_for_nothing(raised: Alert, duty: User) -> None:
    token = signing.dumps([raised.pk, duty.pk], salt=SALT)
    assert acknowledge_asked(token) is not None
    assert acknowledge_asked(token[:-2]) is None
    assert acknowledge_asked(signing.dumps([raised.pk, duty.pk], salt="another")) is None
    User.objects.filter(pk=duty.pk).update(role=Role.VIEWER)
    assert acknowledge_asked(token) is None


def test_a_link_ends_after_three_days(raised: Alert, duty: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token, now = signing.dumps([raised.pk, duty.pk], salt=SALT), time.time()
    for days, good in ((2.9, True), (3.1, False)):
        with monkeypatch.context() as later:
            later.setattr(time, "time", lambda days=days: now + days * 86_400)
            assert (acknowledge_asked(token) is not None) == good


@pytest.mark.django_db(transaction=True)
def test_an_alert_that_is_being_decided_is_not_waited_for_but_reminded_of_the_next_time(raised: Alert) -> None:
    link = connection.settings_dict
    other = psycopg.connect(
        host=link["HOST"], port=link["PORT"], user=link["USER"], password=link["PASSWORD"], dbname=link["NAME"]
    )
    with other, connection.cursor() as cursor:
        other.execute("SELECT 1 FROM monitor_alert WHERE id = %s FOR UPDATE", [raised.pk])
        cursor.execute("SET lock_timeout = '5s'")  # waiting would be an error
        assert spoken(utc_now() + 2 * HOUR) == []
        raised.watch.delete()
        assert spoken(utc_now() + 2 * HOUR) == []
        cursor.execute("SET lock_timeout = 0")
        assert not AlertWatch.objects.exists()
    assert spoken(utc_now()) == []
    assert [kind for kind, _told in spoken(utc_now() + 2 * HOUR)] == [Kind.OVERDUE]


def test_when_no_lead_can_be_reached_the_admins_hear_of_it_and_then_everyone_listed(
    raised: Alert, lead: User, admin: User
) -> None:
    Recipient.objects.filter(user=lead).update(enabled=False)
    Recipient.objects.create(user=lead, channel="browser", address="browser")  # needs an open page
    assert spoken(utc_now() + 2 * HOUR) == [(Kind.OVERDUE, {"monitor", "lead"})]
    AlertWatch.objects.update(told_lead=False)
    Recipient.objects.create(user=admin, address=admin.email, min_level=4)
    assert spoken(utc_now() + 4 * HOUR) == [(Kind.OVERDUE, {"admin", "lead"})]


def test_the_link_of_a_mail_about_a_merged_alert_acknowledges_the_one_that_goes_on(raised: Alert, duty: User) -> None:
    old = Alert.objects.create(kind="keyword", level=2, status="merged", raised_at=utc_now(), changed_at=utc_now())
    Alert.objects.filter(pk=old.pk).update(merged_into=raised)
    token = signing.dumps([old.pk, duty.pk], salt=SALT)
    event = acknowledge_by_link(token=token, now=utc_now())
    assert event is not None
    assert (event.alert, event.by) == (raised, duty)
