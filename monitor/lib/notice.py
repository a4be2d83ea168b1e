"""The notice board: "topic 12 changed", published to Valkey on commit. Losing one costs at most a sweep's delay."""

from __future__ import annotations

import json
from functools import lru_cache

import redis
import structlog
from django.conf import settings
from django.db import transaction

CHANNEL = "tingchao:notices"
Notice = dict[str, list[int]]
log = structlog.get_logger(__name__)


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=1)


def notice_publish(notice: Notice) -> bool:
    """Publish now; False (and a log line) when Valkey does not answer."""
    try:
        _client(settings.REDIS_URL).publish(channel(), json.dumps(notice))
    except redis.RedisError as error:
        log.warning("notice_dropped", error=type(error).__name__)
        return False
    return True


def notice_publish_on_commit(notice: Notice) -> None:
    """Publish when the current transaction commits (at once outside one)."""
    transaction.on_commit(lambda: notice_publish(notice))


def channel() -> str:
    """The channel's name; the database number is part of it, since Valkey's channels are shared by all numbers."""
    return f"{CHANNEL}:{settings.REDIS_URL.rpartition('/')[2] or '0'}"
