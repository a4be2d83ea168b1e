"""An exercise through the real stages, on real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.alerts.score import Spoken
from monitor.evaluation.alerts import evaluate_alerts
from monitor.evaluation.folder import Exercise, Version, exercise_read
from monitor.evaluation.replay import replay_run, steps
from monitor.lib.jsonlines import StartError
from monitor.models import Alert, Delivery, Item, Source, Topic
from tests.conftest import make_item, make_source, stored_counts
from tests.evaluation.conftest import ANCHOR, RISING

T = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
ONE = Version("a", T, "云河日报网", "云河区", "http://news.yunhe.example/a.html", "公园荷花开了", "", "")


def last_hours(folder: Path) -> Exercise:
    """What the rising story's hours hold."""
    exercise = exercise_read(str(folder))
    late = tuple(version for version in exercise.versions if version.at > ANCHOR - timedelta(hours=7))
    return replace(exercise, versions=late)


def test_the_clock_goes_in_steps_with_items_and_in_full_hours() -> None:
    found = list(steps([ONE, replace(ONE, id="b", at=T + timedelta(hours=2, minutes=20))]))
    assert [(f"{now:%H:%M}", len(here)) for now, here in found] == [
        ("01:10", 1),
        ("02:00", 0),
        ("03:00", 0),
        ("03:30", 1),
    ]


@pytest.mark.django_db
def test_every_item_is_stored_at_its_time_and_gets_a_topic(folder: Path) -> None:
    exercise = last_hours(folder)
    replay = replay_run(exercise)
    assert Item.objects.count() == len(replay.story_of) == exercise.items
    assert not Item.objects.filter(topic_id=None).exists()
    assert set(Item.objects.values_list("first_seen", flat=True)) <= {version.at for version in exercise.versions}
    assert sum(stored_counts().values()) > exercise.items / 2


@pytest.mark.django_db
def test_the_rising_story_is_raised_in_the_time_of_the_exercise_and_nobody_is_told(folder: Path) -> None:
    replay = replay_run(last_hours(folder))
    about: list[Spoken] = [one for one in replay.spoken if one.about == RISING]
    assert about
    assert all(ANCHOR - timedelta(hours=6) < one.at <= ANCHOR + timedelta(minutes=10) for one in about)
    assert Alert.objects.count() == len({one.thread for one in replay.spoken})
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_an_edit_changes_the_item_and_adds_none() -> None:
    edited = replace(ONE, at=T + timedelta(minutes=30), title="公园荷花谢了")
    replay_run(Exercise((ONE, edited), ()))
    assert list(Item.objects.values_list("title", flat=True)) == ["公园荷花谢了"]
    assert Topic.objects.count() == 1


@pytest.mark.django_db
def test_the_unions_own_source_is_its_own_and_unknown_names_are_sources_too() -> None:
    versions = (replace(ONE, source="云河区总工会"), replace(ONE, id="b", source="某新站"))
    replay_run(Exercise(versions, ()))
    assert dict(Source.objects.values_list("name", "own")) == {"云河区总工会": True, "某新站": False}


@pytest.mark.django_db
def test_the_figures_of_a_folder_come_with_days_steps_and_a_yardstick(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    result = evaluate_alerts(str(folder), progress=lambda done, of: seen.append((done, of)))
    assert RISING not in result["missed"]
    assert result["due"] >= 1
    assert result["figures"]["recall"]["low"] <= result["figures"]["recall"]["value"]
    assert result["baselines"]["every_item_that_hits_a_rule"]["alerts_per_day"] > 0
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.django_db
def test_a_database_that_is_in_use_is_never_replayed_into(folder: Path) -> None:
    make_item(source=make_source())
    with pytest.raises(StartError, match="empty"):
        evaluate_alerts(str(folder))
    assert Item.objects.count() == 1
