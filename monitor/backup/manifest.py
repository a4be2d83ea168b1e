"""What a backup holds, counted in the same snapshot that was dumped."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from monitor.models import AuditEntry

FORMAT = 1
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`tables`: rows by table; `migrations`: the last one of each app; `audit`: digest of the newest audit entry."""

    made_at: str
    organisation: str
    server: str
    migrations: dict[str, str]
    tables: dict[str, int]
    audit: str
    dump_sha256: str = ""
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def of(cls, raw: bytes) -> Manifest:
        """Raises ValueError, TypeError or KeyError when it is none of ours."""
        return cls(**json.loads(raw))


def manifest_now(*, now: datetime, organisation: str) -> Manifest:
    """Count every table as the current transaction sees it."""
    newest = AuditEntry.objects.order_by("-id").values_list("digest", flat=True).first()
    return Manifest(
        made_at=now.isoformat(),
        organisation=organisation,
        server=str(_one("SHOW server_version")),
        migrations=_migrations(),
        tables=tables_count(),
        audit=newest or "",
    )


def tables_count() -> dict[str, int]:
    """Rows of every table; a partitioned one counts as a whole."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
    counting = sql.SQL("SELECT count(*) FROM {}")
    return {name: int(_one(counting.format(sql.Identifier(name)))) for name in names}


def _migrations() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app")
        return dict(cursor.fetchall())


def _one(query: str | sql.Composed) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
