"""A confirmed file is imported once, whatever is killed on the way; one that cannot be stored is given up and says so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, OperationalError

from monitor.feeds import hand_files, hand_known
from monitor.feeds.by_hand import HandCounts, hand_store
from monitor.feeds.hand_files import LEASE, TOLD_FOR, TRIES, file_confirm, file_park, files_import_due, row_masked
from monitor.feeds.hand_rows import HandRow
from monitor.lib.clock import utc_now
from monitor.models import HandFile, Item, User

pytestmark = pytest.mark.django_db


def parked(by: User, rows: int = 5) -> HandFile:
    """A confirmed file."""
    found = [row_masked(HandRow(f"第{n}号工地 <b>停工</b> &amp;lt;检修&amp;gt;", id=f"a{n}"))[0] for n in range(rows)]
    file = file_park(found, now=utc_now())
    assert file_confirm(key=file.key, by=by, now=utc_now())
    return file


def lease_over() -> None:
    HandFile.objects.update(claimed_until=utc_now() - timedelta(seconds=1))


def breaking(monkeypatch: pytest.MonkeyPatch, *, after: int, error: type[Exception]) -> None:
    """From batch number `after` on nothing can be stored."""
    calls = iter(range(1_000))

    def store(rows: Sequence[HandRow], *, now: datetime) -> HandCounts:
        if next(calls) >= after:
            raise error
        return hand_store(rows, now=now)

    monkeypatch.setattr(hand_known, "BATCH", 2)
    monkeypatch.setattr(hand_files, "hand_store", store)


def test_words_come_out_of_the_file_as_they_were_shown(duty: User) -> None:
    parked(duty, rows=1)
    assert files_import_due(now=utc_now()) == 1
    assert Item.objects.get().title == "第0号工地 停工 &lt;检修&gt;"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OperationalError])
def test_after_a_kill_the_next_worker_goes_on_where_it_ended(
    duty: User, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    file = parked(duty)
    with monkeypatch.context() as patch:
        breaking(patch, after=2, error=error)
        with suppress(KeyboardInterrupt):
            files_import_due(now=utc_now())
    file.refresh_from_db()
    assert (file.state, file.done, Item.objects.count()) == ("confirmed", 4, 4)
    assert files_import_due(now=utc_now()) == 0  # the lease still runs
    lease_over()
    assert files_import_due(now=utc_now()) == 1
    file.refresh_from_db()
    assert (file.state, file.counts["new"], Item.objects.count()) == ("done", 5, 5)


def test_a_batch_that_never_goes_in_is_given_up(duty: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = parked(duty)
    breaking(monkeypatch, after=1, error=DatabaseError)
    for _ in range(TRIES + 2):
        files_import_due(now=utc_now())
        lease_over()
    file.refresh_from_db()
    assert (file.state, file.done, bytes(file.rows)) == ("failed", 2, b"")


def test_a_worker_that_is_late_does_not_import_what_another_did(duty: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = parked(duty)
    stale = HandFile.objects.get(pk=file.pk)
    files_import_due(now=utc_now())
    monkeypatch.setattr(HandFile.objects, "get", lambda **_: stale)
    assert hand_files._import(file.pk) == 0
    assert Item.objects.count() == 5


def test_a_file_that_is_in_is_told_for_a_day(duty: User) -> None:
    parked(duty)
    files_import_due(now=utc_now())
    files_import_due(now=utc_now() + TOLD_FOR - LEASE)
    assert HandFile.objects.count() == 1
    files_import_due(now=utc_now() + TOLD_FOR + LEASE)
    assert HandFile.objects.count() == 0
