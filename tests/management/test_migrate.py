"""`manage.py migrate` beside people who work: it waits for nobody for long, and gets there."""

import io
import threading
import time

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from monitor.management.commands import migrate

VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('hourcount_whole')"


def _other() -> psycopg.Connection[tuple[object, ...]]:
    parts = connection.settings_dict
    return psycopg.connect(
        dbname=parts["NAME"], user=parts["USER"], password=parts["PASSWORD"], host=parts["HOST"], port=parts["PORT"]
    )


def _said(*words: str) -> str:
    err = io.StringIO()
    call_command("migrate", *words, verbosity=0, stderr=err)
    return err.getvalue()


def _one(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row and row[0]


@pytest.mark.django_db(transaction=True)
def test_it_gives_way_and_begins_again_and_leaves_no_broken_index() -> None:
    assert _said("monitor", "0044") == ""
    held = threading.Event()

    def work() -> None:
        with _other() as other:
            other.execute("INSERT INTO monitor_hourcount SELECT * FROM monitor_hourcount LIMIT 0")
            held.set()  # the row locks' transaction stays open: an index beside it has to wait for its end
            time.sleep(2.5)

    thread = threading.Thread(target=work)
    thread.start()
    held.wait(5)
    try:
        assert "Gave way" in _said()
    finally:
        thread.join()
    assert (_one(VALID), _one("SHOW lock_timeout")) == (True, "0")


@pytest.mark.django_db(transaction=True)
def test_it_says_so_when_the_lock_is_not_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    _said()
    monkeypatch.setattr(migrate, "LONGEST", 0.0)
    with _other() as other:
        other.execute("LOCK TABLE monitor_hourcount IN SHARE MODE")
        with pytest.raises(OperationalError):
            _said("monitor", "0044")
    assert _one("SHOW lock_timeout") == "0"
    _said()
    assert _one(VALID) is True
