from datetime import UTC, datetime, timedelta

import pytest

from monitor.topics.focus import FocusFacts, topic_in_focus
from monitor.topics.heat import HourOfTopic, topic_heat
from monitor.topics.life import ENDED, FADING, GROWING, PEAK, REVIVED, next_state, pulse
from tests.each import each

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def hours(*items: int, originals: int | None = None) -> list[HourOfTopic]:
    """Items per hour, the current hour first."""
    return [
        HourOfTopic(NOW - timedelta(hours=age), n, n if originals is None else originals)
        for age, n in enumerate(items)
        if n
    ]


def heat(counts: list[HourOfTopic], sources: int = 1, negative_share: float = 0.0) -> float:
    return topic_heat(counts, sources=sources, negative_share=negative_share, now=NOW).total


def test_heat_is_the_sum_of_its_parts_and_stays_within_100() -> None:
    parts = topic_heat(hours(*[500] * 24), sources=40, negative_share=1.0, now=NOW)
    assert parts.total == pytest.approx(parts.volume + parts.speed + parts.spread + parts.negativity)
    assert 80 < parts.total <= 100


def test_more_items_sources_negativity_and_speed_are_hotter() -> None:
    base = heat(hours(2, 2, 2))
    assert heat(hours(4, 4, 4)) > base
    assert heat(hours(2, 2, 2), sources=4) > base
    assert heat(hours(2, 2, 2), negative_share=1.0) > base
    assert base > heat(hours(0, 0, 0, 0, 2, 2, 2))


def test_a_repost_counts_half() -> None:
    assert heat(hours(4)) > heat(hours(4, originals=2)) > heat(hours(2))


def test_nothing_new_for_three_days_is_cold() -> None:
    assert heat([HourOfTopic(NOW - timedelta(hours=80), 50, 50)], sources=9, negative_share=1.0) == 0


def test_a_life_passes_through_its_states() -> None:
    state, seen = "emerging", []
    for counts in [hours(1), hours(3, 2), hours(*[2] * 12), hours(*[0] * 6, *[2] * 6), hours(*[0] * 50, 4)]:
        state = next_state(state, pulse(counts, now=NOW))
        seen.append(state)
    assert seen == ["emerging", GROWING, PEAK, FADING, ENDED]


@pytest.mark.parametrize("state", [PEAK, FADING])
def test_between_the_bounds_a_topic_stays_what_it_was(state: str) -> None:
    counts = hours(1, 1, 1, 1, 1, 1, *[1] * 5, *[2] * 5)
    assert next_state(state, pulse(counts, now=NOW)) == state


def test_one_late_item_is_no_revival_but_two_are() -> None:
    one, two = pulse(hours(1), now=NOW), pulse(hours(1, 1), now=NOW)
    assert next_state(ENDED, one) == ENDED
    assert next_state(ENDED, two) == REVIVED
    assert next_state(REVIVED, pulse(hours(3, 2), now=NOW)) == GROWING


@each(
    "facts expected",
    [
        (FocusFacts(originals=10, focus_originals=2), True),
        (FocusFacts(originals=11, focus_originals=2), False),
        (FocusFacts(originals=1, focus_originals=1), False),
        (FocusFacts(originals=1, focus_originals=1, reposters=3), True),
        (FocusFacts(originals=1, focus_originals=1, reposters=2), False),
        (FocusFacts(originals=1, focus_originals=1, grave=True), True),
        (FocusFacts(originals=1, focus_originals=1, by_hand=True), True),
        (FocusFacts(originals=9, focus_originals=1, watched=True), True),
        (FocusFacts(originals=3, focus_originals=0, pinned=True), True),
    ],
)
def test_the_rule_of_focus(facts: FocusFacts, expected: bool) -> None:
    assert topic_in_focus(facts) is expected
