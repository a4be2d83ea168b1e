"""The generator: deterministic, stable, never ahead of the clock, with a believable rhythm and the promised stories."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest

from monitor.drill.generate import items, runs, truths
from monitor.drill.model import DrillItem
from monitor.drill.plan import Session, World
from monitor.drill.world import BY_KEY
from monitor.lib.clock import SHANGHAI

from .conftest import ANCHOR, LATER, WORLD

MINUTE = timedelta(minutes=1)


@cache
def fortnight(seed: int) -> list[DrillItem]:
    """The history of that seed, told once for all that is said of it."""
    return items(World.begun(seed, ANCHOR), end=ANCHOR)


def test_the_same_world_gives_the_same_items_and_another_seed_gives_others(history: list[DrillItem]) -> None:
    other = items(World.begun(21, ANCHOR), end=ANCHOR)
    assert items(WORLD, end=ANCHOR) == history
    assert {item.id for item in other}.isdisjoint(item.id for item in history)


@pytest.mark.parametrize("minutes", [0, 1, 7, 61, 1445])
def test_a_longer_window_begins_with_the_shorter_one(history: list[DrillItem], minutes: int) -> None:
    longer = items(WORLD, end=ANCHOR + minutes * MINUTE)
    assert [item for item in longer if item.published <= ANCHOR] == history


def test_a_window_is_the_same_whether_cut_out_or_generated(live: list[DrillItem]) -> None:
    start, end = ANCHOR + 10 * MINUTE, ANCHOR + 20 * MINUTE
    assert items(WORLD, start=start, end=end) == [item for item in live if start <= item.published <= end]


def test_a_later_session_changes_nothing_that_was_published_before_its_rise() -> None:
    second = World.begun(20, ANCHOR, LATER)
    until = LATER - timedelta(hours=7)
    alone = replace(WORLD, sessions=(Session(ANCHOR, ANCHOR + timedelta(hours=1)),))
    assert items(second, end=until) == items(alone, end=until)


def test_nothing_is_stamped_after_the_end_of_the_window() -> None:
    for hours in (-300, -20, 0, 1, 50):
        end = ANCHOR + timedelta(hours=hours)
        assert max(item.published for item in items(WORLD, end=end)) <= end


def test_the_history_holds_enough_from_every_source_over_fourteen_days(history: list[DrillItem]) -> None:
    per_source = Counter(item.source for item in history)
    days = {item.published.astimezone(SHANGHAI).date() for item in history}
    assert len(history) >= 3000
    assert set(per_source) == set(BY_KEY)
    assert min(count for source, count in per_source.items() if source != "town") >= 30
    assert len(days) >= 14


@pytest.mark.parametrize("seed", range(6))
def test_the_small_source_is_nearly_silent(seed: int) -> None:
    told = [item for item in fortnight(seed) if item.source == "town"]
    assert 4 <= len([item for item in told if not item.story]) <= 5


def test_at_least_forty_storylines_were_told_in_the_history_each_by_several_sources(history: list[DrillItem]) -> None:
    told: dict[str, set[str]] = {}
    for item in history:
        if item.story:
            told.setdefault(item.story.rpartition("-")[0], set()).add(item.source)
    assert len(told) >= 40
    assert sum(len(sources) >= 3 for sources in told.values()) >= 0.9 * len(told)


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_hardly_an_everyday_frame_is_told_twice_in_the_fortnight(seed: int) -> None:
    told = Counter(item.frame for item in fortnight(seed) if item.original and not item.story)
    assert sum(count > 1 for count in told.values()) <= 0.05 * len(told)


def test_every_seed_tells_at_least_three_thousand_items() -> None:
    assert min(len(fortnight(seed)) for seed in range(10)) >= 3000


def test_at_least_four_hundred_frames_were_used(history: list[DrillItem]) -> None:
    assert len({item.frame for item in history}) >= 400


def test_offices_sleep_at_night_and_the_forum_is_busiest_in_the_evening(history: list[DrillItem]) -> None:
    told_before_rise = [item for item in history if item.published < ANCHOR - timedelta(hours=6)]
    by_hour = Counter((item.source, item.published.astimezone(SHANGHAI).hour) for item in told_before_rise)
    assert sum(by_hour["news", hour] for hour in range(5)) == 0
    evening = sum(by_hour["forum", hour] for hour in (19, 20, 21))
    assert evening > sum(by_hour["forum", hour] for hour in (2, 3, 4)) * 5


def test_offices_publish_less_at_the_weekend() -> None:
    days: Counter[bool] = Counter()
    for seed in range(4):
        for item in fortnight(seed):
            if item.source in {"news", "gov", "ask"} and item.original and not item.story:
                days[item.published.astimezone(SHANGHAI).weekday() >= 5] += 1
    assert days[True] / 4 < 0.8 * days[False] / 10


@pytest.mark.parametrize("world", [WORLD, World.begun(3, ANCHOR, LATER)])
def test_two_items_a_minute_in_the_first_twenty_minutes_of_each_session(world: World) -> None:
    session = world.sessions[-1].start
    found = items(world, start=session, end=session + 20 * MINUTE)
    per_minute = Counter((item.published - session) // MINUTE for item in found)
    assert all(per_minute[minute] >= 2 for minute in range(20))


def test_after_the_lively_minutes_the_usual_rate_returns() -> None:
    calm = items(WORLD, start=ANCHOR + timedelta(hours=2), end=ANCHOR + timedelta(hours=4))
    assert 20 <= len(calm) <= 400


def test_a_storyline_begins_live_about_every_ten_minutes_and_none_twice_within_four_hours() -> None:
    found = [run for run in runs(WORLD, ANCHOR + timedelta(hours=8), since=ANCHOR) if run.mode == "live"]
    gaps = [(second.start - first.start) / MINUTE for first, second in pairwise(found)]
    assert len(found) >= 46
    assert all(6 <= gap <= 14 for gap in gaps)
    for number, run in enumerate(found):
        assert run.story.key not in {other.story.key for other in found[max(0, number - 24) : number]}


def test_no_live_story_begins_while_the_exercise_is_not_served() -> None:
    world = World.begun(20, ANCHOR, LATER)
    between = runs(world, LATER - timedelta(hours=7), since=ANCHOR + timedelta(hours=1))
    assert {run.mode for run in between} == {"slow"}


def test_a_window_far_into_a_long_session_is_the_same_however_it_is_cut() -> None:
    start, end = ANCHOR + timedelta(days=9), ANCHOR + timedelta(days=9, hours=2)
    whole = [item for item in items(WORLD, end=end + timedelta(hours=1)) if start <= item.published <= end]
    assert items(WORLD, start=start, end=end) == whole


def test_a_training_tells_three_more_stories_within_twelve_minutes_and_changes_nothing_else() -> None:
    begun = ANCHOR + timedelta(minutes=50)
    trained = replace(WORLD, trainings=(begun,))
    end = begun + timedelta(minutes=15)
    usual = {item.id for item in items(WORLD, end=end)}
    extra = [item for item in items(trained, end=end) if item.id not in usual]
    stories = {item.story for item in extra}
    assert len(stories) == 3
    assert begun < min(item.published for item in extra)
    truth = [one for one in truths(trained, end=end) if one.story in stories]
    assert [one.alert for one in truth].count(True) == 2


@pytest.mark.parametrize("seed", [1, 20, 99])
@pytest.mark.parametrize("hour", [0, 9, 15, 22])
def test_the_history_ends_with_a_story_that_is_already_rising(seed: int, hour: int) -> None:
    anchor = ANCHOR.replace(hour=hour)
    told = items(World.begun(seed, anchor), start=anchor - timedelta(hours=6), end=anchor)
    rising = [item for item in told if item.story == "wages-newtown-s0" and item.original]
    assert len(rising) >= 12
    assert len({item.source for item in rising}) >= 4
    assert sum(item.sentiment == "neg" for item in rising) >= 0.8 * len(rising)
    last_two, before = (
        sum(item.published > anchor - timedelta(hours=2) for item in rising),
        sum(anchor - timedelta(hours=4) < item.published <= anchor - timedelta(hours=2) for item in rising),
    )
    assert last_two > before


def test_a_second_story_breaks_within_two_minutes_and_grows_for_a_quarter_of_an_hour() -> None:
    told = items(WORLD, start=ANCHOR, end=ANCHOR + 20 * MINUTE)
    breaking = [item for item in told if item.story.endswith("-s0") and item.story != "wages-newtown-s0"]
    assert len({item.story for item in breaking}) == 1
    assert breaking[0].published <= ANCHOR + 2 * MINUTE
    assert sum(item.original for item in breaking) >= 12
    assert breaking[-1].published >= ANCHOR + 13 * MINUTE


def test_a_session_days_later_tells_another_rising_and_another_breaking_story() -> None:
    world = World.begun(20, ANCHOR, LATER)
    first = {truth.story.removesuffix("-s0") for truth in truths(world, end=LATER) if truth.story.endswith("-s0")}
    found = items(world, start=LATER - timedelta(hours=6), end=LATER + 20 * MINUTE)
    second = {item.story.removesuffix("-s1") for item in found if item.story.endswith("-s1")}
    assert len(second) == 2
    assert not first & second


def test_a_session_soon_after_another_rewrites_no_past() -> None:
    soon = ANCHOR + timedelta(hours=1)
    world = World.begun(20, ANCHOR, soon)
    assert items(world, end=soon) == items(WORLD, end=soon)
