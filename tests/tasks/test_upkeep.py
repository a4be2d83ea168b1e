"""Tasks call their service and end; a real worker answers a ping."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker

from monitor.backup.make import backups
from monitor.lib.clock import month_of, utc_now
from monitor.lib.kept import base
from monitor.models import AuditEntry, CheckItem, Item, ProcessBeat, Report
from monitor.models.partitions import partition_name, partitions_existing
from tasks.celery import app
from tasks.ping import workers_answering
from tasks.quality import draw_checks
from tasks.reports import draft_weekly
from tasks.upkeep import back_up, beat_alive, empty_old_texts, make_partitions
from tests.conftest import make_item
from tests.quality.world import last_week


@pytest.mark.django_db
def test_beat_and_the_worker_report() -> None:
    beat_alive()
    assert {beat.name.partition(":")[0] for beat in ProcessBeat.objects.all()} == {"beat", "worker"}


@pytest.mark.django_db
def test_this_months_partition_is_made() -> None:
    make_partitions()
    assert partition_name(month_of(utc_now())) in partitions_existing()


@pytest.mark.django_db
def test_old_texts_are_emptied() -> None:
    item = make_item(at=utc_now() - timedelta(days=200))
    empty_old_texts()
    assert Item.objects.get(id=item.id).title == ""


@pytest.mark.django_db
def test_without_a_folder_no_backup_is_made(settings: Any) -> None:
    settings.BACKUP_DIR = None
    back_up()
    assert not AuditEntry.objects.filter(action="backup_make").exists()


@pytest.mark.django_db(transaction=True)
def test_the_nightly_backup_is_proven_and_kept(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_DIR = tmp_path / "backups"
    make_item()
    back_up()
    assert len(backups(settings.BACKUP_DIR)) == 1
    assert AuditEntry.objects.get(action="backup_make").detail["verified"]


@pytest.mark.django_db
def test_last_week_is_drafted() -> None:
    make_item(at=utc_now() - timedelta(days=7), first_seen=utc_now() - timedelta(days=7))
    draft_weekly()
    assert Report.objects.count() == 1


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """In this process, which must not keep connections ever after, as a worker's does (tests/conftest.py)."""
    monkeypatch.setattr(base, "keep_connections", lambda _most: None)
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20) as running:
        yield running


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_answers_and_nobody_else(worker: Any) -> None:
    assert worker.hostname in workers_answering(timeout=3)


@pytest.mark.django_db
def test_last_weeks_checks_are_drawn_once() -> None:
    make_item(at=last_week())
    draw_checks()
    draw_checks()
    assert CheckItem.objects.count() == 1
