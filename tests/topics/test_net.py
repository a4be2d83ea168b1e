"""The net beside the straight weights: what it adds, where it stops, and that it learns what straight weights cannot."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from monitor.topics.decide import DATA, FIGURES, Decider, Weights, load_decider
from monitor.topics.kind import Kind
from monitor.topics.net import Net, net_data, net_of
from monitor.topics.train import average
from monitor.topics.train_net import Shape, fit_net


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


@pytest.mark.parametrize("kind", ["headline", "post"])
def test_the_shipped_headlines_and_posts_have_a_net_over_their_own_figures(kind: str) -> None:
    net = getattr(load_decider(), kind).net
    assert len(net.least) == len(FIGURES[kind])
    assert (net.least <= net.most).all()
    assert set(json.loads(DATA.read_text("utf-8"))[kind]) == {"weights", "bias", "net"}
    assert load_decider().article.net is None


def test_pairs_of_all_kinds_at_once_are_as_each_alone() -> None:
    rng = np.random.default_rng(3)
    kinds: list[Kind] = [None, 0.0, 0.4, 1.0, 0.0]
    wide = [len(FIGURES["headline"]), *[len(FIGURES["post"])] * 4]
    rows = [tuple(rng.uniform(0, 2, n).tolist()) for n in wide]
    shipped = load_decider()
    together = shipped.odds_of(kinds, rows)
    assert together == [pytest.approx(shipped.odds(kind, row)) for kind, row in zip(kinds, rows, strict=True)]
    post, article = shipped.post.odds([rows[2]])[0], shipped.article.odds([rows[2]])[0]
    assert together[2] == pytest.approx(0.6 * post + 0.4 * article)
    assert shipped.odds_of([], []) == []


def test_a_net_is_only_asked_about_its_own_kind() -> None:
    none = (0.0,) * 2
    decider = Decider(Weights(none, 1.0), Weights(none, 2.0, small()), Weights(none, 4.0), Weights(none, 8.0))
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


def test_the_mean_of_two_weights_has_the_mean_of_their_odds() -> None:
    rng = np.random.default_rng(2)
    figures = rng.uniform(-1, 1, (400, 2))
    truth = (figures[:, 0] * figures[:, 1] > 0).astype(float)
    one, other = (fit_net(figures, truth, np.ones(400), np.zeros(2), bias, Shape(4, 1)) for bias in (0.0, 3.0))
    sides = [Weights(tuple(weights.tolist()), bias, net) for weights, bias, net in (one, other)]
    weights, bias, net = average(one, sides[1])
    rows = figures[:9].tolist()
    mean = [(a + b) / 2 for a, b in zip(*(side.odds(rows) for side in sides), strict=True)]
    assert Weights(tuple(weights.tolist()), bias, net).odds(rows) == pytest.approx(mean)
    with pytest.raises(ValueError, match="only nets"):
        average(one, Weights((0.0, 0.0), 0.0))


def test_a_net_has_the_units_that_are_asked_for() -> None:
    figures = np.random.default_rng(1).uniform(-1, 1, (50, 2))
    _, _, net = fit_net(figures, (figures[:, 0] > 0).astype(float), np.ones(50), np.zeros(2), 0.0, Shape(3, 2, 9.0))
    assert net.inward.shape == (6, 2)
