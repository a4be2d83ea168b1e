"""Restore a backup into an empty database, prove that it is the one that was saved, and prune what is due since."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from monitor.backup.container import DUMP, MODEL, unpack
from monitor.backup.manifest import Manifest
from monitor.backup.programs import BackupError, Target, program_run
from monitor.backup.work import RESTORING, work_folder
from monitor.embedded.throwaway import throwaway_servers

JOBS = 2


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `pruned` says what the retention removed at once (empty when it was only a proof)."""

    made_at: str
    rows: int
    tables: int
    pruned: dict[str, Any]


def backup_verify(*, file: Path, identity: str = "") -> Restored:
    """Restore into a throw-away server and compare everything; nothing is left behind. Raises BackupError."""
    with throwaway_servers() as servers:
        return backup_restore(file=file, url=servers.database_url, identity=identity, prune=False)


def backup_restore(
    *, file: Path, url: str, identity: str = "", prune: bool = True, model: Path | None = None
) -> Restored:
    """Into the empty database at `url`. Raises BackupError: not empty, unreadable, or not what its manifest says.

    `prune` applies the retention: what was due to be deleted since the backup does not come back with it. `model`: where
    the retrained model goes, if the backup has one.
    """
    target = Target.of(url)
    _empty(url)
    with work_folder(RESTORING) as work:
        manifest = unpack(file, work=work, identity=identity)
        options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--jobs={JOBS}"]
        program_run("pg_restore", target, [*options, f"--dbname={target.name}", str(work / DUMP)])
        _compare(url, manifest)
        if model and (work / MODEL).exists():
            model.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(work / MODEL, model)
    pruned = _manage(url, "prune", "--json") if prune else {}
    return Restored(manifest.made_at, sum(manifest.tables.values()), len(manifest.tables), pruned)


def _empty(url: str) -> None:
    """Refuse a database that has tables: a restore never mixes with what is there."""
    try:
        with psycopg.connect(url, connect_timeout=10) as database:
            found = database.execute(
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'S')"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise BackupError(
            f"the database does not answer: {' '.join(str(error).split())[:200]}", label="program"
        ) from error
    if found and found[0]:
        raise BackupError("the database is not empty; restore into a new one", label="not_empty")


def _compare(url: str, manifest: Manifest) -> None:
    """Every table has as many rows as were saved, and the audit chain is whole up to the same last entry."""
    found = _manage(url, "audit_chain", "--json", "--tables")
    tables = found["tables"]
    differing = [name for name, rows in manifest.tables.items() if tables.get(name) != rows]
    if differing:
        name = differing[0]
        raise BackupError(f"{name}: {manifest.tables[name]} rows saved, {tables.get(name)} restored", label="differs")
    if not found["whole"] or found["last"] != manifest.audit:
        raise BackupError("the audit chain of the backup is not whole", label="differs")


def _manage(url: str, *arguments: str) -> dict[str, Any]:
    """A management command on the restored database, in a process of its own: settings know one database."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("URL_FILE")}
    environment |= {"DATABASE_URL": url}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError) as error:
        said = " ".join(done.stderr.split())[-300:]
        raise BackupError(f"{arguments[0]} on the restored database: {said}", label="program") from error
