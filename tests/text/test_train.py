"""What training chooses by itself: the lean towards what is bad, which features are worth having; what vectors add."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from monitor.management.commands.train_sentiment import soft_of
from monitor.text.train import BAD_FOUND, LEANS, Example, Soft, _lean, _least, _one_against_rest, _Rated, train
from monitor.text.trainareas import VECTOR_SHARE, _folded_in

RATED = [Example(text, label, None) for label, text in (("neg", "爆炸"), ("neu", "多云"), ("pos", "夺冠"))] * 4


def test_what_areas_learn_over_vectors_is_added_to_the_words_own_weights() -> None:
    projection = np.array([[1.0, 0.0], [0.0, 2.0]])
    learned = np.array([0.5, 0.25, 1.0, -1.0])
    assert _folded_in(learned, 2, projection) == pytest.approx([0.5 + VECTOR_SHARE, 0.25 - 2 * VECTOR_SHARE])
    assert _folded_in(learned, 2, None) is learned


def test_an_area_with_too_few_examples_is_never_given() -> None:
    rows = [("工地拖欠工资", ("wages",)), ("演唱会今晚开始", ())] * 4
    model = train([Example(text, None, areas) for text, areas in rows] + RATED, version="t")
    chance = dict(zip(model.outputs, model.bias.tolist(), strict=True))
    assert chance["skills"] == -30.0
    assert chance["wages"] > -30.0


def test_each_class_is_told_from_the_rest_and_the_bad_weighs_more_than_the_neutral() -> None:
    x = csr_matrix(
        np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1]]).repeat(20, axis=0)
    )
    y = np.array([0, 1, 2, 0, 1]).repeat(20)  # the last feature: as often bad as neutral
    logits = _one_against_rest(x, y, 10.0).logits(x)
    assert logits[:60].argmax(axis=1).tolist() == y[:60].tolist()
    assert (logits[60:].argmax(axis=1) == 0).all()


def test_bad_is_called_more_readily_until_enough_of_the_bad_is_found() -> None:
    logits = np.column_stack([-np.arange(10) / 20, np.zeros(10), np.full(10, -9.0)])
    y = np.zeros(10, int)
    lean = _lean(logits, y)
    assert ((logits + np.array((lean, 0, 0))).argmax(axis=1) == 0).mean() >= BAD_FOUND
    assert lean < LEANS[-1]


def test_but_not_at_the_price_of_precision() -> None:
    logits = np.column_stack([np.full(20, -0.07), np.zeros(20), np.full(20, -9.0)])
    y = np.array([0] * 5 + [1] * 15)
    assert _lean(logits, y) <= 0.06


def test_long_features_must_occur_more_often() -> None:
    assert _least("爆炸了") == _least("\x05爆炸 死亡") > _least("爆炸") == _least("\x04爆炸") == _least("\x06end?")


def test_a_teachers_chances_decide_where_no_label_does() -> None:
    x, y = csr_matrix(np.eye(4)[[0, 1, 2]].repeat(20, axis=0)), np.array([0, 1, 2]).repeat(20)
    told = _Rated(
        csr_matrix(np.eye(4)[[3]].repeat(40, axis=0)), np.array([[0.2, 0.1, 0.7]]).repeat(40, axis=0), np.ones(40)
    )
    chances = 1 / (1 + np.exp(-_one_against_rest(x, y, 10.0, told).logits(csr_matrix(np.eye(4)[[3]]))))
    assert chances[0] == pytest.approx([0.2, 0.1, 0.7], abs=0.03)


@pytest.mark.parametrize("by", ["soft", "own"])
def test_headlines_of_a_teacher_and_our_own_sentences_move_valence_and_nothing_else(by: str) -> None:
    rows = [
        Example(text, None, areas) for text, areas in (("工地拖欠工资", ("wages",)), ("演唱会今晚开始", ()))
    ] * 4 + RATED
    told = {by: [Soft("工地拖欠工资多云", (0.98, 0.01, 0.01))] * 30}
    plain, taught_by = (train(rows, version="t", **more) for more in ({}, told))
    assert taught_by.names == plain.names
    changed = np.flatnonzero((plain.weights != taught_by.weights).any(axis=0))
    assert {plain.outputs[i] for i in changed} >= {"neg", "neu", "pos"}
    assert not {plain.outputs[i] for i in changed} & {"wages", "work", "post"}


def test_chances_that_do_not_make_one_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "soft.jsonl"
    file.write_text(json.dumps({"title": "多云", "sentiment": [0.1, 0.8, 0.1]}) + "\n", encoding="utf-8")
    assert list(soft_of(file)) == [Soft("多云", (0.1, 0.8, 0.1))]
    file.write_text(json.dumps({"title": "多云", "sentiment": [0.1, 0.8, 0.4]}), encoding="utf-8")
    with pytest.raises(ValueError, match="not chances"):
        list(soft_of(file))


def test_a_sentence_counts_as_much_as_it_weighs() -> None:
    light, heavy = (
        train(RATED, version="t", own=[Soft("爆炸夺冠", (0.0, 0.0, 1.0), weight)] * 5) for weight in (0.01, 5.0)
    )
    at = [light.names.index("\x04爆炸"), light.outputs.index("pos")]
    assert heavy.weights[*at] > light.weights[*at]
