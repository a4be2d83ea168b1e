"""A web site and a policy that may talk to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.fetch import fetch
from monitor.feeds.politeness import manners
from monitor.feeds.safety import networks
from tests.feeds.site import Site

POLICY = Policy(
    user_agent="Tingchao/0.1 (+test@union.example)",
    timeout=5.0,
    max_bytes=200_000,
    host_delay=0.0,
    allow_networks=networks(["127.0.0.1/32"]),
)


@pytest.fixture(autouse=True)
def _no_memory_of_hosts() -> Iterator[None]:
    manners.clear()
    yield
    manners.clear()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.start()
    yield site
    site.stop()


def get(url: str, policy: Policy = POLICY, **validators: str) -> FetchResult:
    return asyncio.run(fetch(FetchRequest(url, **validators), policy))
