"""Where things lie on one machine: the checkout, its data folder, and as root the system folder for PostgreSQL."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from monitor.embedded.errors import EmbeddedError

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LEAST_FREE_BYTES = 500 * 1024 * 1024


def data_dir() -> Path:
    """The data folder: TINGCHAO_DATA, else `.data` in the checkout."""
    return Path(os.environ.get("TINGCHAO_DATA") or CHECKOUT / ".data").resolve()


def system_dir() -> Path:
    """Root only: what the unprivileged PostgreSQL must reach, since a checkout may lie under a 0700 home."""
    return Path(os.environ.get("TINGCHAO_SYSTEM_DIR") or "/var/lib/tingchao")


def is_root() -> bool:
    """Whether we run as root, as which PostgreSQL refuses to run."""
    return os.geteuid() == 0


def folder_make(path: Path, mode: int = 0o700) -> Path:
    """Make a folder (and the missing ones above it); an existing one keeps its mode. Raises EmbeddedError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
    except OSError as error:
        raise EmbeddedError(
            f"Cannot make the folder {path}: {error.strerror}. Set TINGCHAO_DATA to a folder that you may write to."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise EmbeddedError(f"Cannot write to {path}. Set TINGCHAO_DATA to a folder that you may write to.")
    return path


def space_check(path: Path, least: int = LEAST_FREE_BYTES) -> None:
    """Refuse to start on a nearly full disk: a database that cannot write stops in the middle of work."""
    free = shutil.disk_usage(path).free
    if free < least:
        raise EmbeddedError(
            f"Only {free // 2**20} MB are free where {path} lies; {least // 2**20} MB are needed. Make room, or set "
            "TINGCHAO_DATA to a folder on another disk."
        )


def secret_file(path: Path, length: int = 32) -> str:
    """The secret in this file; made at the first call, readable by its owner only from its first byte on."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        value = secrets.token_urlsafe(length)
        private_write(path, value + "\n")
        return value


def private_write(path: Path, text: str) -> None:
    """Replace a file by one that only its owner can read; a reader sees the old or the new one, never half."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


def lock_take(path: Path) -> int | None:
    """An exclusive lock as an open descriptor, None if somebody holds it. It ends with its holders, even by kill -9."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def path_digest(path: Path) -> str:
    """Twelve characters that stand for a path, so that two checkouts do not meet in the system folder."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
