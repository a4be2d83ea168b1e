"""Confusion, parts and signs of errors by hand-counted cases; the learner that is fitted in the run."""

import numpy as np
import pytest

from monitor.text.evaluate import evaluate_sentiment
from monitor.text.evaluate_parts import by_part, confusion, error_signs, plain_learner

TRUE, FOUND = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0])


def test_confusion_counts_labels_against_what_was_found() -> None:
    assert confusion(TRUE, FOUND)["neg"] == {"neg": 1, "neu": 1, "pos": 0}
    assert confusion(TRUE, FOUND)["pos"]["neg"] == 1


def test_a_part_has_its_own_figure_and_small_parts_have_none() -> None:
    rows = [{"source": "a"}] * 30 + [{"source": "b", "areas": ["wages"]}] * 29
    parts = by_part(rows, lambda at: float(np.mean(at)))
    assert set(parts) == {"source"}
    assert set(parts["source"]) == {"a"}
    assert (parts["source"]["a"]["n"], parts["source"]["a"]["value"]) == (30, 14.5)


def test_signs_of_errors_come_with_counts_and_never_with_a_text() -> None:
    texts = ["厂房爆炸"] * 20 + ["天晴"] * 20
    worst = error_signs(texts, np.zeros(40, int), np.array([1] * 20 + [0] * 20))[0]
    assert worst["n"] == worst["errors"] == 20
    assert worst["mostly"] == "neg as neu"


def test_the_plain_learner_learns_what_it_is_shown() -> None:
    known = [("厂房爆炸", 0), ("矿井爆炸", 0), ("女排夺冠", 2), ("男篮夺冠", 2)]
    assert plain_learner(known, ["油罐爆炸", "女篮夺冠"]) == [0, 2]


@pytest.mark.parametrize("learnt", [True, False])
def test_the_plain_learner_stands_beside_the_others_only_if_there_is_something_to_learn(learnt: bool) -> None:
    rows = [{"title": "厂房爆炸", "sentiment": "neg"}, {"title": "女排夺冠", "sentiment": "pos"}]
    result = evaluate_sentiment(rows, stock=False, train=rows * 2 if learnt else ())
    assert ("tfidf_lr" in result["baselines"]) is learnt
    assert result["confusion"]["neg"]["neg"] == 1
