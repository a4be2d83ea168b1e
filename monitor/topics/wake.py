"""Waiting for "items arrived" on the notice board; when Valkey is away it is only a pause."""

from __future__ import annotations

import json
import threading
import time
from types import TracebackType

import redis
from django.conf import settings

from monitor.lib.notice import channel

STEP = 0.25  # seconds between looks at `stop`


class ItemNotices:
    """A subscription that survives restarts of Valkey. Use as a context manager; one thread."""

    def __init__(self) -> None:
        self._client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=0.5)
        self._subscription: redis.client.PubSub | None = None

    def __enter__(self) -> ItemNotices:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._drop()
        self._client.close()

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """True as soon as new items are announced; False after `seconds` or when `stop` is set."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            try:
                if self._heard(min(STEP, left)):
                    return True
            except redis.RedisError:
                self._drop()
                stop.wait(left)
        return False

    def forget(self) -> None:
        """What was announced until now is known: the next wait is for what comes after."""
        try:
            while self._subscription is not None and self._subscription.get_message(timeout=0) is not None:
                pass
        except redis.RedisError:
            self._drop()

    def _heard(self, timeout: float) -> bool:
        if self._subscription is None:
            self._subscription = self._client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
            self._subscription.subscribe(channel())
        message = self._subscription.get_message(timeout=timeout)
        return message is not None and _tells_of_items(message["data"])

    def _drop(self) -> None:
        subscription, self._subscription = self._subscription, None
        if subscription is not None:
            subscription.close()


def _tells_of_items(raw: bytes) -> bool:
    try:
        notice = json.loads(raw)
    except ValueError:
        return False
    return isinstance(notice, dict) and bool(notice.get("items"))
