"""When to ask again: rhythm, floors, back-off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.schedule import Limits, next_check, rhythm

NOW = datetime(2026, 7, 1, tzinfo=UTC)
LIMITS = Limits(300, 86_400)


def every(minutes: float, count: int = 10) -> list[datetime]:
    return [NOW - timedelta(minutes=minutes * n) for n in range(count)]


def wait(**facts: object) -> float:
    facts = {"now": NOW, "limits": LIMITS, "interval_s": 900, **facts}
    return (next_check(**facts).at - NOW).total_seconds()  # type: ignore[arg-type]


@pytest.mark.parametrize(("gap", "seconds"), [(60, 1800), (600, 18_000), (1, 300), (60 * 24 * 9, 86_400)])
def test_a_source_is_asked_twice_per_gap_between_its_entries(gap: float, seconds: float) -> None:
    assert wait(times=every(gap)) == seconds


def test_a_source_that_fell_silent_is_asked_less_and_less() -> None:
    late = [at - timedelta(hours=40) for at in every(60)]
    assert wait(times=late) == 40 * 3600 / 8


def test_dates_that_are_all_the_poll_time_say_nothing() -> None:
    assert rhythm([NOW] * 30, NOW) is None
    assert (wait(times=[NOW] * 30, new=3), wait(times=[NOW] * 30)) == (630, 1125)


def test_what_the_source_asks_for_is_a_floor() -> None:
    assert wait(times=every(20), floor_s=3600) == 3600
    assert wait(times=every(20), floor_s=10**9) == LIMITS.longest


def test_failures_double_up_to_six_hours_and_keep_the_interval() -> None:
    assert [wait(failures=n) for n in (1, 2, 3, 50)] == [300, 600, 1200, 21_600]
    assert next_check(now=NOW, limits=LIMITS, interval_s=900, failures=9).interval_s == 900


def test_retry_after_wins_and_is_capped() -> None:
    assert wait(failures=1, retry_after_s=7200) == 7200
    assert wait(failures=1, retry_after_s=10**9) == LIMITS.longest


def test_jitter_only_adds_up_to_a_tenth() -> None:
    assert wait(times=every(60), jitter=1.0) == 1980
    assert wait(times=every(60), jitter=0.0) == 1800


def test_in_an_exercise_every_interval_is_the_shortest() -> None:
    drill = Limits(3, 86_400, drill=True)
    assert wait(limits=drill, times=every(600), failures=4, jitter=1.0, floor_s=900) == 3


@given(
    st.lists(st.integers(-(10**7), 10**7), max_size=8),
    st.integers(0, 200),
    st.none() | st.integers(0, 10**12),
    st.none() | st.integers(0, 10**12),
    st.floats(allow_nan=False),
)
def test_the_next_poll_is_always_between_the_limits(
    ages: list[int], failures: int, floor: int | None, after: int | None, jitter: float
) -> None:
    times = [NOW - timedelta(seconds=age) for age in ages]
    seconds = wait(times=times, failures=failures, floor_s=floor, retry_after_s=after, jitter=jitter)
    assert LIMITS.shortest <= seconds <= LIMITS.longest * 1.1


def test_sources_that_were_brought_together_do_not_stay_together() -> None:
    assert wait(times=every(60), first=True, jitter=0.5) == 900
    assert wait(times=every(60), first=True, jitter=0.01) == LIMITS.shortest
    assert wait(times=every(60), first=True, jitter=0.5, floor_s=1200) == 1200
    assert wait(times=every(60), first=True, jitter=0.5, failures=1) == wait(times=every(60), jitter=0.5, failures=1)
