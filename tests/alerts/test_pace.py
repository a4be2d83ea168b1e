"""A robot takes 20 messages a minute."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from monitor.alerts.pace import BURST, turn_after, turn_taken, turn_wait

NOW = datetime(2026, 3, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def sent_times(seed: int, n: int = 300) -> list[datetime]:
    """Impatient senders that ask at random moments and wait when they are told to."""
    rng, now, paced, sent = random.Random(seed), NOW, None, []
    while len(sent) < n:
        now += timedelta(seconds=rng.choice([0, 0, 0, 0.5, 3, 40]))
        if turn_wait(paced, now):
            continue
        paced = turn_taken(paced, now)
        sent.append(now)
    return sent


def test_never_more_than_twenty_in_any_minute() -> None:
    for seed in range(5):
        sent = sent_times(seed)
        assert max(sum(at <= other < at + MINUTE for other in sent) for at in sent) <= 20


def test_a_burst_goes_at_once_and_the_next_after_the_wait_it_was_told() -> None:
    paced = None
    for _ in range(BURST):
        assert not turn_wait(paced, NOW)
        paced = turn_taken(paced, NOW)
    wait = turn_wait(paced, NOW)
    assert wait == timedelta(seconds=4)
    assert not turn_wait(paced, NOW + wait)


def test_a_robot_that_had_enough_is_left_alone() -> None:
    paced = turn_after(timedelta(minutes=10), NOW)
    assert turn_wait(paced, NOW + timedelta(minutes=9)) == MINUTE
    assert not turn_wait(paced, NOW + timedelta(minutes=10))
