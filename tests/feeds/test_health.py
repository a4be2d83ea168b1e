"""States of a source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.feeds.health import Health, after_failure, after_success

NOW = datetime(2026, 7, 1, tzinfo=UTC)
WELL = Health("healthy", last_ok_at=NOW - timedelta(minutes=5))


def fail(health: Health, minutes: float = 0, label: str = "timeout", interval_s: int = 900) -> Health:
    return after_failure(
        health, now=NOW + timedelta(minutes=minutes), interval_s=interval_s, label=label, detail="> 20 s"
    )


def test_one_failure_is_noted_but_is_no_outage() -> None:
    once = fail(WELL)
    assert (once.state, once.failures, once.error_label, once.changed) == ("healthy", 1, "timeout", False)


def test_the_third_failure_in_a_row_is_an_outage_since_the_first() -> None:
    third = fail(fail(fail(WELL), 1), 2)
    assert (third.state, third.failing_since, third.changed) == ("failing", NOW, True)
    assert not fail(third, 3).changed


def test_three_intervals_without_an_answer_are_an_outage_too() -> None:
    assert fail(fail(WELL), 60).state == "failing"
    assert fail(fail(WELL), 10).state == "healthy"


def test_gone_is_down_at_once() -> None:
    assert (fail(WELL, label="gone").state, fail(WELL, label="gone").changed) == ("gone", True)


def test_coming_back_clears_everything_and_is_a_change() -> None:
    down = fail(fail(fail(WELL)))
    back = after_success(down, now=NOW, partial="")
    assert back == Health("healthy", last_ok_at=NOW, changed=True)


def test_an_unchanged_feed_stays_as_partial_or_empty_as_it_was() -> None:
    partial = after_success(WELL, now=NOW, partial="3 of 4")
    assert after_success(partial, now=NOW, partial=None).state == "partial"
    empty = after_success(WELL, now=NOW, partial="", note="empty")
    assert after_success(empty, now=NOW, partial=None).error_label == "empty"
    assert after_success(fail(WELL), now=NOW, partial=None).error_label == ""
