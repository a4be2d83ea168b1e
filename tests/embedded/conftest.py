"""A data folder per test, reachable for PostgreSQL's own user, and a wait that polls."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.embedded.places import is_root, system_dir


@pytest.fixture
def home() -> Iterator[Path]:
    """A new folder (as root: under the system folder, where the unprivileged user can pass)."""
    parent = system_dir() if is_root() else Path(tempfile.gettempdir())
    parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix="tingchao-test-"))
    folder.chmod(0o711 if is_root() else 0o700)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_data(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """TINGCHAO_DATA and TINGCHAO_SYSTEM_DIR of this test alone (the copy of the binaries is shared)."""
    monkeypatch.setenv("TINGCHAO_DATA", str(home / "data"))
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        *[name for name in os.environ if name.startswith("TINGCHAO_") and "PORT" in name],
    ):
        monkeypatch.delenv(name, raising=False)
    return home / "data"


def eventually(condition: Callable[[], object], seconds: float = 10.0) -> bool:
    """Poll until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
