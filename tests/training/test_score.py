"""The score: what was noticed, how fast, what was judged, what was mis-tagged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.training.score import Score, StoryScore, score
from monitor.training.values import Act, Matter, Said, Tagged
from tests.each import each

START = datetime(2026, 11, 25, 6, tzinfo=UTC)
PAY = Matter("欠薪", ("wages",), "neg", True, START + timedelta(minutes=4), START + timedelta(minutes=1), 8, 5)
CONTEST = Matter("技能赛", ("skills",), "pos", False, None, START, 3, 2)


def minute(n: float) -> datetime:
    return START + timedelta(minutes=n)


def said(story: str | None, at: float, **fields: Any) -> Said:
    answered = minute(fields.pop("answered")) if "answered" in fields else None
    return Said(f"话题 {story}", story, minute(at), answered, **fields)


def judge(*matters: Matter, **given: Any) -> Score:
    parts: dict[str, Any] = {"older": [], "beyond": [], "notes": [], "acts": [], "tags": []}
    return score(start=START, end=minute(15), matters=matters, **(parts | given))


def only(found: Score) -> StoryScore:
    (story,) = found.stories
    return story


def test_a_story_is_noticed_by_the_first_note_and_both_waits_are_counted() -> None:
    story = only(judge(PAY, notes=[said("欠薪", 6), said("欠薪", 3.5)]))
    assert (story.noticed_at, story.wait, story.after_alert_from) == (minute(3.5).isoformat(), 2.5, -0.5)


def test_a_story_that_nobody_noted_is_missed() -> None:
    found = judge(PAY, CONTEST, notes=[said("技能赛", 2)])
    assert [story.noticed_at is None for story in found.stories] == [True, False]
    assert (found.counts()["stories"], found.counts()["noticed"]) == (2, 1)


def test_waits_begin_with_the_run_when_the_story_is_older() -> None:
    older = replace(PAY, seen_from=START - timedelta(hours=2), alert_from=START - timedelta(hours=1))
    story = only(judge(older, notes=[said("欠薪", 3)]))
    assert (story.wait, story.after_alert_from) == (3.0, 3.0)


def test_a_story_that_was_not_fetched_in_time_is_named_but_not_counted() -> None:
    found = judge(replace(PAY, seen_from=None))
    assert (found.stories, found.not_fetched) == ((), ("欠薪",))


@pytest.mark.parametrize(("answer", "right"), [(True, True), (False, False)])
def test_the_judgement_is_right_when_it_equals_the_truth(answer: bool, right: bool) -> None:
    story = only(judge(PAY, notes=[said("欠薪", 3, answered=5, needs_alert=answer)]))
    assert (story.judged_right, story.answered_at) == (right, minute(5).isoformat())


@pytest.mark.parametrize("answer", [True, False])
def test_both_judgements_are_right_while_the_alert_is_not_due_by_the_end(answer: bool) -> None:
    late = replace(PAY, alert_from=minute(20))
    story = only(judge(late, notes=[said("欠薪", 3, answered=5, needs_alert=answer)]))
    assert story.judged_right is True
    assert story.after_alert_from is None


def test_the_last_answer_counts_when_a_story_was_noted_twice() -> None:
    notes = [said("欠薪", 2, answered=9, needs_alert=True), said("欠薪", 3, answered=4, needs_alert=False)]
    assert only(judge(PAY, notes=notes)).judged_right is True


@pytest.mark.parametrize(("false_alarm", "right"), [(False, True), (True, False)])
def test_a_real_step_on_an_alert_is_an_answer(false_alarm: bool, right: bool) -> None:
    story = only(judge(PAY, acts=[Act("欠薪", minute(5), false_alarm)]))
    assert (story.by_alert, story.wait, story.answered_at) == (True, 4.0, minute(5).isoformat())
    assert story.judged_right is right


def test_a_note_about_nothing_is_a_false_note() -> None:
    found = judge(PAY, older=["欠薪", "旧事"], notes=[said(None, 2), said("旧事", 3), said("欠薪", 4)])
    assert [(other.kind, other.false) for other in found.others] == [("none", True), ("older", False)]
    assert found.counts()["false_notes"] == 1


@pytest.mark.parametrize(("answer", "false"), [(True, True), (False, False), (None, False)])
def test_what_is_not_about_working_people_needs_no_alert(answer: bool | None, false: bool) -> None:
    found = judge(beyond=["老桥"], notes=[said("老桥", 2, answered=3, needs_alert=answer)])
    assert [(other.kind, other.false) for other in found.others] == [("beyond", false)]


@each(
    "given truth right",
    [
        (("wages",), ("wages",), "right"),
        (("hours", "wages"), ("wages", "hours"), "right"),
        (("wages",), ("wages", "hours"), "partly"),
        (("safety",), ("wages",), "wrong"),
        ((), (), "right"),
        ((), ("wages",), "wrong"),
    ],
)
def test_areas_of_a_tag_are_right_partly_or_wrong(given: tuple[str, ...], truth: tuple[str, ...], right: str) -> None:
    (tag,) = judge(tags=[Tagged("标题", "来源", given, "neg", truth, "neg")]).tags
    assert tag.areas_right == right
    assert tag.right is (right == "right")


def test_what_was_not_tagged_is_not_judged() -> None:
    found = judge(tags=[Tagged("标题", "来源", None, "", (), "neu"), Tagged("标题", "来源", (), "neg", (), "neu")])
    assert [tag.tone_right for tag in found.tags] == [False]
    assert (found.counts()["tags_right"], found.untagged) == (0, 1)


def test_the_score_is_plain_json() -> None:
    found = judge(PAY, notes=[said("欠薪", 2), said(None, 3)], tags=[Tagged("标题", "来源", (), "neu", (), "neu")])
    again = json.loads(json.dumps(found.as_json()))
    assert again["counts"] == found.counts()
    assert [again["stories"][0]["areas"], again["others"][0]["false"], again["tags"][0]["right"]] == [
        ["wages"],
        True,
        True,
    ]
