"""Young topics, foretold from what other topics did."""

from __future__ import annotations

import numpy as np
import pytest

from monitor.topics import forecast_alike_evaluate
from monitor.topics.forecast_alike import ALIKE, Life, forecast_alike, moments_of
from monitor.topics.forecast_alike_evaluate import alike_scored


def fading(topic: int, first_day: float, *, days: int = 6, begun: int = 0) -> Life:
    """A topic that halves every 12 hours."""
    expected = first_day / 24 * 2.0 * 0.5 ** (np.arange(days * 24) / 12)
    return Life(topic, begun, np.random.default_rng(topic).poisson(expected).astype(float))


def others(n: int = 40) -> list[Life]:
    return [fading(topic, 10 + topic, begun=topic * 5) for topic in range(1, n + 1)]


def test_a_topic_of_a_day_is_foretold_to_fade_as_others_did() -> None:
    young = fading(99, 30, days=1)
    found = forecast_alike(young, moments_of(others()))
    assert found is not None
    assert found.method == ALIKE
    assert found.band.high[0] < young.counts.sum()
    assert found.errors[ALIKE].mae < 0.7 * found.errors["naive"].mae
    assert found.origins == 100


def test_its_own_moments_and_too_few_topics_say_nothing() -> None:
    assert forecast_alike(fading(1, 30), moments_of([fading(1, 30)])) is None
    assert forecast_alike(fading(99, 30), moments_of(others(19))) is None
    assert forecast_alike(Life(99, 0, np.ones(5)), moments_of(others())) is None


def test_moments_end_a_day_before_the_known_and_skip_outages() -> None:
    assert list(moments_of([Life(1, 100, np.ones(36))]).hour) == [106, 112]
    counts = np.ones(36)
    counts[8:12] = np.nan
    assert not len(moments_of([Life(1, 100, counts)]).hour)
    counts = np.ones(60)
    counts[52] = np.nan  # as if nothing had come
    found = moments_of([Life(1, 100, counts)])
    assert list(found.hour) == list(range(106, 137, 6))
    assert list(found.followed) == [24, 24, 24, 24, 23, 23]
    assert list(found.last) == [6, 12, 18, 24, 24, 24]


def test_a_topic_that_is_over_for_three_days_has_no_more_moments() -> None:
    found = moments_of([Life(1, 100, np.concatenate([np.ones(12), np.zeros(1000)]))])
    assert found.hour.max() == 100 + 78  # the last of the twelve lies 67 hours back; six hours on, 73
    assert found.marks[-1].tolist() == [0, 0, np.log(78 + 6) / 2, np.log1p(6) / 2]
    assert not len(moments_of([Life(1, 100, np.eye(1, 500)[0])]).hour)  # a single original is no beginning


def test_single_topics_of_a_file_are_scored_beside_naive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast_alike_evaluate, "SAMPLE", 60)
    found = alike_scored(others(60))
    assert found["n"] == 60
    assert found["topic_mae"]["high"] < found["naive_mae"]["low"]
    assert found["coverage"]["value"] >= 0.75
    assert alike_scored([])["n"] == 0
