"""Hours, days and blocks of 24 hours; and the scoring of a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from monitor.lib.clock import HOUR
from monitor.lib.jsonlines import LineError
from monitor.topics.forecast import METHODS, SMOOTH
from monitor.topics.forecast_evaluate import evaluate_forecast, forecast_line
from monitor.topics.forecast_series import daily, ending_now, hourly
from monitor.topics.forecast_step import NEXT

MONDAY = datetime(2026, 6, 28, 16, tzinfo=UTC)  # midnight in Shanghai


def test_hours_without_a_count_are_zero_and_unknown_ones_missing() -> None:
    found = hourly({MONDAY: 3}, start=MONDAY, end=MONDAY + 3 * HOUR, unknown=[MONDAY + HOUR, MONDAY + 9 * HOUR])
    assert np.array_equal(found.values, [3, np.nan, 0], equal_nan=True)
    assert (found.phase, found.known, found.end) == (0, 2, MONDAY + 3 * HOUR)


def test_days_are_whole_shanghai_days_and_unknown_with_too_few_hours() -> None:
    start = MONDAY - 5 * HOUR
    found = daily(hourly({}, start=start, end=start + 60 * HOUR, unknown=[MONDAY + n * HOUR for n in range(25, 29)]))
    assert (found.start, found.phase) == (MONDAY, 0)
    assert np.array_equal(found.values, [0, np.nan], equal_nan=True)


def test_blocks_of_24_hours_end_with_the_last_hour() -> None:
    hours = hourly({MONDAY + 30 * HOUR: 7}, start=MONDAY, end=MONDAY + 31 * HOUR)
    found = ending_now(hours, NEXT)
    assert (found.end, list(found.values)) == (hours.end, [7])


def lines() -> Iterator[dict[str, Any]]:
    """Four weeks of items, more by day than by night, and one source that fell silent for an afternoon."""
    random = np.random.default_rng(5)
    for hour in range(28 * 24):
        at = (MONDAY + hour * HOUR).isoformat()
        for _ in range(random.poisson(6 if 6 < hour % 24 < 20 else 0.3)):
            yield {"at": at, "title": "云河", "source": "云河样本", "areas": ["wages"] if random.random() < 0.2 else []}
    yield {"at": (MONDAY + timedelta(days=14, hours=12)).isoformat(), "n": None}


def test_a_file_of_items_is_scored_beside_the_naive_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(METHODS, SMOOTH)
    rows = [*lines(), {"at": MONDAY.isoformat(), "own": True}, {"at": MONDAY.isoformat(), "duplicate_of": 1}]
    found = evaluate_forecast(rows)
    hour = found["steps"]["hour"]
    assert set(hour["by_series"]) == {"all", "any area", "area wages", "source 云河样本"}
    assert hour["mae_against_seasonal_naive"]["value"] < 0.9
    assert hour["interval_score_against_seasonal_naive"]["high"] < 1
    assert found["steps"]["next_24_hours"]["origins"] > 0
    assert hour["by_series"]["all"]["n"] > 100


def test_a_file_that_is_too_short_says_so() -> None:
    found = evaluate_forecast([{"series": "a", "at": (MONDAY + n * HOUR).isoformat(), "n": 1} for n in range(48)])
    assert found["steps"]["hour"]["series"] == 0
    assert "long enough" in found["steps"]["hour"]["why"]


@pytest.mark.parametrize(
    "row", [{"at": "gestern"}, {"n": 3}, {"at": "2026-07-01", "n": -1}, {"at": "2026-07-01", "n": 1.5}]
)
def test_a_line_without_a_time_or_with_a_broken_count_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(LineError):
        forecast_line(row)
