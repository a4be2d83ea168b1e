"""The Celery tasks: thin, named, in twenties."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.lib.clock import utc_now
from tasks import feeds
from tasks.schedule import JOBS
from tests.conftest import make_source


@pytest.mark.django_db
def test_due_sources_are_handed_out_in_twenties(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[list[int]] = []
    monkeypatch.setattr(feeds.fetch_sources, "delay", handed.append)
    made = [make_source(next_check_at=utc_now() - timedelta(minutes=1)).pk for _ in range(45)]
    assert feeds.claim_due() == 45
    assert [len(ids) for ids in handed] == [20, 20, 5]
    assert sorted(pk for ids in handed for pk in ids) == made


def test_the_beat_names_our_task() -> None:
    assert feeds.claim_due.name in {job.task for job in JOBS}


@pytest.mark.django_db
def test_a_source_that_is_gone_meanwhile_is_passed_over_quietly() -> None:
    feeds.fetch_sources([987_654_321])
