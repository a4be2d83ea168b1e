"""Fetching from synchronous code: the answers of many polls, in groups as they come in.

    for group in fetch_groups({7: request, 9: request}, policy):
        for key, result in group: ...

The loop runs in a thread of its own, so that the next answers come in while the caller parses and stores the last.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TypeVar

from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.fetch import Fetcher

K = TypeVar("K")
DEADLINE = 90.0  # seconds; within a lease of two minutes
LINGER = 0.05  # seconds that a group waits for more: nobody notices, and one transaction holds many polls
MOST_BYTES = 20_000_000  # of bodies in one group


def fetch_groups(
    requests: Mapping[K, FetchRequest], policy: Policy, *, most: int, deadline: float = DEADLINE
) -> Iterator[list[tuple[K, FetchResult]]]:
    """Groups of at most `most` results; what is not done after `deadline` seconds is `deferred`."""
    done: queue.SimpleQueue[tuple[K, FetchResult] | BaseException] = queue.SimpleQueue()
    threading.Thread(target=_run, args=(requests, policy, deadline, done), name="fetch", daemon=True).start()
    left = len(requests)
    while left:
        group = [_taken(done)]
        until = time.monotonic() + LINGER
        size = len(group[0][1].body)
        while len(group) < min(most, left) and size < MOST_BYTES:
            try:
                group.append(_taken(done, max(until - time.monotonic(), 0.0)))
            except queue.Empty:
                break
            size += len(group[-1][1].body)
        left -= len(group)
        yield group


def _taken(
    done: queue.SimpleQueue[tuple[K, FetchResult] | BaseException], timeout: float | None = None
) -> tuple[K, FetchResult]:
    item = done.get(timeout=timeout)
    if isinstance(item, BaseException):
        raise item
    return item


def _run(
    requests: Mapping[K, FetchRequest],
    policy: Policy,
    deadline: float,
    done: queue.SimpleQueue[tuple[K, FetchResult] | BaseException],
) -> None:
    async def one(fetcher: Fetcher, key: K, request: FetchRequest) -> None:
        try:
            async with asyncio.timeout(deadline):
                result = await fetcher.fetch(request)
        except TimeoutError:
            result = FetchResult(request.url, "deferred")
        done.put((key, result))

    async def run() -> None:
        async with Fetcher(policy) as fetcher, asyncio.TaskGroup() as group:
            for key, request in requests.items():
                group.create_task(one(fetcher, key, request))

    try:
        asyncio.run(run())
    except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
        done.put(error)
