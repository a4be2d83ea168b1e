"""Decisions as rows, on real PostgreSQL."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from monitor.alerts import speak
from monitor.alerts.raise_ import alert_calm_quiet, alert_decide_changed
from monitor.alerts.rules import rules_topic
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AlertKind, AlertRule, AlertStatus, Delivery, Role, Topic, User
from tests.alerts.conftest import add_items, clear_items, make_rising_topic
from tests.conftest import make_source, make_user

pytestmark = pytest.mark.django_db


def test_a_rising_topic_becomes_one_alert_with_evidence_and_one_message_per_recipient(lead: User) -> None:
    topic = make_rising_topic()
    events = alert_decide_changed(now=utc_now())
    alert = Alert.objects.get(topic=topic)
    assert (alert.kind, alert.level, alert.status, alert.areas) == (AlertKind.TOPIC_RISING, 3, "open", ["wages"])
    assert [(w["hours"], w["originals"]) for w in alert.evidence["windows"]] == [(6, 12), (12, 12), (48, 12)]
    assert len(alert.evidence["items"]) == 12
    assert AlertEvent.objects.get().pk == events[0]
    delivery = Delivery.objects.get()
    assert (delivery.user, delivery.address, delivery.status) == (lead, lead.email, "pending")
    assert not Topic.objects.get(pk=topic.pk).needs_decision


def test_deciding_again_adds_nothing() -> None:
    topic = make_rising_topic()
    alert_decide_changed(now=utc_now())
    Topic.objects.update(needs_decision=True)
    assert alert_decide_changed(now=utc_now()) == []
    assert Alert.objects.filter(topic=topic).count() == 1


@pytest.mark.parametrize("off", [{"muted": True}, {"in_focus": False}])
def test_a_muted_topic_or_one_out_of_focus_is_ticked_off_without_an_alert(off: dict[str, bool]) -> None:
    topic = make_rising_topic(**off)
    assert alert_decide_changed(now=utc_now()) == []
    assert not Topic.objects.get(pk=topic.pk).needs_decision


def test_back_entries_and_own_publications_raise_nothing() -> None:
    now = utc_now()
    topic = make_rising_topic(n=0)
    sources = [make_source() for _ in range(4)]
    add_items(topic, sources, n=12, hours=6, now=now, published=now - timedelta(days=4))
    add_items(topic, [make_source(own=True) for _ in range(4)], n=12, hours=6, now=now)
    add_items(topic, sources, n=12, hours=6, now=now - timedelta(days=3))
    assert alert_decide_changed(now=now) == []


def test_more_of_it_escalates_the_same_thread() -> None:
    now = utc_now()
    topic = make_rising_topic(n=7, sources=3, hours=20, now=now)
    alert_decide_changed(now=now - timedelta(minutes=1))
    add_items(topic, [make_source() for _ in range(6)], n=40, hours=2, now=now)
    Topic.objects.update(needs_decision=True)
    alert_decide_changed(now=now)
    alert = Alert.objects.get()
    assert alert.level == 4
    assert [(e.kind, e.level) for e in alert.events.all()] == [("raised", 1), ("escalated", 4)]


def test_growth_that_stopped_calms_but_only_a_person_closes() -> None:
    now = utc_now()
    topic = make_rising_topic()
    alert_decide_changed(now=now)
    clear_items(topic)
    later = now + timedelta(hours=7)
    assert len(alert_calm_quiet(now=later)) == 1
    assert alert_calm_quiet(now=later) == []
    alert = Alert.objects.get()
    assert (alert.calm, alert.status) == (True, AlertStatus.OPEN)


def test_a_rule_that_is_switched_off_raises_nothing() -> None:
    make_rising_topic()
    AlertRule.objects.create(kind=AlertKind.TOPIC_RISING, enabled=False)
    assert alert_decide_changed(now=utc_now()) == []


def test_edited_numbers_are_used_and_named_in_the_evidence() -> None:
    make_rising_topic(n=3, sources=2)
    AlertRule.objects.create(
        kind=AlertKind.TOPIC_RISING, version=5, params={"windows": [{"hours": 12, "originals": 3, "sources": 2}]}
    )
    alert_decide_changed(now=utc_now())
    assert Alert.objects.get().evidence["rule_version"] == 5


def test_deciding_many_quiet_topics_takes_few_queries(django_assert_max_num_queries: object) -> None:
    for _ in range(30):
        make_rising_topic(n=1, sources=1)
    rules_topic()  # the rows of the rules are there
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        alert_decide_changed(now=utc_now())


def test_only_listed_members_who_answer_alerts_are_told() -> None:
    from monitor.models import Recipient

    told = [make_user(role) for role in (Role.MONITOR, Role.LEAD, Role.ADMIN)]
    others = [make_user(Role.VIEWER), make_user(Role.LEAD, is_active=False)]
    for user in [*told, *others]:
        Recipient.objects.create(user=user, address=user.email)
    make_user(Role.LEAD)  # not listed
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    assert {delivery.user for delivery in Delivery.objects.all()} == set(told)


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_raise_one_alert_each_topic() -> None:
    topics = [make_rising_topic(n=6, sources=3) for _ in range(4)]
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        alert_decide_changed(now=utc_now(), limit=2)
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alert_decide_changed(now=utc_now())
    assert sorted(Alert.objects.values_list("topic", flat=True)) == sorted(topic.pk for topic in topics)
    assert AlertEvent.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_commit_it_decides_again(monkeypatch: pytest.MonkeyPatch, lead: User) -> None:
    make_rising_topic()

    def die(**_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(speak, "delivery_post", die)
        with pytest.raises(KeyboardInterrupt):
            alert_decide_changed(now=utc_now())
    assert (Alert.objects.count(), Topic.objects.filter(needs_decision=True).count()) == (0, 1)
    alert_decide_changed(now=utc_now())
    assert (Alert.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_topic_that_another_process_holds_is_left_for_later() -> None:
    topic = make_rising_topic()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Topic.objects.select_for_update().get(pk=topic.pk)
            held.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    assert alert_decide_changed(now=utc_now()) == []
    done.set()
    holder.join()
    assert len(alert_decide_changed(now=utc_now())) == 1
