"""`topic_spread`: sources and kinds that had not told it, reposts included."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.cohorts import Listening
from monitor.alerts.decide import Action, InForce, Intent, decide_topic
from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.params import SpreadParams
from tests.alerts.make import NOW, facts, seen


def told_by(n: int, *, kinds: tuple[str, ...] = ("news", "forum", "trade"), **fields: bool) -> tuple[Seen, ...]:
    """One original, taken over by n - 1 other sources of several kinds."""
    items = seen(n, sources=n, negative=fields.pop("negative", True))
    return tuple(replace(one, original=i == 0, kind=kinds[i % len(kinds)]) for i, one in enumerate(items))


def decide(given: TopicFacts) -> Intent:
    return decide_topic(given, {"topic_spread": InForce(SpreadParams())}, now=NOW)


def test_one_original_that_ten_sources_of_three_kinds_tell_alerts() -> None:
    intent = decide(facts(told_by(10)))
    assert (intent.action, intent.reason, intent.level) == (Action.RAISE, "spread", 2)
    assert intent.evidence is not None
    assert dict(intent.evidence.detail) == {"new_sources": 10, "new_kinds": 3, "unheard_sources": 0}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (facts(told_by(9)), "too few sources"),
        (facts(told_by(10, kinds=("news",))), "one kind of source: it stayed where it was"),
        (facts(told_by(10, negative=False)), "a mild matter needs twice as many"),
        (facts(seen(30, sources=4)), "many items of few sources"),
    ],
)
def test_below_the_floor_nothing_alerts(given: TopicFacts, why: str) -> None:
    assert decide(given).action == Action.NONE, why


def test_sources_that_have_told_it_for_days_are_no_news() -> None:
    items = told_by(12)
    before = tuple(replace(one, id=one.id + 100, at=one.at - timedelta(days=2)) for one in items)
    assert decide(facts(items, earlier=before)).action == Action.NONE
    assert decide(facts(items, earlier=before[:1])).action == Action.RAISE


def test_a_matter_told_as_widely_every_day_must_double() -> None:
    items = told_by(14)
    daily = tuple(
        replace(one, id=one.id + 100 * day, source=one.source + 50, at=one.at - timedelta(days=day), kind="union")
        for day in range(1, 6)
        for one in items[:9]
    )
    intent = decide(facts(items, earlier=daily))
    assert (intent.action, intent.evidence is not None) == (Action.NONE, True)
    assert intent.evidence is not None
    assert (intent.evidence.windows[0].own.expected, intent.evidence.windows[0].threshold) == (9.0, 18.0)


def test_fifteen_sources_are_orange_and_a_mild_matter_is_never_more_than_blue() -> None:
    assert decide(facts(told_by(15))).level == 3
    assert decide(facts(told_by(20, negative=False))).level == 1


def added(ago: timedelta, *sources: int) -> dict[int, Listening]:
    return {source: Listening(NOW - ago) for source in sources}


def told_before(items: tuple[Seen, ...], *days: int) -> tuple[Seen, ...]:
    return tuple(replace(one, id=one.id + 1000 * day, at=one.at - timedelta(days=day)) for day in days for one in items)


OLD_MATTER = told_before(told_by(6)[:1], 5)


@pytest.mark.parametrize(
    ("listening", "before", "expected", "unheard"),
    [
        ({}, OLD_MATTER, Action.RAISE, 0),
        (added(timedelta(days=300), *range(10)), OLD_MATTER, Action.RAISE, 0),
        (added(timedelta(days=2), *range(1, 10)), OLD_MATTER, Action.RAISE, 0),  # a day of silence, then they tell it
        (added(timedelta(hours=20), *range(1, 10)), OLD_MATTER, Action.NONE, 9),  # perhaps they told it all along
        (added(timedelta(hours=20), *range(10)), (), Action.RAISE, 0),  # ... but not what began after they had come
        (added(timedelta(hours=1), *range(1, 10)), (), Action.NONE, 9),
    ],
)
def test_a_source_added_since_the_matter_is_told_is_no_news(
    listening: dict[int, Listening], before: tuple[Seen, ...], expected: Action, unheard: int
) -> None:
    intent = decide(facts(told_by(10), earlier=before, listening=listening))
    assert intent.action == expected
    assert intent.evidence is not None
    assert dict(intent.evidence.detail)["unheard_sources"] == unheard
    assert intent.evidence.windows[0].sources == 10 - unheard


def test_what_is_usual_is_counted_over_the_time_in_which_each_source_was_listened_to() -> None:
    items = told_by(16)
    old, young = items[:6], items[6:12]
    daily = told_before(old, 1, 2, 3, 4, 5, 6) + told_before(young, 1, 2)
    whole = decide(facts(items, earlier=daily))
    assert whole.evidence is not None
    assert whole.evidence.windows[0].own.expected < 9, "as if the six had been silent for days"
    own_time = decide(facts(items, earlier=daily, listening=added(timedelta(days=3, hours=2), *range(6, 12))))
    assert own_time.evidence is not None
    assert own_time.evidence.windows[0].own.expected == 12.0
