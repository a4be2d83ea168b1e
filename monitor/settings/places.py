"""Where things are: data, database, broker, the address of the dashboard."""

from __future__ import annotations

from pathlib import Path

from monitor.lib.env import setting

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = setting("TINGCHAO_DATA", Path, BASE_DIR / ".data", "Folder for data of one machine (demo: mailbox, logs).")
DATABASE_URL = setting("DATABASE_URL", str, "", "PostgreSQL 15+: postgres://user:password@host:5432/name.")
REPLICA_URL = setting(
    "TINGCHAO_REPLICA_URL",
    str,
    "",
    "Streaming replica of DATABASE_URL that pages and API read from; empty = they read the primary.",
)
REPLICA_LAG = setting(
    "TINGCHAO_REPLICA_LAG", int, 10, "A replica that is more seconds behind is not read until it has caught up."
)
WEB_AT_ONCE = setting(
    "TINGCHAO_WEB_AT_ONCE",
    int,
    16,
    "Pages that one web process works on at the same time, each with a database connection; the others wait in line.",
)
REDIS_URL = setting(
    "REDIS_URL",
    str,
    "redis://127.0.0.1:6379/0",
    "Valkey or Redis: broker, locks, live notices. Wiping it loses nothing.",
)
BASE_URL = setting(
    "TINGCHAO_BASE_URL",
    str,
    "http://127.0.0.1:8010",
    "Address of the dashboard as people open it; links in mails use it.",
).rstrip("/")
