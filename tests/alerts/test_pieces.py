"""Small pure parts: routing, outages, pauses between tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from monitor.alerts.backoff import pause
from monitor.alerts.route import Listed, route
from monitor.lib.outages import Down, outage_hours
from tests.each import each

NOW = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
LEAD = Listed(user=1, channel="email", address="lead@union.example", role="lead")


@each(
    changed=[
        {"enabled": False},
        {"active": False},
        {"role": "viewer"},
        {"role": "reporter"},
        {"min_level": 4},
        {"address": " "},
    ]
)
def test_whom_nobody_listed_for_this_hears_nothing(changed: dict[str, object]) -> None:
    assert route([LEAD], level=3) == [LEAD]
    assert route([replace(LEAD, **changed)], level=3) == []  # type: ignore[arg-type]


def test_a_member_gets_one_message_a_channel() -> None:
    second = replace(LEAD, address="other@union.example")
    assert route([LEAD, second, replace(LEAD, channel="robot")], level=1) == [LEAD, replace(LEAD, channel="robot")]


def test_an_hour_is_without_data_when_enough_sources_were_down_for_half_of_it() -> None:
    start = NOW - timedelta(hours=3, minutes=20)
    down = [Down(source, start, NOW - timedelta(hours=1)) for source in (1, 2)]
    hours = outage_hours(down, sources=10, share=0.2, since=NOW - timedelta(days=1), now=NOW)
    assert hours == {NOW - timedelta(hours=3), NOW - timedelta(hours=2)}
    assert not outage_hours(down[:1], sources=10, share=0.2, since=NOW - timedelta(days=1), now=NOW)


def test_a_source_that_stays_away_is_forgotten_after_three_days() -> None:
    gone = [Down(1, NOW - timedelta(days=5), None)]
    assert max(outage_hours(gone, sources=1, share=0.2, since=NOW - timedelta(days=9), now=NOW)) < NOW - timedelta(
        days=2
    )


def test_pauses_double_up_to_five_minutes_with_jitter() -> None:
    rng = Random(1)
    seconds = [pause(n, rng).total_seconds() for n in (1, 2, 3, 20, 300)]
    assert [pytest.approx(s, rel=0.21) for s in (5, 10, 20, 300, 300)] == seconds
    assert len({pause(20, rng) for _ in range(5)}) == 5
