"""Tokens that have just written: programs keep no cookies, so it is noted in Valkey, by the digest of what they send."""

from __future__ import annotations

from functools import lru_cache

import redis
from django.conf import settings

PREFIX = "tingchao:wrote:"


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)


def pin(token: str, seconds: int) -> None:
    """Note it; without Valkey nothing is noted, and `pinned` says yes."""
    if not token:
        return
    try:
        _client(settings.REDIS_URL).set(PREFIX + token, "1", ex=seconds)
    except redis.RedisError:
        return


def pinned(token: str) -> bool:
    """Whether it wrote a moment ago, or nobody can tell."""
    if not token:
        return False
    try:
        return bool(_client(settings.REDIS_URL).exists(PREFIX + token))
    except redis.RedisError:
        return True
