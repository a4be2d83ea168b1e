"""Forecasts from counts alone: what is chosen, how wide the band is, what is never looked at."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from monitor.topics.forecast import LIKE, METHODS, MIDDLE, NAIVE, SEASONAL, SMOOTH, Forecast, Rolling, TooShort, choose
from monitor.topics.forecast import forecast_make as make
from monitor.topics.forecast_bands import Errors, errors_of, interval_score, shift_of, shifted
from monitor.topics.forecast_methods import like_steps, naive, seasonal_naive
from monitor.topics.forecast_models import smoothing
from monitor.topics.forecast_step import DAYS, HOURS, NEXT, Band, Floats, Past


@pytest.fixture
def _without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading statsmodels takes seconds; what it adds has tests of its own."""
    monkeypatch.delitem(METHODS, SMOOTH)


def rhythm(days: int, mean: float = 6.0, seed: int = 1) -> Floats:
    """Poisson counts that are high at noon and low at night."""
    hours = np.arange(days * 24)
    return np.random.default_rng(seed).poisson(mean * (1 - 0.9 * np.cos(hours / 24 * 2 * np.pi))).astype(float)


def made(counts: Floats, step: object = HOURS) -> Forecast:
    found = make(counts, phase=0, step=step)  # type: ignore[arg-type]
    assert isinstance(found, Forecast)
    return found


@pytest.mark.usefixtures("_without_library")
def test_a_daily_rhythm_is_foretold_better_than_by_both_naive_methods() -> None:
    found = made(rhythm(28))
    assert found.method == LIKE
    assert found.errors[LIKE].mae < 0.85 * min(found.errors[SEASONAL].mae, found.errors[NAIVE].mae)
    assert found.band.point[12] > 2 * found.band.point[0]
    assert (found.band.low <= found.band.point).all()
    assert (found.band.point <= found.band.high).all()


@pytest.mark.usefixtures("_without_library")
def test_bands_hold_about_four_of_five_counts_that_were_not_known() -> None:
    rolling = Rolling(rhythm(60, mean=8), 0, HOURS)
    inside = []
    for origin in range(30 * 24, 58 * 24, 61):
        found = rolling.at(origin)
        assert isinstance(found, Forecast)
        inside.append(errors_of(found.band, rolling.came(origin, 60 * 24)).coverage)
    assert 0.75 <= np.mean(inside) <= 0.85


@pytest.mark.usefixtures("_without_library")
def test_a_series_that_only_steps_from_level_to_level_is_left_to_the_naive_method() -> None:
    steps = np.repeat(np.random.default_rng(3).integers(0, 60, 20), 3).astype(float)
    assert made(steps, NEXT).method == NAIVE


@pytest.mark.usefixtures("_without_library")
def test_nothing_after_the_origin_is_looked_at() -> None:
    counts = rhythm(20)
    changed = counts.copy()
    changed[15 * 24 :] = 999
    then, now = Rolling(changed, 0, HOURS).at(15 * 24), made(counts[: 15 * 24])
    assert isinstance(then, Forecast)
    assert (then.method, then.errors) == (now.method, now.errors)
    assert np.array_equal(then.band.high, now.band.high)


@pytest.mark.usefixtures("_without_library")
def test_an_outage_is_missing_and_not_zero() -> None:
    down, zero = rhythm(14), rhythm(14)
    night = [day * 24 + hour for day in range(4, 14) for hour in range(10, 16)]
    down[night], zero[night] = np.nan, 0
    assert made(down).band.point[12] >= 8
    assert made(zero).band.point[12] <= 3


@pytest.mark.parametrize(("step", "known"), [(HOURS, 119), (DAYS, 13), (NEXT, 13)])
def test_too_short_a_history_says_how_much_is_needed(step: object, known: int) -> None:
    counts = np.append(np.full(500, np.nan), np.ones(known))
    found = make(counts, phase=0, step=step)  # type: ignore[arg-type]
    assert isinstance(found, TooShort)
    assert (found.known, found.least) == (known, known + 1)


@pytest.mark.usefixtures("_without_library")
def test_silence_is_foretold_as_silence() -> None:
    found = made(np.zeros(200))
    assert not found.band.high.any()


def test_the_library_is_loaded_by_the_first_forecast_and_not_before() -> None:
    code = "import sys, monitor.topics.forecast; sys.exit('statsmodels' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_smoothing_follows_a_rhythm_and_bridges_gaps() -> None:
    counts = rhythm(10, mean=20)
    counts[50:60] = np.nan
    found = smoothing(Past(counts, 0), HOURS)
    assert found is not None
    assert 30 < found.point[12] < 50
    assert found.point[0] < 10


@pytest.mark.parametrize("counts", [np.zeros(300), np.full(300, 4.0), np.ones(20), np.full(300, np.nan)])
def test_smoothing_says_nothing_where_it_has_nothing_to_say(counts: Floats) -> None:
    assert smoothing(Past(counts, 0), HOURS) is None


def test_naive_methods_look_past_missing_counts() -> None:
    counts = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, np.nan, np.nan])
    assert list(naive(Past(counts, 0), DAYS).point) == [8] * 7
    assert list(seasonal_naive(Past(counts, 0), DAYS).point) == [4, 5, 6, 7, 8, 2, 3]


def test_weekends_are_told_apart_from_working_days() -> None:
    week = np.repeat([9.0, 8, 7, 6, 5, 1, 1], 24)
    past = Past(np.tile(week, 4), 0)  # the next hour is Monday's first
    before_saturday = Past(past.counts[: -2 * 24], 0)
    assert like_steps(before_saturday, HOURS).point[12] < like_steps(past, HOURS).point[12] - 0.5


def test_a_second_model_must_be_clearly_better_and_a_naive_one_only_as_good() -> None:
    def errors(mae: float) -> Errors:
        return Errors(mae, mae * 5, 0.8, 100)

    base = {NAIVE: errors(5), SEASONAL: errors(4)}
    assert choose(base | {LIKE: errors(3), MIDDLE: errors(2.95)}) == LIKE
    assert choose(base | {LIKE: errors(3), MIDDLE: errors(2.5)}) == MIDDLE
    assert choose(base | {LIKE: errors(4)}) == SEASONAL


def test_a_band_is_scored_by_its_width_and_by_what_lies_outside() -> None:
    band = Band(np.array([5.0, 5, 5]), np.array([3.0, 3, 3]), np.array([7.0, 7, 7]))
    assert interval_score(np.array([5.0, 8, 1]), band) == pytest.approx([4, 14, 24])


def test_few_origins_make_wider_bands() -> None:
    truth = np.arange(40.0).reshape(40, 1)
    raw = Band(*(np.full((40, 1), 20.0),) * 3)
    few, many = (shifted(raw, shift_of(raw, truth, distinct=n)) for n in (5, 400))
    assert few.high[0, 0] > many.high[0, 0]
