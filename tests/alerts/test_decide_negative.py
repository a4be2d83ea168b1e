"""`topic_negative`: a calm matter turns bad."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.alerts.decide import Action, InForce, Intent, decide_topic
from monitor.alerts.facts import TopicFacts
from monitor.alerts.params import NegativeParams
from monitor.alerts.series import Series
from tests.alerts.make import NOW, facts, seen, steady
from tests.each import each

CALM_BEFORE = {
    "own_series": steady(1, 3, until=NOW - timedelta(hours=24)),
    "own_negative": Series({}, NOW - timedelta(days=4)),
}


def decide(given: TopicFacts, params: NegativeParams | None = None) -> Intent:
    return decide_topic(given, {"topic_negative": InForce(params or NegativeParams())}, now=NOW)


def test_a_matter_that_was_calm_and_turns_bad_alerts_and_says_what_was_usual() -> None:
    intent = decide(facts((*seen(8, negative=True), *seen(2, first=50)), **CALM_BEFORE))
    assert (intent.action, intent.reason, intent.level) == (Action.RAISE, "negative", 2)
    assert intent.evidence is not None
    window = intent.evidence.windows[0]
    assert (window.counted, window.originals, window.own.basis) == (8, 10, "windows")
    assert dict(intent.evidence.detail)["before"] == 72


@each(
    "given why",
    [
        (facts(seen(5, negative=True), **CALM_BEFORE), "fewer than the floor"),
        (facts(seen(8, sources=2, negative=True), **CALM_BEFORE), "two sources"),
        (facts((*seen(8, negative=True), *seen(8, first=50)), **CALM_BEFORE), "half of it is calm"),
        (facts(seen(8, negative=True, focus=False), **CALM_BEFORE), "none is about working life"),
        (facts(seen(9, negative=True)), "there was nothing before: it cannot have turned"),
        (facts(seen(9, negative=True, original=False), **CALM_BEFORE), "reposts"),
    ],
)
def test_below_floor_or_share_or_without_a_before_nothing_alerts(given: TopicFacts, why: str) -> None:
    assert decide(given).action == Action.NONE, why


def test_what_was_bad_before_did_not_turn() -> None:
    always = steady(1, 3, until=NOW - timedelta(hours=24))
    given = facts(seen(10, negative=True), own_series=always, own_negative=always)
    assert decide(given).action == Action.NONE
    assert decide(replace(given, own_negative=Series({}, always.start))).action == Action.RAISE


def test_nearly_all_of_many_is_orange() -> None:
    assert decide(facts(seen(24, negative=True), **CALM_BEFORE)).level == 3


def test_hours_of_outage_before_the_window_are_no_calm_hours() -> None:
    down = frozenset(NOW - timedelta(hours=24 + h) for h in range(1, 80))
    assert decide(facts(seen(8, negative=True), outages=down, **CALM_BEFORE)).action == Action.NONE
