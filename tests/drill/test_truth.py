"""The truth: every item and every story is labelled, consistently."""

import io
import json
from collections import Counter
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
        assert item.original == (item.variant not in {"repost", "reworded"})


def test_reposts_are_later_and_in_another_source(history: list[DrillItem]) -> None:
    by_id = {item.id: item for item in history}
    reposts = [(item, by_id[item.repost_of]) for item in history if item.repost_of]
    assert len(reposts) >= 60
    assert all(copy.published > first.published and copy.source != first.source for copy, first in reposts)
    assert all((copy.story, copy.areas, copy.sentiment) == (o.story, o.areas, o.sentiment) for copy, o in reposts)


def test_a_repost_is_word_for_word_and_a_reworded_one_is_not(history: list[DrillItem]) -> None:
    by_id = {item.id: item for item in history}
    copies = [item for item in history if item.repost_of]
    copies = [item for item in copies if "harbour" not in (item.source, by_id[item.repost_of].source)]  # other script
    exact = [item for item in copies if item.variant == "repost"]
    light = [item for item in copies if item.variant == "reworded"]
    assert min(len(exact), len(light)) >= 20
    assert all((item.title, item.text) == (by_id[item.repost_of].title, by_id[item.repost_of].text) for item in exact)
    same = [item for item in light if item.text and item.text == by_id[item.repost_of].text]
    assert len(same) <= 0.02 * len(light)


def test_a_reworded_repost_keeps_most_of_what_was_said(history: list[DrillItem]) -> None:
    by_id = {item.id: item for item in history}
    for item in history:
        if item.variant == "reworded" and item.text and item.source != "harbour" and item.story:
            first, copy = set(by_id[item.repost_of].text), set(item.text)
            assert len(first & copy) >= 0.5 * len(first), item.text


def test_every_secret_stands_in_the_text_and_there_are_many(history: list[DrillItem]) -> None:
    with_secrets = [item for item in history if item.secrets]
    assert len(with_secrets) >= 30
    assert all(secret in item.title + item.text for item in with_secrets for secret in item.secrets)


def test_one_source_publishes_in_traditional_characters_and_one_in_english(history: list[DrillItem]) -> None:
    harbour = "".join(item.title + item.text for item in history if item.source == "harbour")
    english = [item for item in history if item.source == "english"]
    assert not set("们这说过时会为来国个") & set(harbour)
    assert all(sum(char.isascii() for char in item.text) > 0.97 * len(item.text) for item in english)


def test_all_nine_areas_good_news_and_matters_beyond_work_occur(history: list[DrillItem]) -> None:
    assert {area for item in history for area in item.areas} == AREAS
    assert len(history) * 0.1 < sum(item.sentiment == "pos" for item in history) < len(history) * 0.4
    assert sum(item.sentiment == "neg" for item in history) < len(history) * 0.5
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
    edited = [item for item in items(WORLD, end=ANCHOR + timedelta(days=1)) if item.edits]
    assert len(edited) > 100
    for item in edited:
        assert item.as_seen(item.published)[:2] == (item.title, item.text)
        assert item.as_seen(item.edits[0].at)[:2] == (item.edits[0].title, item.edits[0].text)


def test_the_command_writes_what_is_history_to_its_end(tmp_path: Path) -> None:
    call_command("drill", "--seed", "6", "--days", "30", "--out", str(tmp_path))
    rows = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    per_day = Counter(row["at"][:10] for row in rows)
    assert len(per_day) in (30, 31)
    assert max(per_day.values()) < 600  # no live part: it belongs to a served exercise


def test_the_command_prints_figures_about_the_items(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("drill", "--seed", "6", "--out", str(tmp_path), "--stats", stdout=out)
    figures = json.loads(out.getvalue())
    rows = (tmp_path / "items.jsonl").read_text().splitlines()
    assert figures["items"] == len(rows) == sum(figures["by_source"].values()) == sum(figures["by_hour"].values())
    assert figures["distinct"]["12-grams"] > figures["distinct"]["4-grams"] > figures["distinct"]["2-grams"] > 0


def test_the_command_writes_the_same_three_files_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        call_command("drill", "--seed", "5", "--days", "14", "--out", str(tmp_path / name))
    names = ("items.jsonl", "truth.jsonl", "stories.jsonl")
    first, second = ([(tmp_path / folder / name).read_bytes() for name in names] for folder in "ab")
    assert first == second
    rows, truth = ([json.loads(line) for line in part.splitlines()] for part in first[:2])
    assert [row["id"] for row in rows] == [row["id"] for row in truth]
    assert {"secrets", "variant", "edits", "topic"} <= set(truth[0])
    assert set(rows[0]) == {"id", "title", "text", "source", "region", "at", "url"}
    assert {"story", "alert", "alert_from"} <= set(json.loads(first[2].splitlines()[0]))
