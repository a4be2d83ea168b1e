"""Which workers answer."""

from __future__ import annotations

from kombu import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from tasks.celery import app


def workers_answering(timeout: float = 1.5) -> list[str]:
    """Names of the Celery workers that answer a ping in time, sorted; none when the broker does not answer either."""
    try:
        with impatient_connection() as connection:
            answers = app.control.ping(timeout=timeout, connection=connection)
    except (OperationalError, RedisError, OSError):
        return []
    return sorted(name for answer in answers or () for name in answer)


def impatient_connection() -> Connection:
    """A connection to the broker of its own, without the patience of a worker."""
    options: dict[str, object] = dict(app.conf.broker_transport_options)
    patience = {"socket_timeout": 2, "socket_connect_timeout": 1, "retry_on_timeout": False, "max_retries": 1}
    return app.connection_for_write(transport_options={**options, **patience})
