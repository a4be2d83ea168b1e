"""The model that this process judges with: the retrained one that was let go live, else the shipped one.

`current_config` calls `live_model_refresh` every few seconds, so every process takes up a new model without a restart. Only a
file that an accepted decision names by its digest is read: what somebody merely put there is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db.models import QuerySet

from monitor.models import ModelDecision
from monitor.text.analyse import model_in_use, use_model
from monitor.text.linear import LinearModel, load_model

log = structlog.get_logger(__name__)
_seen: list[object] = []  # stamp of the file and decision that were last looked at


def accepted_rows() -> QuerySet[ModelDecision, Any]:
    """Digest of the newest model that was let go live, if there is one."""
    return ModelDecision.objects.filter(accepted=True).order_by("-id").values_list("digest", flat=True)[:1]


def live_model_refresh(rows: Sequence[str] | None = None) -> None:
    """Look whether file or decision changed, and judge with what is live now. `rows`: as `accepted_rows` gives them, where
    they have been read already; the file is read only when it changed."""
    accepted = next(iter(accepted_rows() if rows is None else rows), "")
    stamp = (accepted, *_stat(settings.MODEL_FILE)) if accepted else ("",)
    if [stamp] == _seen:
        return
    _seen[:] = [stamp]
    if not accepted:
        use_model(None)
        return
    use_model(_read(settings.MODEL_FILE, accepted))


def _read(path: Path, accepted: str) -> LinearModel | None:
    """The model of the file, or None, with a line in the log, when it is not there, not readable or not the accepted one."""
    reason = "not the file that was let go live"
    try:
        if file_digest(path) == accepted:
            return load_model(path)
    except (OSError, ValueError) as error:
        reason = str(error)
    log.warning("live_model_not_used", path=str(path), reason=reason)
    return None


def live_model_forget() -> None:
    """The shipped model, and look again at the next call (tests)."""
    _seen.clear()
    use_model(None)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def live_version() -> str:
    """Version of the model that judges now in this process."""
    live_model_refresh()
    return model_in_use().version
