"""The notice board, on a real Valkey."""

import json
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings as django_settings
from django.db import transaction
from pytest_django import Settings

from monitor.lib import notice


@pytest.fixture
def board() -> Iterator[redis.client.PubSub]:
    pubsub = redis.Redis.from_url(django_settings.REDIS_URL).pubsub(ignore_subscribe_messages=True)
    pubsub.subscribe(notice.channel())
    pubsub.get_message(timeout=2)
    yield pubsub
    pubsub.close()


def read(board: redis.client.PubSub, timeout: float) -> object:
    message = board.get_message(timeout=timeout)
    return json.loads(message["data"]) if message else None


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_published_when_the_transaction_commits_and_not_before(board: redis.client.PubSub) -> None:
    with transaction.atomic():
        notice.notice_publish_on_commit({"topics": [12]})
        assert read(board, 0.2) is None
    assert read(board, 2) == {"topics": [12]}


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_is_not_published(board: redis.client.PubSub) -> None:
    with transaction.atomic():
        notice.notice_publish_on_commit({"topics": [12]})
        transaction.set_rollback(True)
    assert read(board, 0.3) is None


def test_a_dead_valkey_costs_a_notice_and_nothing_else(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert notice.notice_publish({"items": [1]}) is False


@pytest.mark.django_db(transaction=True)
def test_a_valkey_that_is_back_gets_notices_again(board: redis.client.PubSub, settings: Settings) -> None:
    alive = settings.REDIS_URL
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert notice.notice_publish({"items": [1]}) is False
    settings.REDIS_URL = alive
    assert notice.notice_publish({"items": [2]}) is True
    assert read(board, 2) == {"items": [2]}
