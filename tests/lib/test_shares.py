"""Shares, agreement and macro-F1 against values worked out elsewhere."""

import numpy as np
import pytest

from monitor.lib.shares import kappa, macro_f1, share


def test_wilson_gives_the_published_interval() -> None:
    found = share(15, 20)  # Newcombe 1998 method 3 gives 0.531 to 0.888
    assert (round(found.low, 3), round(found.high, 3)) == (0.531, 0.888)


def test_wilson_stays_inside_zero_and_one_and_knows_that_few_checks_say_little() -> None:
    assert share(3, 3).high == 1.0
    assert share(3, 3).low < 0.5
    assert (share(0, 0).value, share(0, 0).low, share(0, 0).high) == (None, 0.0, 1.0)


def test_kappa_takes_away_what_chance_would_give() -> None:
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_says_nothing_without_pairs_or_when_only_one_label_was_ever_given() -> None:
    assert kappa([]) is None
    assert kappa([("neg", "neg")] * 9) is None


def test_macro_f1_is_the_mean_over_the_classes_that_occur() -> None:
    true, found = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    assert macro_f1(true, found, 3) == pytest.approx((2 / 3 + 4 / 5) / 2)
