"""PostgreSQL: the primary, and the replica that pages read when there is one."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from monitor.settings.places import DATABASE_URL, REPLICA_URL

# A machine that is gone (no power, cable out) says nothing. Ours gives up a silent server after 35 seconds (60 with something
# sent), the server a silent process of ours likewise: a dead writer's lock then goes to the standby, not two hours later.
DEAD_AFTER = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 60_000}
SERVER_DEAD_AFTER = {
    "tcp_keepalives_idle": 20,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "monitor.lib.kept",
        "NAME": unquote(parts.path.lstrip("/")) or "tingchao",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "tingchao",
            "options": " ".join(f"-c {name}={value}" for name, value in SERVER_DEAD_AFTER.items()),
            **DEAD_AFTER,
        },
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": _database(DATABASE_URL)}
if REPLICA_URL:
    DATABASES["replica"] = _database(REPLICA_URL) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["monitor.lib.replica.ReplicaRouter"]
