"""The truth about a run, from a real exercise."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from monitor.training.truth import link_path, matters, paper_read, storylines_begin, topic_story
from tests.each import each
from tests.training.world import paper

LENGTH = timedelta(minutes=15)


def test_a_training_makes_the_exercise_tell_more(present: datetime) -> None:
    before = {truth.story for truth in paper(present).stories}
    storylines_begin(now=present)
    after = {truth.story for truth in paper(present).stories}
    assert before < after
    assert len(after - before) == 3


def test_without_an_exercise_there_is_no_truth(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, present: datetime
) -> None:
    monkeypatch.setenv("TINGCHAO_DATA", f"{tmp_path}/elsewhere")
    assert paper_read(start=present, end=present + LENGTH) is None


def test_every_story_of_the_window_is_found_and_can_be_seen_from_its_first_fetched_item(present: datetime) -> None:
    storylines_begin(now=present)
    found = paper(present)
    names = found.name_by_path()
    fetched = {item.path: item.published + timedelta(seconds=5) for item in found.items}
    judged = matters(found, seen=fetched, start=present, end=present + LENGTH)
    labour = {truth.name for truth in found.stories if truth.areas}
    told = {names[item.path] for item in found.items if item.published >= present} & labour
    assert told <= {matter.name for matter in judged}
    assert len(judged) >= 3
    assert all(matter.seen_from and matter.seen_from >= present for matter in judged)


def test_matters_outside_working_life_do_not_count(present: datetime) -> None:
    found = paper(present)
    judged = matters(found, seen={}, start=present, end=present + LENGTH)
    beyond = {truth.name for truth in found.stories if not truth.areas}
    assert not beyond & {matter.name for matter in judged}


def test_a_story_told_twice_is_one_matter(present: datetime) -> None:
    storylines_begin(now=present)
    judged = matters(paper(present), seen={}, start=present, end=present + LENGTH)
    assert len(judged) == len({matter.name for matter in judged})


def test_what_was_never_fetched_could_not_be_seen(present: datetime) -> None:
    judged = matters(paper(present), seen={}, start=present, end=present + LENGTH)
    assert {matter.seen_from for matter in judged} == {None}


@each(
    "paths story",
    [
        (["/a", "/b", "/e"], "欠薪"),
        (["/a", "/e"], "欠薪"),
        (["/a", "/e", "/f"], None),
        (["/x"], None),
        (["/e"], None),
        ([], None),
    ],
)
def test_a_topic_is_about_what_half_of_its_items_tell(paths: list[str], story: str | None) -> None:
    assert topic_story(paths, {"/a": "欠薪", "/b": "欠薪", "/e": "", "/f": ""}) == story


def test_a_stored_link_is_known_by_its_path() -> None:
    assert link_path("http://127.0.0.1:8101/2026/1125/000000001.html") == "/2026/1125/000000001.html"
    assert link_path("http://127.0.0.1:8101/t?p=1") == "/t?p=1"
