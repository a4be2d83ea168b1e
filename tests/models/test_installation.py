"""The exercise and the real installation never share a database."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import Settings as SettingsWrapper

from monitor import apart
from monitor.apart import ApartApplication
from monitor.errors import SettingError
from monitor.models import Installation, Role, User, installation_check
from tasks.apart import ApartTask
from tasks.upkeep import make_partitions
from tests.conftest import make_source

pytestmark = pytest.mark.django_db


def label_of(settings: SettingsWrapper, *, exercise: bool) -> str:
    settings.DRILL = exercise
    try:
        installation_check()
    except SettingError as error:
        return error.label
    return ""


@pytest.mark.parametrize("exercise", [True, False])
def test_a_fresh_database_becomes_what_it_is_first_used_for(settings: SettingsWrapper, exercise: bool) -> None:
    assert label_of(settings, exercise=exercise) == ""
    assert Installation.objects.get().exercise is exercise
    assert label_of(settings, exercise=exercise) == ""
    assert label_of(settings, exercise=not exercise) == ("exercise_database" if exercise else "real_database")


def test_an_unmarked_database_with_a_real_team_is_refused_to_an_exercise(settings: SettingsWrapper) -> None:
    User.objects.create(username="zhang", role=Role.LEAD, email="zhang@union.cn")
    assert label_of(settings, exercise=True) == "real_database"
    assert not Installation.objects.exists()
    assert label_of(settings, exercise=False) == ""


def test_an_unmarked_database_with_real_sources_is_refused_to_an_exercise(settings: SettingsWrapper) -> None:
    make_source(url="https://paper.example/rss.xml")
    assert label_of(settings, exercise=True) == "real_database"


def test_an_unmarked_database_of_an_earlier_exercise_goes_on(settings: SettingsWrapper) -> None:
    User.objects.create(username="zu", role=Role.LEAD, email="zu@yunhe.example")
    make_source(url="http://127.0.0.1:8030/rss.xml")
    assert label_of(settings, exercise=True) == ""


def test_there_is_never_a_second_row() -> None:
    Installation.objects.create(exercise=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=2, exercise=False)


def test_setting_up_the_exercise_on_a_real_database_is_refused(settings: SettingsWrapper) -> None:
    Installation.objects.create(exercise=False)
    settings.DRILL = True
    with pytest.raises(CommandError, match="a database of its own"):
        call_command("seed_demo", "--ports", ",".join(str(9000 + n) for n in range(14)))
    assert not User.objects.exists()


def test_no_task_runs_on_a_database_of_the_other_kind(
    settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ApartTask, "_asked", None)
    Installation.objects.create(exercise=True)
    settings.DRILL = False
    assert isinstance(make_partitions, ApartTask)
    assert isinstance(make_partitions.apply().result, SettingError)


def answer(error: SettingError | None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    sent: list[Any] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        await send("the page")

    async def send(message: Any) -> None:
        sent.append(message)

    monkeypatch.setattr(apart, "_fault", lambda: error)
    asyncio.run(ApartApplication(page)({"type": "http"}, None, send))  # type: ignore[arg-type]
    return sent


def test_every_address_answers_with_what_to_do_when_the_database_is_of_the_other_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, body = answer(SettingError("use another", label="real_database"), monkeypatch)
    assert start["status"] == 503
    assert "演练不能使用" in body["body"].decode()
    assert answer(None, monkeypatch) == ["the page"]
