"""A backup is one moment of the database, and what comes back is that moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest
from django.core.management import call_command
from django.db import connection

from monitor.backup import make
from monitor.backup.container import unpack
from monitor.backup.make import backup_make, backups, backups_delete
from monitor.backup.manifest import Manifest
from monitor.backup.programs import BackupError, Target
from monitor.backup.restore import backup_restore
from monitor.backup.work import MAKING, work_folder
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Item, audit_record
from tests.conftest import make_item

KEEP = timedelta(days=30)


@pytest.fixture
def stored(transactional_db: None) -> None:
    make_item(title="云河新城项目欠薪", at=utc_now() - timedelta(days=200))
    make_item(title="高温津贴按月发放")
    audit_record(actor="beat", action="report_draft")


@pytest.fixture
def fresh() -> Iterator[str]:
    """Address of an empty database on the server of the tests."""
    name = f"restored_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    here = connection.get_connection_params()
    yield f"postgres://{here['user']}:{here['password']}@{here['host']}:{here['port']}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def made(folder: Path, **how: Any) -> Path:
    found = backup_make(folder=folder, now=utc_now(), keep=KEEP, verify=False, **how)
    assert found is not None
    return found.file


def test_what_was_saved_comes_back_and_what_is_due_since_does_not(stored: None, fresh: str, tmp_path: Path) -> None:
    found = backup_restore(file=made(tmp_path), url=fresh)
    with psycopg.connect(fresh) as database:
        titles = {title for (title,) in database.execute("SELECT title FROM monitor_item").fetchall()}
    assert titles == {"", "高温津贴按月发放"}  # one was past the retention
    assert found.pruned["items"] == 1
    assert found.rows > 3


def test_the_address_of_the_new_database_may_lie_in_a_file(stored: None, fresh: str, tmp_path: Path) -> None:
    """On a command line every user of the machine would read the password."""
    (tmp_path / "address").write_text(f"{fresh}\n", encoding="utf-8")
    out = StringIO()
    call_command("restore", str(made(tmp_path)), "--into", str(tmp_path / "address"), stdout=out)
    assert json.loads(out.getvalue())["pruned"]["items"] == 1


def test_an_encrypted_backup_opens_with_its_key_and_with_no_other(stored: None, tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    file = made(tmp_path, recipient=str(key.to_public()))
    assert "欠薪".encode() not in file.read_bytes()
    assert unpack(file, work=tmp_path, identity=str(key)).tables["monitor_item"] == 2
    with pytest.raises(BackupError, match="cannot be opened"):
        unpack(file, work=tmp_path, identity=str(pyrage.x25519.Identity.generate()))


def test_nothing_is_restored_over_what_is_there(stored: None, tmp_path: Path) -> None:
    here = connection.get_connection_params()
    url = f"postgres://{here['user']}:{here['password']}@{here['host']}:{here['port']}/{here['dbname']}"
    with pytest.raises(BackupError, match="not empty"):
        backup_restore(file=made(tmp_path), url=url)
    assert Item.objects.count() == 2


def test_a_changed_file_is_refused(stored: None, fresh: str, tmp_path: Path) -> None:
    file = made(tmp_path)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    with pytest.raises(BackupError) as refused:
        backup_restore(file=file, url=fresh)
    assert refused.value.label == "file"


@pytest.mark.parametrize("change", [{"tables": {"monitor_item": 3}}, {"audit": "0" * 64}], ids=["rows", "audit"])
def test_what_does_not_come_back_whole_is_refused(
    stored: None, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    """Each backup is proven by this comparison: a table with a row less, or another end of the audit log, is no backup."""
    whole = make.manifest_now
    monkeypatch.setattr(make, "manifest_now", lambda **how: _changed(whole(**how), change))
    with pytest.raises(BackupError) as refused:
        backup_restore(file=made(tmp_path), url=fresh)
    assert refused.value.label == "differs"


def _changed(manifest: Manifest, change: dict[str, Any]) -> Manifest:
    found = dict(change)
    if "tables" in found:
        found["tables"] = manifest.tables | found["tables"]
    return replace(manifest, **found)


def test_what_a_killed_run_left_goes_with_the_next_and_what_is_being_made_stays(stored: None, tmp_path: Path) -> None:
    """The folder holds the whole database unencrypted: neither the key nor the retention would reach it."""
    left = tmp_path / f"{MAKING}left"
    left.mkdir()
    (left / "database.dump").write_bytes(b"everything")
    with work_folder(MAKING, tmp_path) as living:
        assert not left.exists()
        file = made(tmp_path)
        assert living.exists()
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="cannot be made"):
        backup_make(folder=tmp_path / "file" / "backups", now=utc_now(), keep=KEEP)


def test_making_one_is_in_the_audit_log_and_only_its_owner_reads_it(stored: None, tmp_path: Path) -> None:
    file = made(tmp_path)
    assert AuditEntry.objects.filter(action="backup_make", detail__file=file.name).exists()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path for path in tmp_path.iterdir() if path != file] == []


def test_old_ones_go_but_never_the_newest(tmp_path: Path) -> None:
    now = utc_now()
    for days in (40, 35, 31):
        (tmp_path / f"tingchao-{now - timedelta(days=days):%Y%m%dT%H%M%SZ}.tar").touch()
    (tmp_path / "tingchao-notes.tar").touch()
    assert len(backups_delete(folder=tmp_path, now=now, keep=KEEP)) == 2
    assert len(backups(tmp_path)) == 1
    assert (tmp_path / "tingchao-notes.tar").exists()


@pytest.mark.parametrize("url", ["", "mysql://a:b@c/d", "postgres://host", "file:///etc/passwd"])
def test_an_address_that_is_no_database_is_refused(url: str) -> None:
    with pytest.raises(BackupError):
        Target.of(url)
