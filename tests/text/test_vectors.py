"""Word vectors of unlabelled texts, and what they give the trained model."""

import numpy as np
import pytest

from monitor.text.sentiment import TingchaoScorer
from monitor.text.train import Example, train, vectors_of
from monitor.text.vectors import word_vectors

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")
TEXTS = [["甲", verb, thing] for verb in ("吃", "喝") for thing in ("饭", "茶", "粥")] * 4 + [["云", "飘", "过"]] * 8


def test_words_among_the_same_neighbours_are_near_each_other() -> None:
    found = word_vectors(TEXTS)
    eat, drink, float_ = (found.vectors[found.words.index(word)] for word in ("吃", "喝", "飘"))
    assert eat @ drink > eat @ float_
    assert np.linalg.norm(eat) == pytest.approx(1, abs=1e-3)


def test_vectors_are_the_same_each_time_and_rare_words_have_none() -> None:
    again = word_vectors([*TEXTS, ["罕见"]])
    assert "罕见" not in again.words
    assert np.array_equal(again.vectors, word_vectors([*TEXTS, ["罕见"]]).vectors)


def test_a_word_that_only_unlabelled_texts_have_gets_a_weight_of_its_own() -> None:
    rows = [
        ("发生爆炸", "neg"),
        ("又见爆炸", "neg"),
        ("夺得冠军", "pos"),
        ("喜获冠军", "pos"),
        ("今日多云", "neu"),
        ("明日多云", "neu"),
    ]
    examples = [Example(text, label, None) for text, label in rows * 3]
    model = train(examples, version="t", vectors=vectors_of(examples, ["工厂发生闪爆", "工厂发生爆炸"] * 5))
    word = model.names.index("\x04闪爆")
    assert model.weights[word].any()
    assert TingchaoScorer(model).score("爆炸", ["爆炸"]).label == "neg"
