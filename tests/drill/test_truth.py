"""The truth: every item and every story is labelled, consistently."""

import json
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command

from monitor.drill.generate import items, truths
from monitor.drill.model import DrillItem

from .conftest import ANCHOR, WORLD

AREAS = {"wages", "safety", "insurance", "hours", "employment", "platform", "skills", "union", "other_labour"}


def test_every_item_knows_areas_sentiment_and_whether_it_is_original(history: list[DrillItem]) -> None:
    by_id = {item.id: item for item in history}
    assert len(by_id) == len(history)
    for item in history:
        assert set(item.areas) <= AREAS
        assert item.sentiment in {"neg", "neu", "pos"}
        assert item.original == (item.repost_of == "")
        assert item.original or by_id[item.repost_of].title == item.title


def test_reposts_are_word_for_word_later_and_in_another_source(history: list[DrillItem]) -> None:
    by_id = {item.id: item for item in history}
    reposts = [(item, by_id[item.repost_of]) for item in history if item.repost_of]
    assert len(reposts) >= 10
    assert all(copy.text == first.text and copy.published > first.published for copy, first in reposts)
    assert all(copy.source != first.source for copy, first in reposts)


def test_all_nine_areas_good_news_and_matters_beyond_work_occur(history: list[DrillItem]) -> None:
    assert {area for item in history for area in item.areas} == AREAS
    assert sum(item.sentiment == "pos" for item in history) > len(history) * 0.1
    assert any(item.story and not item.areas for item in history)


def test_stories_say_whether_and_from_when_to_alert() -> None:
    end = ANCHOR + timedelta(hours=1)
    told = {item.id: item for item in items(WORLD, end=end)}.values()
    for truth in truths(WORLD, end=end):
        assert truth.alert == (truth.alert_from is not None)
        if truth.alert_from and truth.alert_from <= end:
            assert any(item.story == truth.story and item.published == truth.alert_from for item in told)
    assert {truth.alert for truth in truths(WORLD, end=end)} == {True, False}


def test_an_edited_item_shows_its_new_words_from_then_on() -> None:
    edited = [item for item in items(WORLD, end=ANCHOR + timedelta(days=8)) if item.edits]
    item = edited[0]
    assert item.as_seen(item.published)[:2] == (item.title, item.text)
    assert item.as_seen(item.edits[0].at)[:2] == (item.edits[0].title, item.edits[0].text)


def test_the_command_writes_the_same_three_files_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        call_command("drill", "--seed", "5", "--days", "14", "--out", str(tmp_path / name))
    names = ("items.jsonl", "truth.jsonl", "stories.jsonl")
    first, second = ([(tmp_path / folder / name).read_bytes() for name in names] for folder in "ab")
    assert first == second
    rows, truth = ([json.loads(line) for line in part.splitlines()] for part in first[:2])
    assert [row["id"] for row in rows] == [row["id"] for row in truth]
    assert set(rows[0]) == {"id", "title", "text", "source", "region", "at", "url"}
    assert {"story", "alert", "alert_from"} <= set(json.loads(first[2].splitlines()[0]))
