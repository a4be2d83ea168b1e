"""Folders that a backup is made or opened in. Their content is not encrypted, so none outlives its run for long, whatever ended it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.embedded.places import lock_take

MAKING, RESTORING = ".making-", "tingchao-restore-"


@contextmanager
def work_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A new folder in `parent` (None: where temporary files lie), gone afterwards; those of killed runs go first."""
    place = parent or Path(tempfile.gettempdir())
    leftovers_remove(place, prefix)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place) as name:
        lock = None
        with suppress(OSError):  # a share that knows no locks
            lock = lock_take(Path(name) / "lock")
        try:
            yield Path(name)
        finally:
            if lock is not None:
                os.close(lock)


def leftovers_remove(place: Path, prefix: str) -> None:
    """What runs left that were killed: nobody holds their lock any more."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):  # another user's
            lock = lock_take(folder / "lock")
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
