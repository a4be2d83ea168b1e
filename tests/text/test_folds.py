"""Folds that keep a story on one side."""

import numpy as np

from monitor.text.folds import folds_of, stories

TEXTS = [
    "化工厂爆炸致三人死亡",
    "化工厂爆炸已致三人死亡",
    "今年养老金继续上涨",
    "今年养老金将继续上涨",
    "周末天气晴朗",
    "",
]


def test_headlines_of_one_story_have_one_number() -> None:
    found = stories(TEXTS)
    assert found[0] == found[1] != found[2] == found[3]
    assert len(set(found)) == 4


def test_a_story_lies_in_one_fold_and_folds_are_the_same_each_time() -> None:
    groups = np.repeat(np.arange(40), 2)
    folds = folds_of(groups, 4)
    assert all(folds[i] == folds[i + 1] for i in range(0, 80, 2))
    assert sorted(np.bincount(folds)) == [20, 20, 20, 20]
    assert np.array_equal(folds, folds_of(groups, 4))
