"""Three sentences, each from what was weakest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboards.training import sentence
from monitor.training.advice import advice
from monitor.training.score import Score
from monitor.training.values import Tagged
from tests.each import each
from tests.training.test_score import CONTEST, PAY, judge, minute, said


def codes(*matters: Any, **given: Any) -> list[str]:
    return [sentence.code for sentence in advice(judge(*matters, **given))]


def tagged(given: tuple[str, ...], tone: str = "neg", *, areas: tuple[str, ...] = ("wages",)) -> Tagged:
    return Tagged("标题", "来源", given, tone, areas, "neg")


def test_there_are_three_sentences_even_when_nothing_happened() -> None:
    assert codes() == ["quiet", "nothing_judged", "no_tags"]


@pytest.mark.parametrize(("at", "code"), [(2, "quick"), (9, "slow")])
def test_the_first_is_about_noticing(at: float, code: str) -> None:
    assert codes(PAY, notes=[said("欠薪", at, answered=10, needs_alert=True)])[0] == code


def test_a_missed_story_whose_alert_was_not_due_yet_is_no_more_pressing_than_others() -> None:
    late = replace(PAY, alert_from=minute(20), items=2)
    assert advice(judge(CONTEST, late))[0].facts["name"] == "技能赛"


def test_the_missed_story_that_needed_an_alert_is_named_first() -> None:
    first = advice(judge(CONTEST, PAY))[0]
    assert (first.code, first.facts["name"], first.facts["n"]) == ("missed", "欠薪", 2)


@each(
    "notes code",
    [
        ([said("欠薪", 2, answered=3, needs_alert=False)], "should_alert"),
        ([said("技能赛", 2, answered=3, needs_alert=True)], "no_alert"),
        ([said("欠薪", 2)], "unanswered"),
        ([said(None, 2)], "false_note"),
        ([said("欠薪", 2, answered=3, needs_alert=True)], "judged_well"),
    ],
)
def test_the_second_is_about_judging(notes: list[Any], code: str) -> None:
    assert codes(PAY, CONTEST, notes=notes)[1] == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        (tagged(()), "area_missed"),
        (tagged(("wages", "hours")), "area_extra"),
        (tagged(("wages",), "pos"), "tone"),
        (tagged(("wages",)), "tagged_well"),
    ],
)
def test_the_third_is_about_tagging(tag: Tagged, code: str) -> None:
    assert codes(tags=[tag])[2] == code


def everything() -> list[Score]:
    notes = [
        [said("欠薪", at, answered=10, needs_alert=needs), said("技能赛", 1, answered=3, needs_alert=other)]
        for at, needs, other in ((2, True, False), (12, False, False), (2, True, True))
    ]
    tags = [tagged(()), tagged(("wages", "hours")), tagged(("wages",), "pos"), tagged(("wages",))]
    single = [judge(PAY, notes=[said("欠薪", 2)]), judge(PAY, notes=[said("欠薪", 2), said(None, 2)]), judge(PAY)]
    quiet = [judge(notes=[said(None, 2)]), judge()]
    return [judge(PAY, CONTEST, notes=n) for n in notes] + [judge(PAY, tags=[t]) for t in tags] + single + quiet


@each(found=everything())
def test_every_sentence_has_its_words_and_leaves_no_gap(found: Score) -> None:
    for part in advice(found):
        words = sentence(part.code, part.facts)
        assert words
        assert not {"%", "{", "None"} & set(words.replace("%", "% ").split())
