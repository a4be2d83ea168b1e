"""The one file of a backup: a tar with manifest.json and database.dump (and the retrained model), encrypted with age if asked.

age (age-encryption.org/v1) is a public format: the file can be opened without this program too.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
from pathlib import Path

import pyrage

from monitor.backup.manifest import Manifest
from monitor.backup.programs import BackupError

DUMP, MANIFEST, MODEL = "database.dump", "manifest.json", "model.npz"
PLAIN, ENCRYPTED = ".tar", ".tar.age"
CHUNK = 1 << 20


def pack(*, folder: Path, manifest: Manifest, target: Path, recipient: str = "") -> Path:
    """Put what lies in `folder` into `target` + suffix; it appears under that name only when it is whole."""
    plain = folder / "backup.tar"
    with tarfile.open(plain, "w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, MANIFEST, manifest.as_bytes())
        for name in (DUMP, MODEL):
            if (folder / name).exists():
                tar.add(folder / name, arcname=name)
    whole = plain
    if recipient:
        whole = folder / "backup.tar.age"
        with plain.open("rb") as reader, whole.open("wb") as writer:
            pyrage.encrypt_io(reader, writer, [_recipient(recipient)])
        plain.unlink()
    final = target.with_name(target.name + (ENCRYPTED if recipient else PLAIN))
    whole.chmod(0o600)
    with whole.open("rb") as written:  # older ones are deleted next: this one must outlive a loss of power
        os.fsync(written.fileno())
    whole.replace(final)
    return final


def unpack(file: Path, *, work: Path, identity: str = "") -> Manifest:
    """Put the dump (and the model) of a backup into `work`. Raises BackupError: unreadable, wrong key, changed bytes."""
    plain = file
    if file.name.endswith(ENCRYPTED):
        plain = work / "opened.tar"
        _decrypt(file, plain, identity)
    try:
        with tarfile.open(plain, "r:") as tar:
            manifest = Manifest.of(_member(tar, MANIFEST).read())
            with (work / DUMP).open("wb") as writer:
                shutil.copyfileobj(_member(tar, DUMP), writer, CHUNK)
            if MODEL in tar.getnames():
                (work / MODEL).write_bytes(_member(tar, MODEL).read())
    except (tarfile.TarError, ValueError, TypeError, OSError) as error:
        raise BackupError(f"{file.name} is not a whole backup of this system: {error}", label="file") from error
    if digest_of(work / DUMP) != manifest.dump_sha256:
        raise BackupError(f"{file.name}: the dump is not the one that its manifest names", label="file")
    return manifest


def digest_of(path: Path) -> str:
    """SHA-256, hexadecimal."""
    with path.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _member(tar: tarfile.TarFile, name: str) -> io.BufferedReader:
    """Read by name only: nothing of an archive is ever unpacked to a path that it says itself."""
    found = tar.extractfile(name) if name in tar.getnames() else None
    if found is None:
        raise ValueError(f"no {name} in it")
    return found  # type: ignore[return-value]


def _recipient(raw: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(raw.strip())
    except pyrage.RecipientError as error:
        raise BackupError(f"TINGCHAO_BACKUP_KEY is no age recipient (age1…): {error}", label="key") from error


def _decrypt(file: Path, plain: Path, identity: str) -> None:
    lines = [line.strip() for line in identity.splitlines() if line.strip() and not line.startswith("#")]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
        with file.open("rb") as reader, plain.open("wb") as writer:
            pyrage.decrypt_io(reader, writer, keys)
    except (pyrage.IdentityError, pyrage.DecryptError, OSError) as error:
        raise BackupError(f"{file.name} cannot be opened with this key: {error}", label="key") from error
