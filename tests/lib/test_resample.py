"""Intervals around a figure."""

import numpy as np
import pytest

from monitor.lib.resample import interval, share_interval


def test_an_interval_holds_its_figure_and_narrows_with_more_things() -> None:
    few, many = (share_interval([1, 0] * n, [1] * 2 * n) for n in (10, 1000))
    assert few["value"] == many["value"] == 0.5
    assert few["low"] < many["low"] < 0.5 < many["high"] < few["high"]


def test_the_same_things_give_the_same_interval_again() -> None:
    values = np.array([1.0, 2.0, 5.0])
    assert interval(3, lambda at: values[at].mean()) == interval(3, lambda at: values[at].mean())


def test_nothing_to_count_is_no_error() -> None:
    assert share_interval([], []) == {"value": 0.0, "low": 0.0, "high": 0.0}


def test_a_share_is_of_sums_so_that_large_things_weigh_more() -> None:
    assert share_interval([9, 0], [9, 1])["value"] == pytest.approx(0.9)
