"""The net beside the straight weights: what it adds, where it stops, and that it learns what straight weights cannot."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from monitor.topics.decide import DATA, Decider, Weights, load_decider
from monitor.topics.evidence import NAMES
from monitor.topics.kind import Kind
from monitor.topics.net import Net, net_data, net_of
from monitor.topics.train_net import fit_net


def small() -> Net:
    """Two figures held within 0..2 and -1..1, two hidden units."""
    ends = np.array([0.0, -1.0]), np.array([2.0, 1.0])
    return Net(*ends, np.array([[1.0, 0.5], [-1.0, 2.0]]), np.array([0.1, -0.2]), np.array([3.0, -2.0]))


def test_a_net_adds_what_its_units_say() -> None:
    expected = 3 * math.tanh(1 + 0.25 + 0.1) - 2 * math.tanh(-1 + 1 - 0.2)
    assert small().odds([(1.0, 0.5)]) == [pytest.approx(expected)]


def test_all_rows_at_once_are_as_each_alone() -> None:
    rows = [(0.3, -0.5), (1.7, 0.9), (0.0, 0.0)]
    assert small().odds(rows) == [pytest.approx(small().odds([row])[0]) for row in rows]


def test_what_lies_beyond_counts_as_the_greatest_that_was_learnt_from() -> None:
    assert small().odds([(9.0, -7.0)]) == small().odds([(2.0, -1.0)])
    assert small().odds([(2.0, -1.0)]) != small().odds([(1.0, -1.0)])


def test_a_net_comes_back_from_its_data_to_six_digits() -> None:
    data = json.loads(json.dumps(net_data(small())))
    back = net_of(data, 2)
    assert back is not None
    assert back.odds([(1.0, 0.5)]) == [pytest.approx(small().odds([(1.0, 0.5)])[0], rel=1e-5)]
    with pytest.raises(ValueError, match="another version"):
        net_of(data, 3)


def test_the_shipped_posts_have_a_net_and_the_others_are_as_before() -> None:
    shipped = load_decider()
    assert shipped.post.net is not None
    assert shipped.headline.net is shipped.article.net is None
    assert len(shipped.post.net.least) == len(NAMES)
    assert (shipped.post.net.least <= shipped.post.net.most).all()
    assert set(json.loads(DATA.read_text("utf-8"))["post"]) == {"weights", "bias", "net"}


def test_pairs_of_all_kinds_at_once_are_as_each_alone() -> None:
    rng = np.random.default_rng(3)
    rows = [tuple(row) for row in rng.uniform(0, 2, (5, len(NAMES))).tolist()]
    kinds: list[Kind] = [None, 0.0, 0.4, 1.0, 0.0]
    shipped = load_decider()
    together = shipped.odds_of(kinds, rows)
    assert together == [pytest.approx(shipped.odds(kind, row)) for kind, row in zip(kinds, rows, strict=True)]
    post, article = shipped.post.odds(rows)[2], shipped.article.odds(rows)[2]
    assert together[2] == pytest.approx(0.6 * post + 0.4 * article)
    assert shipped.odds_of([], []) == []


def test_a_net_is_only_asked_about_its_own_kind() -> None:
    none = (0.0,) * 2
    decider = Decider(Weights(none, 1.0), Weights(none, 2.0, small()), Weights(none, 4.0))
    assert decider.odds(None, (1.0, 1.0)) == 1.0
    assert decider.odds(1.0, (1.0, 1.0)) == 4.0
    assert decider.odds(0.0, (1.0, 1.0)) == pytest.approx(2.0 + small().odds([(1.0, 1.0)])[0])


def test_a_net_learns_what_straight_weights_cannot() -> None:
    """True where both figures are great or both are small: no straight line parts these."""
    figures = np.random.default_rng(1).uniform(-1, 1, (600, 2))
    truth = (figures[:, 0] * figures[:, 1] > 0).astype(float)
    weights, bias, net = fit_net(figures, truth, np.ones(600), np.zeros(2), 0.0)
    odds = figures @ weights + bias
    straight = float(np.mean((odds > 0) == (truth > 0)))
    assert float(np.mean((odds + np.array(net.odds(figures.tolist())) > 0) == (truth > 0))) > 0.9 > 0.7 > straight
    again = fit_net(figures, truth, np.ones(600), np.zeros(2), 0.0)
    assert np.array_equal(again[2].outward, net.outward)
