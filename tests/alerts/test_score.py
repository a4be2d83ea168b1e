"""What the figures of a replay count, on a handful of threads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alerts.score import EVERYDAY, MIXED, Spoken, StoryTold, alerts_score, hits_score

T = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def story(key: str, *, alert: bool = True, since: float = 2, items: int = 10) -> StoryTold:
    """Told once an hour from T on."""
    return StoryTold(key, alert, T + since * HOUR if alert else None, items, tuple(T + n * HOUR for n in range(items)))


STORIES = [story("dust"), story("layoff"), story("fair", alert=False), story("late", since=99)]


def score(*spoken: Spoken) -> dict[str, Any]:
    return alerts_score(spoken, STORIES, end=T + 20 * HOUR, days=2)


def spoken(thread: int, hours: float, level: int = 1, **told: int) -> Spoken:
    return Spoken(thread, T + hours * HOUR, level, told)


def test_a_thread_is_about_the_story_of_more_than_half_of_its_items() -> None:
    assert spoken(1, 0, dust=3, fair=2).about == "dust"
    assert spoken(1, 0, dust=2, fair=2).about == MIXED
    assert Spoken(1, T, 1, {"": 3, "dust": 1}).about == EVERYDAY


def test_recall_is_over_stories_that_were_due_and_precision_over_threads() -> None:
    result = score(spoken(1, 3, dust=4), spoken(2, 5, fair=4))
    assert (result["due"], result["stories_to_alert"], result["threads"]) == (2, 3, 2)
    assert result["figures"]["recall"]["value"] == result["figures"]["precision"]["value"] == 0.5
    assert result["missed"] == ["layoff"]
    assert [one["about"] for one in result["false"]] == ["fair"]


def test_how_soon_is_counted_from_alert_from_and_in_items() -> None:
    figures = score(spoken(1, 3, dust=4))["figures"]
    assert figures["minutes"]["value"] == 60
    assert figures["items_in"]["value"] == 0.4
    assert figures["alerts_per_day"] == 0.5


def test_a_thread_that_goes_up_is_one_thread_and_counts_at_yellow_from_then_on() -> None:
    result = score(spoken(1, 3, dust=4), spoken(1, 6, level=2, dust=7))
    assert result["threads"] == 1
    assert result["figures"]["yellow"]["recall"]["value"] == 0.5
    assert result["missed_at_yellow"] == ["layoff"]


def test_two_threads_about_one_story_are_seen() -> None:
    assert score(spoken(1, 3, dust=4), spoken(2, 4, dust=3))["figures"]["threads_per_story"]["value"] == 2


def test_nothing_raised_is_a_recall_of_nothing() -> None:
    result = score()
    assert result["figures"]["recall"]["value"] == 0
    assert result["missed"] == ["dust", "layoff"]


def test_the_yardstick_takes_every_hit_as_an_alert() -> None:
    figures = hits_score([(T, "dust"), (T, "dust"), (T, "")], STORIES, end=T + 20 * HOUR, days=1)
    assert figures["threads_per_story"]["value"] == 2
    assert figures["alerts_per_day"] == 3
