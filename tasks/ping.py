"""Which workers answer."""

from __future__ import annotations

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from tasks.celery import app


def workers_answering(timeout: float = 1.5) -> list[str]:
    """Names of the Celery workers that answer a ping in time, sorted; none when the broker does not answer either."""
    try:
        with app.connection_for_read(transport_options=_impatient()) as connection:
            answers = app.control.ping(timeout=timeout, connection=connection)
    except (OperationalError, RedisError, OSError):
        return []
    return sorted(name for answer in answers or () for name in answer)


def _impatient() -> dict[str, object]:
    """The broker's options, but without the patience of a worker."""
    options: dict[str, object] = dict(app.conf.broker_transport_options)
    patience = {"socket_timeout": 2, "socket_connect_timeout": 1, "retry_on_timeout": False, "max_retries": 1}
    return {**options, **patience}
