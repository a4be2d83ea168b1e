"""The back-test asks the same decision at past moments: pure, then beside the live decision on real rows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from monitor.alerts.areas import alert_decide_areas
from monitor.alerts.backtest import TopicHistory, topics_backtest
from monitor.alerts.backtest_job import backtest_due, backtest_queue
from monitor.alerts.backtest_rows import backtest_run
from monitor.alerts.decide import InForce
from monitor.alerts.params import KeywordParams, RisingParams, VolumeParams
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.recheck import evidence_recheck
from monitor.errors import SettingError
from monitor.lib.clock import DAY, HOUR, utc_now
from monitor.models import Alert, AuditEntry, Backtest, Item, Source, User
from monitor.queries.alert_why import why_new_sources
from tests.alerts.conftest import add_items, make_rising_topic
from tests.alerts.make import NOW, seen
from tests.conftest import make_item, make_items, make_source

RISING = {"topic_rising": InForce(RisingParams())}


def would(*histories: TopicHistory, rules: dict[str, InForce] | None = None) -> list[tuple[int, list[str]]]:
    found = topics_backtest(histories, rules or RISING, start=NOW - 3 * DAY, end=NOW)
    return [(one.topic, [action for _, action, _ in one.messages]) for one in found]


def test_a_topic_is_raised_once_goes_up_and_calms() -> None:
    items = (*seen(4, within=2, ago=30, negative=True), *seen(45, within=4, ago=20, sources=8, first=50, negative=True))
    story = TopicHistory(1, "wages", tuple(sorted(items, key=lambda one: one.at)))
    ((topic, actions),) = would(story)
    assert (topic, actions[0], actions[-1]) == (1, "raise", "calm")
    assert "escalate" in actions


def test_it_sees_only_what_was_there_at_the_moment() -> None:
    late = TopicHistory(1, "wages", tuple(reversed(seen(6, within=5, negative=True))))
    (found,) = topics_backtest([late], RISING, start=NOW - DAY, end=NOW)
    assert found.first.evidence is not None
    assert len(found.first.evidence.items) == 4, "raised with the fourth, before the rest came"


def test_a_grave_hit_holds_back_a_second_topic_as_live_does() -> None:
    first = TopicHistory(1, "safety", seen(1, ago=5, hits=(7,)))
    second = TopicHistory(2, "safety", seen(1, ago=3, first=9, hits=(7,)))
    rules = {"keyword": InForce(KeywordParams())}
    assert would(first, second, rules=rules) == [(1, ["raise"])]
    other_unit = replace(second, items=seen(1, ago=3, first=9, hits=(7,), units=(4,)))
    assert len(would(replace(first, items=seen(1, ago=5, hits=(7,), units=(2,))), other_unit, rules=rules)) == 2


@pytest.mark.django_db
def test_on_stored_rows_it_raises_what_the_live_decision_raises() -> None:
    now = utc_now()
    make_rising_topic(n=12, hours=4, now=now)
    make_rising_topic(n=2, now=now)
    alert_decide_changed(now=now)
    alert = Alert.objects.get()
    found = backtest_run(InForce(RisingParams()), start=now - DAY, end=now + HOUR)
    assert [one.topic for one in found] == [alert.topic_id]
    assert found[0].at < now, "asked at each step of the past, it would have been earlier"


@pytest.mark.django_db
def test_a_loud_area_alerts_live_and_in_the_back_test_unless_a_thread_told_it() -> None:
    now = utc_now().replace(minute=30)
    sources = [make_source() for _ in range(6)]
    Source.objects.update(created_at=now - 60 * DAY)
    for day in range(2, 11):
        make_item(source=sources[0], at=now - day * DAY)
    topic = make_rising_topic(n=0, now=now)
    topic.needs_decision = False
    topic.save()
    add_items(topic, sources, n=30, hours=5, now=now - timedelta(minutes=30))
    split = list(Item.objects.filter(topic_id=topic.pk).values_list("id", flat=True))[::2]
    Item.objects.filter(id__in=split).update(topic_id=None)
    rule = InForce(VolumeParams())
    assert [one.area for one in backtest_run(rule, start=now - DAY, end=now)] == ["wages"]
    assert len(alert_decide_areas(now=now)) == 1
    assert (Alert.objects.get().area, Alert.objects.get().level) == ("wages", 3)
    Alert.objects.update(area="", topic=topic, raised_at=now - DAY)
    assert backtest_run(rule, start=now - DAY, end=now) == []
    assert alert_decide_areas(now=now) == []


@pytest.mark.django_db
def test_sources_added_today_make_no_area_loud_live_or_in_the_back_test_and_what_was_told_is_computed_again_alike() -> (
    None
):
    now = utc_now().replace(minute=30)
    old, new = [make_source() for _ in range(6)], [make_source() for _ in range(12)]
    Source.objects.filter(pk__in=[source.pk for source in old]).update(created_at=now - 60 * DAY)
    Source.objects.filter(pk__in=[source.pk for source in new]).update(created_at=now - 12 * HOUR)
    make_items({"source": old[0], "at": now - day * DAY} for day in range(2, 40))
    make_items(
        {"source": new[n % 12], "at": now - HOUR - n * timedelta(minutes=4), "topic_id": None} for n in range(60)
    )
    rule = InForce(VolumeParams())
    assert alert_decide_areas(now=now) == []
    assert backtest_run(rule, start=now - DAY, end=now) == []
    make_items({"source": old[n % 6], "at": now - HOUR - n * timedelta(minutes=4), "topic_id": None} for n in range(30))
    assert len(alert_decide_areas(now=now)) == 1
    assert len(backtest_run(rule, start=now - DAY, end=now)) == 1
    alert = Alert.objects.get()
    assert alert.evidence["detail"] == {"told": 0, "unheard": 60, "unheard_sources": 12, "younger_sources": 0}
    assert evidence_recheck(alert=alert, evidence=alert.evidence).equal
    with translation.override("zh-hans"):
        assert why_new_sources(alert.evidence) == [
            "另有 60 条原创来自新加入的来源（12 家）：还不知道它们平常有多少，没有计入。"
        ]
    Source.objects.update(created_at=now - 60 * DAY)
    assert not evidence_recheck(alert=alert, evidence=alert.evidence).equal


@pytest.mark.django_db
def test_a_job_keeps_what_it_found_and_a_newer_one_takes_its_place(lead: User) -> None:
    make_rising_topic()
    now = utc_now()
    backtest_queue(kind="topic_rising", params={"ratio": 9}, by=lead, now=now)
    backtest_queue(kind="topic_rising", params={}, by=lead, now=now + HOUR)
    assert backtest_due(now=now) is not None
    assert backtest_due(now=now) is None
    test = Backtest.objects.get()
    assert (test.state, test.done, test.total, len(test.results)) == ("done", 1, 1, 1)
    assert test.results[0]["evidence"]["kind"] == "topic_rising"
    assert AuditEntry.objects.filter(action="alert_backtest").count() == 2
    with pytest.raises(SettingError):
        backtest_queue(kind="topic_rising", params={"ratio": -1}, by=lead, now=now)


@pytest.mark.django_db
def test_the_command_prints_one_alert_a_line_and_says_what_it_cannot_test() -> None:
    topic = make_rising_topic(n=12, hours=4, now=utc_now())
    out, err = StringIO(), StringIO()
    call_command("backtest", "topic_rising", stdout=out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(one["topic"], one["title"]) for one in told] == [(topic.pk, topic.title)]
    with pytest.raises(SystemExit):
        call_command("backtest", "7", stdout=out, stderr=err)
    assert "no counted alert rule 7" in err.getvalue()
