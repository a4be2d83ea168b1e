"""Periodic jobs and tasks hang together."""

import pytest
from celery.schedules import crontab
from django.conf import settings

from monitor.text import Config, RawText, looks
from monitor.text.analyse import analyse_many
from monitor.text.words import pairs_known
from monitor.topics.background import load_background
from monitor.topics.decide import load_decider
from monitor.topics.related import load_related
from tasks import apart
from tasks.apart import ApartTask
from tasks.celery import app, warm
from tasks.schedule import JOBS, Job, beat_schedule
from tasks.warming import WARMING
from tests.each import each


@pytest.fixture(scope="module", autouse=True)
def _import_tasks() -> None:
    app.loader.import_default_modules()


@each(job=JOBS)
def test_every_job_names_a_registered_task(job: Job) -> None:
    assert job.task in app.tasks


@each(job=[job for job in JOBS if not isinstance(job.every, crontab)])
def test_a_waiting_call_expires_before_the_next_one(job: Job) -> None:
    assert isinstance(job.every, int | float)
    assert job.expires < job.every


def test_every_job_is_in_the_beat_schedule() -> None:
    assert len(beat_schedule()) == len(JOBS)
    assert {entry["task"] for entry in beat_schedule().values()} == {job.task for job in JOBS}


def test_tasks_take_ids_or_nothing() -> None:
    ours = [task for name, task in app.tasks.items() if name.startswith("tasks.")]
    assert ours
    for task in ours:
        assert set(task.run.__code__.co_varnames[: task.run.__code__.co_argcount]) <= {"self", "ids", "id"}, task.name


def test_what_each_process_of_a_worker_would_load_is_loaded_before_they_part() -> None:
    loaded = (pairs_known, load_background, load_related, load_decider)
    for one in loaded:
        one.cache_clear()
    warm()
    assert [one.cache_info().currsize for one in loaded] == [1] * len(loaded)


def test_what_the_text_stage_sets_up_when_it_gets_there_is_set_up_before_they_part() -> None:
    looks._compiled.cache_clear()
    warm()
    assert looks._compiled.cache_info().currsize == 1
    told = [part for text in WARMING for part in text]
    looks.first_looks(told)
    assert looks._compiled.cache_info().misses == 1


def test_texts_for_warming_take_the_ways_that_texts_take() -> None:
    found = analyse_many([RawText(*text) for text in WARMING], Config.build())
    assert any(one.masked for one in found)
    assert len({tuple(one.areas) for one in found}) > 2


def test_after_each_task_what_it_left_that_refers_to_itself_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    class Large(ApartTask):
        name = "large"

        def run(self) -> None:
            looked.append("worked")

    large = app.register_task(Large())
    monkeypatch.setattr(apart, "tidy_up", lambda: looked.append("looked"))
    monkeypatch.setattr(ApartTask, "_asked", settings.DRILL)
    large.apply()
    app.tasks.unregister("large")
    assert looked == ["worked", "looked"]
