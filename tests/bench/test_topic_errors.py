"""Events that are not found are counted by cause; each cause is what it is named for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.topic_errors import CAUSES, FAR, NEAR, _told, causes, main
from tests.topics.stories import FIRE, NOISE, RIDERS, WAGES, items

TITLES = [*WAGES, *FIRE, *RIDERS, *NOISE]
LABELS = [*"w" * 5, *"f" * 4, *"r" * 3, *"abcde"]


def test_events_that_are_found_have_no_cause() -> None:
    found = [*[1] * 5, *[2] * 4, *[3] * 3, 4, 5, 6, 7, 8]
    assert causes(items(TITLES), LABELS, found) == {}


def test_what_lies_in_one_topic_with_others_is_joined() -> None:
    assert causes(items(TITLES), LABELS, [1] * len(TITLES)) == dict.fromkeys("wfr", "joined")


def test_pieces_of_one_matter_in_the_same_words_are_within_reach() -> None:
    assert causes(items(WAGES), ["w"] * 5, [1, 2, 3, 4, 5]) == {"w": "reached"}


def test_pieces_without_a_shared_word_do_not_see_each_other() -> None:
    titles = ["春季花展周末举行", "城东菜价小幅回落", "青年合唱团谢幕"]
    assert causes(items(titles), ["n"] * 3, [1, 2, 3]) == {"n": "unseen"}


def test_items_that_are_guests_in_other_topics_are_scattered() -> None:
    titles = [*WAGES[:3], *FIRE[:2], *RIDERS[:2], *NOISE[:2]]
    found = [1, 2, 3, 1, 1, 2, 2, 3, 3]
    assert causes(items(titles), ["w"] * 3 + list("ffrrnn"), found) == {"w": "scattered"}


def test_what_was_weighed_is_told_by_how_near_it_came() -> None:
    chances = (FAR / 2, (FAR + NEAR) / 2, NEAR, 0.35)
    assert [_told(chance, 0.35) for chance in chances] == ["far", "below", "near", "reached"]


def test_the_command_counts_all_files_and_says_what_the_causes_mean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": n, "title": title, "source": "s", "topic": "n"} for n, title in enumerate(NOISE)]
    day = tmp_path / "day.jsonl"
    day.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    main([str(day), str(day)])
    told = json.loads(capsys.readouterr().out)
    assert sum(told["events"].values()) == 2
    assert told["causes"] == {cause: CAUSES[cause] for cause in told["events"]}
