"""How long things are kept, and where backups go."""

from __future__ import annotations

from pathlib import Path

from monitor.lib.env import setting

RETENTION_DAYS = setting("TINGCHAO_RETENTION_DAYS", int, 180, "Days after which text and titles of items are emptied.")
BACKUP_DIR: Path | None = setting(
    "TINGCHAO_BACKUP_DIR",
    Path,
    None,
    "Folder for nightly backups (another disk or a mounted share); empty = none are made.",
)
BACKUP_DAYS = setting("TINGCHAO_BACKUP_DAYS", int, 30, "Days after which backups are deleted; the newest always stays.")
BACKUP_KEY = setting(
    "TINGCHAO_BACKUP_KEY",
    str,
    "",
    "age recipient (age1…) that backups are encrypted to; its identity should not lie on this machine. Empty = not encrypted.",
)
