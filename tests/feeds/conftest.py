"""A web site and a policy that may talk to it."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from typing import TypeVar

import pytest
import redis
from django.conf import settings

from monitor.feeds.board import board_forget_away
from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.fetch import fetch
from monitor.feeds.politeness import manners
from monitor.feeds.stream import DEADLINE, FetchStream
from monitor.lib.safety import networks
from tests.feeds.site import Site, board

POLICY = Policy(
    user_agent="Tingchao/0.1 (+test@union.example)",
    timeout=5.0,
    max_bytes=200_000,
    host_delay=0.0,
    allow_networks=networks(["127.0.0.1/32"]),
)


K = TypeVar("K")


def forget_hosts() -> None:
    """What this process and the others know of hosts: the next test's site may get the port of this one's."""
    manners.clear()
    board_forget_away()
    with suppress(redis.RedisError):
        valkey = board(settings.REDIS_URL)
        if keys := [*valkey.keys("tingchao:host:*"), *valkey.keys("tingchao:robots:*")]:
            valkey.delete(*keys)


@pytest.fixture(autouse=True)
def _no_memory_of_hosts() -> Iterator[None]:
    forget_hosts()
    yield
    forget_hosts()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.start()
    yield site
    site.stop()


def get(url: str, policy: Policy = POLICY, **validators: str) -> FetchResult:
    return asyncio.run(fetch(FetchRequest(url, **validators), policy))


def each(
    requests: Mapping[K, FetchRequest], policy: Policy = POLICY, *, deadline: float = DEADLINE
) -> Generator[tuple[K, FetchResult], None, None]:
    """Each result as it comes."""
    with FetchStream[K](policy, deadline=deadline) as stream:
        stream.add(requests)
        while stream.pending:
            yield from stream.group(most=1)
