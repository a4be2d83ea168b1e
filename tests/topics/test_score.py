"""Figures of topics and of near-duplicate links, on cases small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.topics.measure import b_cubed, event_f1
from monitor.topics.score import topics_counts, topics_score
from monitor.topics.score_copies import copies_score, root

GOLD = ["a"] * 5 + ["b"] * 4 + ["c", "d"]
FOUND = [1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 4]  # one of a strays; c fell into b's topic


def value(figures: dict[str, Any], *path: str) -> float:
    for key in path:
        figures = figures[key]
    return float(figures["value"])


def test_b_cubed_and_event_f1_are_those_of_the_plain_measure() -> None:
    score = topics_score(FOUND, GOLD)
    for name, measure in (("b_cubed", b_cubed), ("event", event_f1)):
        f1, precision, recall = measure(FOUND, GOLD)
        assert value(score, name, "f1") == pytest.approx(f1, abs=1e-4)
        assert value(score, name, "precision") == pytest.approx(precision, abs=1e-4)
        assert value(score, name, "recall") == pytest.approx(recall, abs=1e-4)


def test_a_story_is_one_topic_from_four_fifths_of_its_items_on() -> None:
    assert value(topics_score(FOUND, GOLD), "stories_one_topic") == 1.0
    assert value(topics_score([1, 1, 1, 2, 2, *FOUND[5:]], GOLD), "stories_one_topic") == 0.5


def test_a_topic_is_impure_below_four_fifths_of_one_label() -> None:
    assert value(topics_score(FOUND, GOLD), "topics_impure") == 0.0  # 4 of 5 belong together
    assert value(topics_score([1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3], GOLD), "topics_impure") == 0.5


def test_a_topic_is_mixed_when_it_holds_items_of_two_stories() -> None:
    assert value(topics_score(FOUND, GOLD), "topics_mixed") == 0.0  # c is alone in the world: no story
    assert value(topics_score([3] * 5 + FOUND[5:], GOLD), "topics_mixed") == 1.0
    assert topics_counts(FOUND, GOLD) == {"events_of_3": 2, "topics_of_3": 2, "stories_of_2": 2, "topics_of_2": 2}


ROWS: list[dict[str, Any]] = [
    {"id": "o", "title": "厂方补发工资", "repost_of": None, "variant": "report"},
    {"id": "r", "title": "厂方补发工资", "repost_of": "o", "variant": "repost"},
    {"id": "w", "title": "工资补发到位", "repost_of": "o", "variant": "reworded"},
    {"id": "t", "title": "廠方補發工資", "repost_of": "o", "variant": "repost"},
    {"id": "x", "title": "公园荷花开了", "repost_of": None, "variant": "everyday"},
]


def test_a_link_to_another_repost_of_the_same_original_is_right() -> None:
    figures = copies_score(ROWS, [None, 0, 1, None, None])["figures"]
    assert value(figures, "precision") == 1.0
    assert value(figures, "recall") == pytest.approx(2 / 3, abs=1e-4)


def test_a_link_of_what_repeats_nothing_costs_precision_and_is_named() -> None:
    figures = copies_score(ROWS, [None, 0, 0, 0, 0])["figures"]
    assert value(figures, "precision") == 0.75
    assert figures["variants"]["wrong_links"] == {"everyday": 1}


def test_reposts_in_the_other_script_are_counted_apart() -> None:
    variants = copies_score(ROWS, [None, 0, 0, None, None])["figures"]["variants"]
    assert value(variants, "traditional", "recall") == 0.0
    assert value(variants, "repost", "recall") == 0.5
    assert variants["traditional"]["reposts"] == 1


def test_equal_headlines_are_the_baseline() -> None:
    baseline = copies_score(ROWS, [None] * 5)["baselines"]["same_headline"]
    assert value(baseline, "recall") == pytest.approx(1 / 3, abs=1e-4)


def test_links_in_a_circle_end() -> None:
    assert root([1, 0], 0) in {0, 1}
