"""Reading an exercise back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.evaluation.folder import exercise_read, is_folder, truth_by_id, with_truth
from monitor.lib.jsonlines import LineError, StartError
from tests.evaluation.conftest import ANCHOR, RISING


def test_items_come_in_time_order_with_their_story(folder: Path) -> None:
    exercise = exercise_read(str(folder))
    times = [version.at for version in exercise.versions]
    assert times == sorted(times)
    assert times[-1] <= ANCHOR
    assert RISING in {version.story for version in exercise.versions}


def test_a_story_knows_when_its_items_came_out(folder: Path) -> None:
    exercise = exercise_read(str(folder))
    rising = next(story for story in exercise.stories if story.key == RISING)
    assert rising.alert
    assert 0 < len(rising.published) <= rising.items
    assert sum(len(story.published) for story in exercise.stories) < exercise.items


def test_an_edit_is_a_later_version_of_the_same_item(tmp_path: Path) -> None:
    item = {"id": "a", "title": "初稿", "source": "云河日报网", "at": "2026-03-02T09:00:00+08:00"}
    other = {"id": "b", "title": "另一条", "source": "云河日报网", "at": "2026-03-02T12:00:00+08:00"}
    edit = {"at": "2026-03-02T02:00:00+00:00", "title": "改稿", "text": ""}
    truths = [{"id": "a", "story": None, "edits": [edit]}, {"id": "b", "story": None}]
    for name, rows in (("items", [item, other]), ("truth", truths), ("stories", [])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    exercise = exercise_read(str(tmp_path))
    assert [(version.id, version.title) for version in exercise.versions] == [
        ("a", "初稿"),
        ("a", "改稿"),
        ("b", "另一条"),
    ]
    assert exercise.items == 2


def test_an_item_takes_its_labels_from_the_truth_or_fails(folder: Path) -> None:
    truth = truth_by_id(str(folder))
    known = next(iter(truth))
    assert with_truth({"id": known, "title": "题"}, truth)["sentiment"] in {"neg", "neu", "pos"}
    with pytest.raises(LineError):
        with_truth({"id": "nobody"}, truth)


def test_another_folder_is_told_to_be_none(tmp_path: Path) -> None:
    assert is_folder(str(tmp_path))
    with pytest.raises(StartError, match="truth"):
        exercise_read(str(tmp_path))
