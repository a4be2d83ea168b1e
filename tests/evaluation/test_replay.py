"""An exercise through the real stages, on real PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from monitor.alerts.score import Spoken
from monitor.evaluation import alerts
from monitor.evaluation.alerts import evaluate_alerts
from monitor.evaluation.folder import Exercise, Version
from monitor.evaluation.replay import Progress, Replay, replay_run, steps
from monitor.lib.jsonlines import StartError
from monitor.models import Alert, Delivery, Item, Source, Topic
from monitor.queries.config import config_forget
from tests.conftest import make_item, make_source, stored_counts
from tests.evaluation.conftest import ANCHOR, RISING

T = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
ONE = Version("a", T, "云河日报网", "云河区", "http://news.yunhe.example/a.html", "公园荷花开了", "", "")


@dataclass
class Played:
    """One replay of the folder, and what stood in the database at its end."""

    exercise: Exercise
    replay: Replay
    result: dict[str, Any]
    progress: list[tuple[int, int]]
    items: int
    without_topic: int
    first_seen: set[datetime]
    counted: int
    alerts: int
    deliveries: int


@pytest.fixture(scope="module")
def played(folder: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Played:
    """As the command does it, once for the tests of this file; its rows are taken back before the first of them begins."""
    kept: list[tuple[Exercise, Replay]] = []
    seen: list[tuple[int, int]] = []

    def run(exercise: Exercise, *, progress: Progress) -> Replay:
        kept.append((exercise, replay_run(exercise, progress=progress)))
        return kept[0][1]

    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(alerts, "replay_run", run)
        result = evaluate_alerts(str(folder), progress=lambda done, of: seen.append((done, of)))
        found = Played(
            *kept[0],
            result,
            seen,
            items=Item.objects.count(),
            without_topic=Item.objects.filter(topic_id=None).count(),
            first_seen=set(Item.objects.values_list("first_seen", flat=True)),
            counted=sum(stored_counts().values()),
            alerts=Alert.objects.count(),
            deliveries=Delivery.objects.count(),
        )
        transaction.set_rollback(True)
    config_forget()
    return found


def test_the_clock_goes_in_steps_with_items_and_in_full_hours() -> None:
    found = list(steps([ONE, replace(ONE, id="b", at=T + timedelta(hours=2, minutes=20))]))
    assert [(f"{now:%H:%M}", len(here)) for now, here in found] == [
        ("01:10", 1),
        ("02:00", 0),
        ("03:00", 0),
        ("03:30", 1),
    ]


def test_every_item_is_stored_at_its_time_and_gets_a_topic(played: Played) -> None:
    assert played.items == len(played.replay.story_of) == played.exercise.items
    assert played.without_topic == 0
    assert played.first_seen <= {version.at for version in played.exercise.versions}
    assert played.counted > played.items / 2


def test_the_rising_story_is_raised_in_the_time_of_the_exercise_and_nobody_is_told(played: Played) -> None:
    spoken = played.replay.spoken
    about: list[Spoken] = [one for one in spoken if one.about == RISING]
    assert about
    assert all(ANCHOR - timedelta(hours=6) < one.at <= ANCHOR + timedelta(minutes=10) for one in about)
    assert played.alerts == len({one.thread for one in spoken})
    assert played.deliveries == 0


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


def test_the_figures_of_a_folder_come_with_days_steps_and_a_yardstick(played: Played) -> None:
    result = played.result
    assert RISING not in result["missed"]
    assert result["due"] >= 1
    assert result["figures"]["recall"]["low"] <= result["figures"]["recall"]["value"]
    assert result["baselines"]["every_item_that_hits_a_rule"]["alerts_per_day"] > 0
    assert played.progress[-1][0] == played.progress[-1][1]


@pytest.mark.django_db
def test_a_database_that_is_in_use_is_never_replayed_into(folder: Path) -> None:
    make_item(source=make_source())
    with pytest.raises(StartError, match="empty"):
        evaluate_alerts(str(folder))
    assert Item.objects.count() == 1
