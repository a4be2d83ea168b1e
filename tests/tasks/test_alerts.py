"""Tasks of the alerts stage."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.lib.clock import utc_now
from monitor.models import Alert, Delivery, Item, Topic, User
from monitor.topics.settle import topics_settle
from tasks import alerts as tasks
from tests.alerts.conftest import Catcher, clear_items, make_rising_topic, smtp
from tests.conftest import make_item, make_source, make_topic
from tests.topics.stories import FIRE, WAGES

__all__ = ["smtp"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the tasks put on the queue."""
    calls: list[str] = []
    monkeypatch.setattr(tasks.send_due, "delay", lambda: calls.append("send_due"))
    monkeypatch.setattr(tasks.send_groups, "delay", lambda: None)
    return calls


def test_a_decision_that_wrote_messages_starts_sending(lead: User, started: list[str]) -> None:
    make_rising_topic()
    tasks.decide_changed()
    tasks.decide_changed()
    assert (Alert.objects.count(), started) == (1, ["send_due"])


def test_sending_goes_on_until_nothing_is_due(lead: User, smtp: Catcher, settings: SettingsWrapper) -> None:
    settings.STORM_MESSAGES = 0
    for _ in range(25):
        make_rising_topic(n=5, sources=3, hours=2)
    tasks.alert_decide_changed(now=utc_now())
    tasks.send_due()
    assert (Delivery.objects.filter(status="accepted").count(), len(smtp.mails)) == (25, 25)


def test_calm_topics_start_sending_the_all_clear(lead: User, started: list[str]) -> None:
    topic = make_rising_topic()
    tasks.decide_changed()
    clear_items(topic)
    Alert.objects.update(raised_at="2026-01-01T00:00Z")
    Alert.objects.get().events.update(at="2026-01-01T00:00Z")
    tasks.calm_quiet()
    assert (Alert.objects.get().calm, started) == (True, ["send_due", "send_due"])
    assert not Topic.objects.filter(needs_decision=True).exists()


def test_of_two_matters_in_one_topic_the_one_that_asks_becomes_a_topic_with_the_alert() -> None:
    topic, now = make_topic(), utc_now()
    sources = [make_source() for _ in range(4)]
    for n, title in enumerate([*FIRE, *WAGES]):
        bad = {"sentiment": "neg", "areas": ["wages"]} if title in WAGES else {"sentiment": "neu", "areas": ["safety"]}
        at = now - timedelta(minutes=90 - 10 * n)
        make_item(source=sources[n % 4], title=title, at=at, topic_id=topic.pk, in_focus=True, **bad)
    topics_settle([topic.pk], now=now)
    tasks.decide_changed()
    alert = Alert.objects.get()
    told = Item.objects.filter(topic_id=alert.topic_id).values_list("title", flat=True)
    assert {*told} == {*WAGES}
    assert {*Item.objects.exclude(topic_id=alert.topic_id).values_list("title", flat=True)} == {*FIRE}
