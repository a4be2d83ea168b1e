"""`keyword`: the first item that hits a grave rule speaks, then the rule holds back for the same matter."""

from __future__ import annotations

from datetime import timedelta

from monitor.alerts.decide import Action, InForce, Intent, decide_topic
from monitor.alerts.facts import Fired, Thread, TopicFacts
from monitor.alerts.params import KeywordParams, RisingParams
from tests.alerts.make import NOW, facts, seen

RULES = {"topic_rising": InForce(RisingParams()), "keyword": InForce(KeywordParams(), 3)}
HOUR = timedelta(hours=1)


def decide(given: TopicFacts) -> Intent:
    return decide_topic(given, RULES, now=NOW)


def test_the_first_item_alerts_and_the_evidence_names_the_rule() -> None:
    intent = decide(facts(seen(1, hits=(7,), units=(2,))))
    assert (intent.action, intent.reason, intent.level) == (Action.RAISE, "keyword", 2)
    assert intent.evidence is not None
    assert (intent.evidence.rules, intent.evidence.units, intent.evidence.rule_version) == ((7,), (2,), 3)


def test_a_hit_joins_the_open_thread_of_its_topic_once() -> None:
    thread = Thread(level=3, spoke_at=NOW - 2 * HOUR)
    given = facts(seen(1, hits=(7,)), thread=thread)
    assert (decide(given).action, decide(given).reason, decide(given).level) == (Action.ESCALATE, "joined", 3)
    told = facts(seen(2, hits=(7,)), thread=thread, fired=(Fired(7, NOW - HOUR, topic=1),))
    assert decide(told).action == Action.NONE


def test_another_topic_holds_back_while_it_may_be_the_same_matter() -> None:
    fired = (Fired(7, NOW - HOUR, topic=99, units=(2,)),)
    assert decide(facts(seen(1, hits=(7,)), fired=fired)).action == Action.NONE
    assert decide(facts(seen(1, hits=(7,), units=(2, 5)), fired=fired)).action == Action.NONE
    assert decide(facts(seen(1, hits=(7,), units=(5,)), fired=fired)).action == Action.RAISE, "another unit"
    assert decide(facts(seen(1, hits=(8,)), fired=fired)).action == Action.RAISE, "another rule"


def test_the_cool_down_ends() -> None:
    for hours, action in ((71, Action.NONE), (73, Action.RAISE)):
        fired = (Fired(7, NOW - hours * HOUR, topic=99),)
        assert decide(facts(seen(1, hits=(7,)), fired=fired)).action == action


def test_a_hit_interrupts_nobody_in_a_topic_that_is_hardly_about_working_life() -> None:
    hit = seen(1, first=90, hits=(7,))
    for others, action in ((2, Action.RAISE), (3, Action.NONE)):
        given = facts((*hit, *seen(others, focus=False)))
        assert decide(given).action == action, f"one of {others + 1} originals is in focus, a third is asked for"
    reposts = facts((*hit, *seen(9, focus=False, original=False)))
    assert decide(reposts).action == Action.RAISE, "reposts are not asked"
    longer_ago = facts((*hit, *seen(9, focus=False, ago=25)))
    assert decide(longer_ago).action == Action.RAISE, "nor is what was told before the rule's window"
    intent = decide(facts((*hit, *seen(1, focus=False))))
    assert intent.evidence is not None
    assert dict(intent.evidence.detail) == {"focus_share": 0.5}


def test_an_old_hit_and_one_that_a_person_closed_are_no_news() -> None:
    assert decide(facts(seen(1, hits=(7,), ago=30))).action == Action.NONE
    assert decide(facts(seen(1, hits=(7,), ago=8), closed_at=NOW - 7 * HOUR)).action == Action.NONE


def test_when_both_speak_the_graver_one_leads_and_names_the_other() -> None:
    intent = decide(facts((*seen(12, negative=True), *seen(1, first=90, hits=(7,))), grave=True))
    assert intent.evidence is not None
    assert (intent.evidence.kind, intent.evidence.kinds) == ("topic_rising", ("topic_rising", "keyword"))
    assert intent.evidence.rules == (7,), "it fired all the same"
