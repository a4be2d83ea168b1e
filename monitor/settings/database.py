"""PostgreSQL: the primary, and the replica that pages read when there is one."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from monitor.settings.places import DATABASE_URL, REPLICA_URL


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "tingchao",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "tingchao"},
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": _database(DATABASE_URL)}
if REPLICA_URL:
    DATABASES["replica"] = _database(REPLICA_URL) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["monitor.lib.replica.ReplicaRouter"]
