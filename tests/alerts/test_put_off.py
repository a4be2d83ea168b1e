"""A topic with thousands of items is decided less often than it changes, and what may have to be told is not late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.gather import CLOSED
from monitor.alerts.params import RisingParams
from monitor.alerts.put_off import FREE, MOST, ON_THE_WAY, SOON, pause_of, topics_put_off
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.rules import rules_topic
from monitor.lib.clock import hour_of, utc_now
from monitor.models import Alert, Plan, Topic, TopicHour
from tests.alerts.conftest import make_alert
from tests.conftest import make_item, make_topic

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def make_large(n: int = 20 * FREE, **fields: Any) -> Topic:
    now = utc_now()
    topic = make_topic(n_items=n, in_focus=True, needs_decision=True, **{"decided_at": now - 5 * SECOND, **fields})
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=n, n_originals=n)
    return topic


def put_off(topic: Topic, *, seconds: float = 0) -> bool:
    return bool(topics_put_off([topic], rules_topic(), now=utc_now() + seconds * SECOND))


@pytest.mark.parametrize(
    ("items", "told", "seconds"),
    [(0, True, 0), (FREE - 1, True, 0), (FREE, True, 1), (10 * FREE, True, 10), (10**6, True, 30), (10**6, False, 2)],
)
def test_the_pause_grows_with_what_a_decision_has_to_read(items: int, told: bool, seconds: int) -> None:
    assert pause_of(items, told=told) == seconds * SECOND


def test_a_large_topic_that_people_know_of_waits_its_pause() -> None:
    topic = make_large()
    make_alert(topic=topic)
    assert put_off(topic)
    assert not put_off(topic, seconds=20)


def test_one_that_was_never_decided_or_has_no_loud_alert_does_not_wait_long() -> None:
    for topic in (make_large(decided_at=None), make_large(), make_large()):
        assert not put_off(topic)
    make_alert(topic=topic, calm=True)
    assert not put_off(topic)
    topic.decided_at = utc_now()
    assert put_off(topic)
    assert not put_off(topic, seconds=SOON.total_seconds() + 1)


@pytest.mark.parametrize("status", CLOSED)
def test_one_whose_alert_was_closed_just_now_waits_until_the_rule_is_armed_again(status: str) -> None:
    topic, hours = make_large(), timedelta(hours=RisingParams().rearm_hours)
    closed = make_alert(topic=topic, status=status, changed_at=utc_now())
    assert put_off(topic)
    closed.changed_at -= hours
    closed.save()
    assert not put_off(topic)
    closed.calm, closed.changed_at = True, utc_now()  # it had calmed down before it was closed
    closed.save()
    assert put_off(topic)


@pytest.mark.parametrize("mark", ["grave", "plans"])
def test_an_item_that_hits_a_grave_rule_or_a_plan_does_not_wait(mark: str) -> None:
    topic, now = make_large(), utc_now()
    make_alert(topic=topic)
    plan = Plan.objects.create(name="高温", query="高温", created_at=now, updated_at=now)
    hits: dict[str, Any] = {"grave": True} if mark == "grave" else {"plans": [plan.pk]}
    make_item(topic_id=topic.pk, at=now - ON_THE_WAY - 20 * SECOND, **hits)  # decided on before
    assert put_off(topic)
    make_item(topic_id=topic.pk, at=now, **hits)
    assert not put_off(topic)


def test_hours_beyond_the_reach_of_the_rules_do_not_count() -> None:
    topic = make_large()
    make_alert(topic=topic)
    TopicHour.objects.filter(topic=topic).update(hour=hour_of(utc_now()) - timedelta(days=9))
    assert not put_off(topic)


def test_what_is_put_off_keeps_its_mark_and_is_decided_later() -> None:
    large, small = make_large(), make_topic(needs_decision=True, in_focus=True)
    alert = make_alert(topic=large)
    now = utc_now()
    assert alert_decide_changed(now=now) == []
    assert set(Topic.objects.filter(needs_decision=True)) == {large}
    small.refresh_from_db()
    assert small.decided_at == now
    alert_decide_changed(now=now + MOST)
    assert not Topic.objects.filter(needs_decision=True).exists()
    assert Alert.objects.get(pk=alert.pk).evidence["computed_at"] == (now + MOST).isoformat()


def test_topics_that_are_not_large_cost_no_query(django_assert_num_queries: Any) -> None:
    topics, rules = [make_topic(n_items=FREE, decided_at=utc_now())], rules_topic()
    with django_assert_num_queries(0):
        assert topics_put_off(topics, rules, now=utc_now()) == set()


def test_those_that_are_put_off_do_not_stand_before_the_others() -> None:
    large, small = make_large(), make_topic(needs_decision=True, in_focus=True)
    make_alert(topic=large)
    alert_decide_changed(now=utc_now(), limit=1)
    left = Topic.objects.filter(needs_decision=True)
    assert [topic.pk for topic in left] == [large.pk]
    assert small.pk > large.pk
