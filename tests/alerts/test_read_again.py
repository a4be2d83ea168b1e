"""Before a topic raises a thread, or a calmed one speaks, it is read again: two matters in one are told apart, or wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from monitor.alerts.decide import Action, InForce, decide_topic
from monitor.alerts.facts import Seen, Thread, TopicFacts
from monitor.alerts.params import KeywordParams, PlanParams, RisingParams
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.read_again import Parts, Reader, Verdict, is_read_again, news, verdict
from monitor.lib.clock import HOUR, utc_now
from monitor.models import Alert, Item, Topic
from tests.alerts.conftest import make_rising_topic
from tests.alerts.make import NOW, facts, seen
from tests.conftest import make_topic

RULES = {RisingParams.kind: InForce(RisingParams()), KeywordParams.kind: InForce(KeywordParams())}
BAD: dict[str, Any] = {"negative": True, "area": "wages"}


def judged(items: tuple[Seen, ...], *parts: Iterable[Seen]) -> Verdict:
    told = facts(items)
    intent = decide_topic(told, RULES, now=NOW)
    assert is_read_again(intent)
    return verdict(intent, told, [[item.id for item in part] for part in parts], RULES, now=NOW)


def test_one_matter_is_raised() -> None:
    assert judged(seen(6, **BAD)) == judged(seen(6, **BAD), seen(6)) == Verdict.RAISE


def test_where_one_of_two_matters_asks_by_itself_the_topic_is_split() -> None:
    loud, calm = seen(5, **BAD), seen(6, within=40, first=100)
    assert judged((*loud, *calm), loud, calm) == judged((*loud, *calm), calm, loud) == Verdict.SPLIT


def test_two_matters_that_ask_only_together_wait() -> None:
    one, other = seen(3, **BAD), seen(3, first=100, negative=True, area="safety")
    assert judged((*one, *other), one, other) == Verdict.WAIT


def test_orange_and_red_do_not_wait() -> None:
    many = seen(36, within=40, sources=12, **BAD)
    parts = [many[start::9] for start in range(9)]  # four in 40 hours: none asks by itself
    assert judged(many, *parts) == Verdict.RAISE
    few = seen(8, within=46, **BAD)
    assert judged(few, few[::2], few[1::2]) == Verdict.WAIT


def test_a_grave_hit_takes_its_part_with_it() -> None:
    hit, rest = seen(2, hits=(1,)), seen(3, first=100)
    assert judged((*hit, *rest), rest, hit) == Verdict.SPLIT


def test_whoever_asked_for_the_first_item_of_a_plan_gets_it_at_once() -> None:
    told = TopicFacts(1, seen(4, plans=(3,)), plans=frozenset({3}))
    rules = {**RULES, PlanParams.kind: InForce(PlanParams())}
    assert not is_read_again(decide_topic(told, rules, now=NOW))
    assert not is_read_again(decide_topic(facts(seen(1)), rules, now=NOW))  # nothing to raise


CALM = Thread(2, NOW - 8 * HOUR, calm=True, raised_at=NOW - 30 * HOUR)


def told_apart(old: tuple[Seen, ...], new: tuple[Seen, ...], thread: Thread = CALM) -> list[list[int]]:
    """What a thread is split into that falls apart into these two, as ids."""
    told = facts((*old, *new), thread=thread)
    assert is_read_again(decide_topic(told, RULES, now=NOW))
    return [list(part) for part in news(told, [[one.id for one in part] for part in (old, new)], RULES, now=NOW)]


def test_what_is_another_matter_than_the_calmed_thread_is_told_as_one_of_its_own() -> None:
    old, new = seen(6, within=12, ago=30, **BAD), seen(5, within=5, first=100, **BAD)
    assert told_apart(old, new) == [[one.id for one in old], [one.id for one in new]]


@pytest.mark.parametrize("less", ["does not ask by itself", "is from before the raising", "of one matter"])
def test_else_the_thread_speaks_again(less: str) -> None:
    old, new = seen(6, within=12, ago=30, **BAD), seen(5, within=5, first=100, **BAD)
    if less == "does not ask by itself":
        assert told_apart((*old, *new[:3]), new[3:]) == []
    elif less == "is from before the raising":
        assert told_apart(old, new, Thread(2, NOW - 2 * HOUR, calm=True, raised_at=NOW - 2 * HOUR)) == []
    else:
        assert not news(facts((*old, *new), thread=CALM), [], RULES, now=NOW)


def test_a_thread_that_goes_up_or_stays_calm_is_not_read() -> None:
    loud = Thread(2, NOW - 8 * HOUR, raised_at=NOW - 30 * HOUR)
    many = seen(36, within=5, sources=12, **BAD)
    assert decide_topic(facts(many, thread=loud), RULES, now=NOW).action == Action.ESCALATE
    assert not is_read_again(decide_topic(facts(many, thread=loud), RULES, now=NOW))
    assert not is_read_again(decide_topic(facts(seen(2), thread=CALM), RULES, now=NOW))


class Desk:
    """Topics that fall apart into the parts given, and what was asked to be split."""

    def __init__(self, parts: list[list[int]], *, works: bool = True) -> None:
        self.found, self.works = {0: parts}, works
        self.asked: list[int] = []

    @property
    def reader(self) -> Reader:
        return Reader(lambda topic: self.found[0] if not self.asked else [], self.split)

    def split(self, topic: int, parts: Parts, now: datetime) -> bool:
        self.asked.append(topic)
        if self.works:
            other = make_topic(needs_decision=True, in_focus=True)
            Item.objects.filter(id__in=parts[1]).update(topic_id=other.pk)
            Topic.objects.filter(pk=topic).update(needs_decision=True)
        return self.works


def decided(topic: Topic, desk: Desk) -> int:
    events = alert_decide_changed(now=utc_now(), reader=desk.reader)
    assert not Topic.objects.filter(needs_decision=True).exists()
    return len(events)


@pytest.fixture
def ids() -> list[int]:
    make_rising_topic(n=8, sources=4)
    return list(Item.objects.order_by("at").values_list("id", flat=True))


@pytest.mark.django_db
def test_the_part_that_asks_becomes_a_topic_with_the_alert(ids: list[int]) -> None:
    topic = Topic.objects.get()
    desk = Desk([ids[:3], ids[3:]])
    assert decided(topic, desk) == 1
    assert desk.asked == [topic.pk]
    assert Alert.objects.get().topic != topic


@pytest.mark.django_db
def test_what_cannot_be_split_is_raised_as_it_is(ids: list[int]) -> None:
    topic = Topic.objects.get()
    desk = Desk([ids[:3], ids[3:]], works=False)
    assert decided(topic, desk) == 1
    assert desk.asked == [topic.pk]
    assert Alert.objects.get().topic == topic


@pytest.mark.django_db
def test_matters_of_which_none_asks_raise_nothing_until_one_does(ids: list[int]) -> None:
    topic = Topic.objects.get()
    Item.objects.exclude(id__in=ids[:5]).delete()
    desk = Desk([ids[:2], ids[2:5]])
    assert decided(topic, desk) == 0
    assert not desk.asked
    desk.found[0] = []
    Topic.objects.update(needs_decision=True)
    assert decided(topic, desk) == 1


@pytest.mark.django_db
def test_a_second_matter_in_the_topic_of_a_calmed_thread_gets_a_thread_of_its_own(ids: list[int]) -> None:
    topic, now = Topic.objects.get(), utc_now()
    raised = {"raised_at": now - 30 * HOUR, "changed_at": now - 9 * HOUR}
    first = Alert.objects.create(kind="topic_rising", level=1, topic=topic, calm=True, **raised)
    desk = Desk([ids[:1], ids[1:]])
    assert decided(topic, desk) == 1
    assert desk.asked == [topic.pk]
    second = Alert.objects.exclude(pk=first.pk).get()
    assert second.topic != topic
    first.refresh_from_db()
    assert (first.topic, first.calm, first.level) == (topic, True, 1)
