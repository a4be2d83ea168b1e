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
    fired = (Fired(7, NOW - 49 * HOUR, topic=99),)
    assert decide(facts(seen(1, hits=(7,)), fired=fired)).action == Action.RAISE


def test_an_old_hit_and_one_that_a_person_closed_are_no_news() -> None:
    assert decide(facts(seen(1, hits=(7,), ago=30))).action == Action.NONE
    assert decide(facts(seen(1, hits=(7,), ago=8), closed_at=NOW - 7 * HOUR)).action == Action.NONE


def test_when_both_speak_the_graver_one_leads_and_names_the_other() -> None:
    intent = decide(facts((*seen(12, negative=True), *seen(1, first=90, hits=(7,))), grave=True))
    assert intent.evidence is not None
    assert (intent.evidence.kind, intent.evidence.kinds) == ("topic_rising", ("topic_rising", "keyword"))
    assert intent.evidence.rules == (7,), "it fired all the same"
