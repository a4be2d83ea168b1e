"""`plan_hit`: the first item of a plan with an alert of its own speaks, to the plan's recipients, and hides nothing from the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.alerts.backtest import TopicHistory, topics_backtest
from monitor.alerts.decide import Action, InForce, Intent, decide_topic
from monitor.alerts.facts import Fired, Thread, TopicFacts
from monitor.alerts.params import KeywordParams, PlanParams, RisingParams
from tests.alerts.make import NOW, facts, seen

PLAN = {"plan_hit": InForce(PlanParams(), 2)}
RULES = PLAN | {"topic_rising": InForce(RisingParams()), "keyword": InForce(KeywordParams())}
ON = frozenset({5})
HOUR = timedelta(hours=1)


def decide(given: TopicFacts) -> Intent:
    return decide_topic(given, RULES, now=NOW)


def test_the_first_item_of_a_plan_alerts_where_that_is_switched_on_in_focus_or_not() -> None:
    hit = facts(seen(1, plans=(5, 6), units=(2,)), plans=ON, in_focus=False)
    intent = decide(hit)
    assert (intent.action, intent.reason, intent.level) == (Action.RAISE, "plan_hit", 2)
    assert intent.evidence is not None
    assert (intent.evidence.plans, intent.evidence.plans_on, intent.evidence.rule_version) == ((5,), (5,), 2)
    assert decide(replace(hit, plans=frozenset({9}))).action == Action.NONE
    assert decide(replace(hit, plans=frozenset())).reason == "not_watched"
    assert decide(replace(hit, muted=True)).reason == "not_watched"


def test_out_of_focus_nothing_but_the_plan_speaks() -> None:
    loud = facts((*seen(30, negative=True), *seen(1, first=90, hits=(7,))), plans=ON, in_focus=False)
    assert decide(loud).action == Action.NONE
    assert decide(replace(loud, in_focus=True)).action == Action.RAISE


def test_the_same_matter_is_told_once_in_the_cool_down_and_a_rule_of_the_same_number_holds_nothing_back() -> None:
    hit = facts(seen(1, plans=(5,)), plans=ON)
    fired = Fired(5, NOW - HOUR, topic=99, kind="plan_hit")
    assert decide(replace(hit, fired=(fired,))).action == Action.NONE
    assert decide(replace(hit, fired=(replace(fired, kind="keyword"),))).action == Action.RAISE
    assert decide(replace(hit, fired=(replace(fired, at=NOW - 49 * HOUR),))).action == Action.RAISE


def test_what_only_the_plan_was_told_is_told_to_all_once_a_counted_rule_is_met() -> None:
    loud = facts(seen(12, negative=True), thread=Thread(4, NOW - HOUR / 2, narrow=True), plans=ON)
    intent = decide(loud)
    assert (intent.action, intent.reason, intent.level) == (Action.ESCALATE, "wider", 4)
    assert intent.evidence is not None
    assert intent.evidence.kind == "topic_rising"
    assert decide(replace(loud, thread=Thread(4, NOW - HOUR / 2))).action == Action.NONE


def test_the_back_test_holds_back_as_live_does() -> None:
    first = TopicHistory(1, "safety", seen(1, ago=5, plans=(5,)), plans=ON)
    second = TopicHistory(2, "safety", seen(1, ago=3, first=9, plans=(5,)), plans=ON)
    found = topics_backtest([first, second], PLAN, start=NOW - 3 * 24 * HOUR, end=NOW)
    assert [(one.topic, [action for _, action, _ in one.messages]) for one in found] == [(1, ["raise"])]


def test_an_item_that_hits_a_grave_rule_too_is_told_to_everybody_whatever_the_plans_level() -> None:
    rules = RULES | {"plan_hit": InForce(PlanParams(level=3), 2)}
    both = facts(seen(1, plans=(5,), hits=(7,)), plans=ON)
    intent = decide_topic(both, rules, now=NOW)
    assert (intent.action, intent.reason, intent.level) == (Action.RAISE, "keyword", 3)
    assert intent.evidence is not None
    assert (intent.evidence.plans, intent.evidence.rules) == ((5,), (7,))
