"""The rule against the exercise's 14 days, its stories taken as topics: what should alert does, everyday items never do.

Of the stories that need no alert a third is raised too, at some level: the rule counts items and sources, and these
stories have as many. `manage.py evaluate alerts` measures the whole chain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from monitor.alerts.decide import Action, InForce, decide_topic
from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.floors import may_alert
from monitor.alerts.params import RisingParams
from monitor.alerts.replies import ANSWERING, denies
from monitor.alerts.series import Series
from monitor.drill.generate import items, truths
from monitor.drill.model import DrillItem, StoryTruth
from monitor.drill.plan import World
from monitor.drill.world import BY_KEY
from monitor.lib.clock import HOUR, hour_of
from monitor.text.areas import LEAD_CHARS

ANCHOR = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
WORLD = World.begun(2, ANCHOR)
END = ANCHOR + timedelta(hours=1)
RULES = {"topic_rising": InForce(RisingParams())}
ASKED = timedelta(minutes=10)


@cache
def stories() -> dict[str, StoryTruth]:
    """Those outside are out of focus."""
    return {truth.story: truth for truth in truths(WORLD, end=END) if truth.areas}


def first_alert(told: list[DrillItem], area: Series) -> datetime | None:
    """When the rule, asked every ten minutes, would first have raised this topic."""
    now = told[0].published
    while now < min(END, told[-1].published + HOUR):
        seen = tuple(
            Seen(
                n,
                item.published,
                hash(item.source),
                negative=item.sentiment == "neg",
                original=item.original,
                own=BY_KEY[item.source].own,
                focus=bool(item.areas),
                area=(*item.areas, "")[0],
                reply=item.original
                and BY_KEY[item.source].source_kind in ANSWERING
                and denies(item.title, item.text[:LEAD_CHARS]),
            )
            for n, item in enumerate(told)
            if now - RisingParams().reach < item.published <= now
        )
        facts = TopicFacts(id=1, items=seen, area_series=area)
        if may_alert(facts, RULES, now=now) and decide_topic(facts, RULES, now=now).action == Action.RAISE:
            return now
        now += ASKED
    return None


@pytest.fixture(scope="module")
def raised() -> dict[str, datetime]:
    """First alert by topic, over every topic of the exercise that is about working life."""
    topics: dict[str, list[DrillItem]] = defaultdict(list)
    hours: dict[str, Counter[datetime]] = defaultdict(Counter)
    for item in items(WORLD, end=END):
        if not item.story or item.story in stories():
            topics[item.topic].append(item)
        hours[(*item.areas, "")[0]][hour_of(item.published)] += item.original
    areas = {area: Series(counts, WORLD.epoch) for area, counts in hours.items()}
    found = {name: first_alert(told, areas[(*told[0].areas, "")[0]]) for name, told in topics.items()}
    return {name: at for name, at in found.items() if at is not None}


def test_every_story_that_should_alert_does(raised: dict[str, datetime]) -> None:
    due = {name for name, truth in stories().items() if truth.alert_from and truth.alert_from <= END - ASKED}
    assert len(due) >= 20
    assert due - set(raised) == set()


def test_everyday_items_never_alert(raised: dict[str, datetime]) -> None:
    assert set(raised) <= set(stories())


def test_most_stories_that_need_no_alert_get_none(raised: dict[str, datetime]) -> None:
    calm = {name for name, truth in stories().items() if not truth.alert}
    assert len(calm) >= 40
    assert len(calm & set(raised)) <= 0.4 * len(calm)


def test_the_story_that_rises_when_the_exercise_opens_has_alerted_by_then(raised: dict[str, datetime]) -> None:
    assert raised["wages-newtown-s0"] <= ANCHOR
