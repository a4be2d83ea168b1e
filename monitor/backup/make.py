"""Make a backup: one consistent moment, dumped, counted, packed, and proven by restoring it into an empty database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from monitor.backup.container import DUMP, ENCRYPTED, MODEL, PLAIN, digest_of, pack
from monitor.backup.manifest import Manifest, manifest_now
from monitor.backup.programs import BackupError, Target, program_run
from monitor.backup.restore import backup_verify
from monitor.backup.work import MAKING, work_folder
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.places import folder_make
from monitor.lib.locks import Lock
from monitor.models import audit_record
from monitor.queries import site

PREFIX = "tingchao-"
ROOM = 1.2  # of the database's size must be free


@dataclass(frozen=True, slots=True)
class Made:
    """One backup: its file, size (bytes), rows, and the older files that were deleted after it."""

    file: Path
    bytes: int
    rows: int
    verified: bool
    deleted: tuple[str, ...]


def backup_make(
    *, folder: Path, now: datetime, recipient: str = "", identity: str = "", verify: bool = True, keep: timedelta
) -> Made | None:
    """A new backup in `folder`; older ones than `keep` go once it is proven. None while another one is under way.

    An encrypted one is proven before it is encrypted, since the key that opens it should not lie on this machine; with
    `identity` it is opened again as well. Raises BackupError.
    """
    try:
        folder_make(folder)
    except EmbeddedError as error:
        raise BackupError(f"{folder} cannot be made or written to", label="file") from error
    with _alone() as mine:
        if not mine:
            return None
        _room(folder)
        with work_folder(MAKING, folder) as work:
            manifest = _dump(work, now)
            file = _proven(work, manifest, folder / f"{PREFIX}{now:%Y%m%dT%H%M%SZ}", recipient, verify=verify)
            if recipient and identity and verify:
                backup_verify(file=file, identity=identity)
        deleted = backups_delete(folder=folder, now=now, keep=keep) if verify else ()
        rows = sum(manifest.tables.values())
        detail = {"file": file.name, "rows": rows, "verified": verify, "deleted": list(deleted)}
        audit_record(actor="backup", action="backup_make", detail=detail)
        return Made(file, file.stat().st_size, rows, verify, deleted)


def backups_delete(*, folder: Path, now: datetime, keep: timedelta) -> tuple[str, ...]:
    """Delete backups older than `keep`; the newest stays whatever its age. What was deleted here is gone there too."""
    found = backups(folder)
    old = [file for at, file in found[:-1] if at < now - keep]
    for file in old:
        file.unlink()
    return tuple(file.name for file in old)


def backups(folder: Path) -> list[tuple[datetime, Path]]:
    """(made at, file) of the backups there, oldest first; other files are not looked at."""
    found = []
    for file in folder.glob(f"{PREFIX}*") if folder.is_dir() else ():
        if not file.name.endswith((PLAIN, ENCRYPTED)):
            continue
        try:
            at = datetime.strptime(file.name.removeprefix(PREFIX).split(".")[0] + "+0000", "%Y%m%dT%H%M%SZ%z")
        except ValueError:
            continue
        found.append((at, file))
    return sorted(found)


def _dump(work: Path, now: datetime) -> Manifest:
    """Dump and count in one snapshot, while everybody goes on working."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        manifest = manifest_now(now=now, organisation=site.organisation())
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        target = _here()
        program_run("pg_dump", target, [*arguments, f"--file={work / DUMP}", f"--dbname={target.name}"])
    if settings.MODEL_FILE.exists():
        shutil.copyfile(settings.MODEL_FILE, work / MODEL)
    return replace(manifest, dump_sha256=digest_of(work / DUMP))


def _proven(work: Path, manifest: Manifest, target: Path, recipient: str, *, verify: bool) -> Path:
    """Packed, restored into a throw-away database, and only then put where backups lie."""
    if verify:
        proof = pack(folder=work, manifest=manifest, target=work / "proof")
        backup_verify(file=proof)
        proof.unlink()
    return pack(folder=work, manifest=manifest, target=target, recipient=recipient)


def _here() -> Target:
    """The database that this process works on."""
    found = connection.get_connection_params()
    return Target(
        str(found.get("host") or "127.0.0.1"),
        int(found.get("port") or 5432),
        str(found.get("user") or ""),
        str(found.get("password") or ""),
        str(found["dbname"]),
    )


def _room(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        wanted = int(cursor.fetchone()[0] * ROOM)
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise BackupError(f"{folder} has {free >> 20} MB free, {wanted >> 20} MB may be needed", label="space")


@contextmanager
def _alone() -> Iterator[bool]:
    """One backup at a time, over all processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [Lock.BACKUP])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [Lock.BACKUP])
