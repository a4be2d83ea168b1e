"""A PostgreSQL that has run all migrations, made once (they take 16 s of a processor) and copied for each run.

It lies in `.venv/testdb/`, named by what it was made from: the migrations, the server, the day (partitions). Databases
of test processes are copies of its database `DATABASE` (Django's TEST TEMPLATE), on which no migration is left to run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

DATABASE = "tingchao_migrated"
CHECKOUT = Path(__file__).resolve().parent.parent
STORE = Path(sys.prefix) / "testdb"
MADE_FROM = ("monitor/migrations/*.py", "monitor/models/sealed.py", "monitor/models/wall.py", "requirements/base.txt")


def migrated() -> Path:
    """The home of the stopped cluster; makes it when there is none of today for these migrations."""
    home = STORE / _key()
    if not home.exists():
        for old in STORE.glob("*"):
            if old.name.partition("-")[0] != home.name.partition("-")[0]:  # of another day
                shutil.rmtree(old, ignore_errors=True)
        _make(home)
    os.environ["TINGCHAO_TEST_TEMPLATE"] = DATABASE
    os.environ["TINGCHAO_THROWAWAY_LIKE"] = str(home)  # for what tests start as processes
    return home


def _key() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for pattern in MADE_FROM for path in CHECKOUT.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return f"{datetime.now(UTC):%Y%m%d}-{digest.hexdigest()[:16]}"


def _make(home: Path) -> None:
    import psycopg

    from monitor.embedded import throwaway_servers

    STORE.mkdir(exist_ok=True)
    with throwaway_servers(keep=home) as servers:
        with psycopg.connect(servers.database_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        url = servers.database_url.rpartition("/")[0] + "/" + DATABASE
        env = {**os.environ, **servers.environment, "DATABASE_URL": url}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=CHECKOUT, env=env, check=True)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE tingchao")
            connection.execute(f"CREATE DATABASE tingchao TEMPLATE {DATABASE}")
