"""The shipped model learns on from corrections: what was corrected and what is like it changes, the rest stays."""

from collections.abc import Callable

import numpy as np
import pytest

from monitor.text import adapt
from monitor.text.adapt import Numbers, adapted
from monitor.text.linear import OUTPUTS, LinearModel, shipped_model
from monitor.text.sentiment import TingchaoScorer
from monitor.text.train import Example, text_reader
from monitor.text.types import SENTIMENTS

PLACES = ("东站", "西门", "南苑", "北口", "石漾", "柳桥", "塔山", "渡口", "新城", "老街", "河湾", "梅林")
LIVELY = [f"{place}夜市摊位今晚又挤满了人" for place in PLACES]
OTHERS = [
    *(f"{place}一工厂爆炸致三人死亡" for place in PLACES),
    *(f"{place}小学生夺得全国比赛金牌" for place in PLACES),
    *(f"{place}举行年度新闻发布会" for place in PLACES),
]


def said(model: LinearModel, titles: list[str]) -> list[str]:
    """The likeliest valence of each."""
    scorer, reader = TingchaoScorer(model), text_reader()
    read = map(reader, titles)
    return [scorer.score(one.folded, one.words).label for one in read]


@pytest.fixture(scope="module")
def corrected() -> LinearModel:
    """The team says that crowded night markets are bad news and a matter of working hours."""
    made = [Example(title, "neg", ("hours",)) for title in LIVELY[:8] * 3]
    return adapted(shipped_model(), made, OTHERS[::2], version="ours")


def chance(model: LinearModel, title: str, output: str) -> float:
    one = text_reader()(title)
    return float(model.logits(model.see([(one.folded, one.words, one.signs)]))[0, OUTPUTS.index(output)])


def test_what_is_like_the_corrected_is_judged_as_they_are(corrected: LinearModel) -> None:
    assert "neg" not in said(shipped_model(), LIVELY[8:])
    assert set(said(corrected, LIVELY[8:])) == {"neg"}


def test_areas_are_learned_with_them(corrected: LinearModel) -> None:
    assert chance(shipped_model(), LIVELY[-1], "hours") < 0 < chance(corrected, LIVELY[-1], "hours")
    assert chance(corrected, LIVELY[-1], "work") > 0
    assert chance(corrected, LIVELY[-1], "wages") < 0


def test_what_nobody_corrected_stays_shown_or_not(corrected: LinearModel) -> None:
    assert said(corrected, OTHERS) == said(shipped_model(), OTHERS)


def test_posts_learn_what_headlines_learn_and_the_gate_learns_nothing(corrected: LinearModel) -> None:
    moved = corrected.weights - shipped_model().weights
    of = OUTPUTS.index
    assert moved[:, of("post_neg")] == pytest.approx(moved[:, of("neg")], abs=1e-6)
    assert np.abs(moved[:, of("neg")]).max() > 0
    assert not moved[:, of("post")].any()


def test_without_corrections_nothing_moves() -> None:
    same = adapted(shipped_model(), [], OTHERS, version="same")
    assert np.abs(same.weights - shipped_model().weights).max() < 1e-4
    assert same.version == "same"


def test_a_label_that_was_not_set_teaches_nothing() -> None:
    model = adapted(shipped_model(), [Example(LIVELY[0], None, ("hours",))] * 20, OTHERS, version="t")
    tones = [OUTPUTS.index(name) for name in SENTIMENTS]
    assert np.abs(model.weights[:, tones] - shipped_model().weights[:, tones]).max() < 1e-4
    assert chance(model, LIVELY[0], "hours") > 0


@pytest.mark.parametrize("chances_of", [adapt._softmax, adapt._sigmoid])
def test_the_slope_of_the_cost_is_that_of_its_figures(chances_of: Callable[[Numbers], tuple[Numbers, Numbers]]) -> None:
    from scipy.optimize import approx_fprime

    logits, wanted = np.array([[0.3, -1.2, 2.0]]), np.array([[0.2, 0.5, 0.3]])

    def loss(flat: np.ndarray) -> float:
        _, whole = chances_of(flat.reshape(1, 3))
        return float(whole[0] - (wanted * flat).sum())

    said_now, _ = chances_of(logits)
    assert approx_fprime(logits.ravel(), loss) == pytest.approx((said_now - wanted).ravel(), abs=1e-5)
