"""What wakes the writer: a notice of new items, and nothing else that is said on the board."""

from __future__ import annotations

import threading

import pytest
import redis
from django.conf import settings

from monitor.lib.notice import channel
from monitor.topics.wake import ItemNotices


@pytest.mark.parametrize("said", ["no JSON", "[1]", "7", '{"alerts": [3]}', '{"items": []}', b"\xff"])
def test_what_is_no_notice_of_items_wakes_nobody_and_does_no_harm(said: str | bytes) -> None:
    board = redis.Redis.from_url(settings.REDIS_URL)
    with ItemNotices() as notices, board:
        assert not notices.wait(0.1, threading.Event())  # subscribed from here on
        board.publish(channel(), said)
        assert not notices.wait(0.5, threading.Event())
        board.publish(channel(), '{"items": 1}')
        assert notices.wait(5, threading.Event())
