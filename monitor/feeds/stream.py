"""Fetching from synchronous code: requests go in at any time, answers come out in groups as they are there.

    with FetchStream(policy) as stream:
        stream.add({7: request, 9: request})
        while stream.pending:
            for key, result in stream.group(most=25): ...

The loop runs in a thread of its own, so that the next answers come in while the caller parses and stores the last. A site that
does not answer holds only its own requests: the caller may add others meanwhile.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Generic, TypeVar

from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.fetch import Fetcher

K = TypeVar("K")
DEADLINE = 90.0  # seconds; within a lease of two minutes
LINGER = 0.05  # seconds that a group waits for more: nobody notices, and one transaction holds many polls
MOST_BYTES = 20_000_000  # of bodies in one group


class FetchStream(Generic[K]):
    """`pending`: requests whose results were not taken yet. What takes longer than `deadline` seconds is `deferred`."""

    def __init__(self, policy: Policy, *, deadline: float = DEADLINE) -> None:
        self.policy, self.deadline, self.pending = policy, deadline, 0
        self._done: queue.SimpleQueue[tuple[K, FetchResult] | BaseException] = queue.SimpleQueue()
        self._orders: asyncio.Queue[dict[K, FetchRequest] | None] = asyncio.Queue()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> FetchStream[K]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._orders.put_nowait, None)
            self._thread.join()

    def add(self, requests: Mapping[K, FetchRequest]) -> None:
        """Begin to fetch these; the thread starts with the first."""
        if not requests:
            return
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, name="fetch", daemon=True)
            self._thread.start()
        self.pending += len(requests)
        self._loop.call_soon_threadsafe(self._orders.put_nowait, dict(requests))

    def group(self, *, most: int, wait: float | None = None) -> list[tuple[K, FetchResult]]:
        """At most `most` results. [] when none is pending, or none came in `wait` seconds (None: as long as it takes)."""
        found: list[tuple[K, FetchResult]] = []
        size, until = 0, None if wait is None else time.monotonic() + wait
        while len(found) < most and self.pending and size < MOST_BYTES:
            try:
                key, result = self._taken(until)
            except queue.Empty:
                break
            self.pending -= 1
            if not found:
                until = time.monotonic() + LINGER
            found.append((key, result))
            size += len(result.body)
        return found

    def _taken(self, until: float | None) -> tuple[K, FetchResult]:
        item = self._done.get(timeout=None if until is None else max(until - time.monotonic(), 0.0))
        if isinstance(item, BaseException):
            raise item
        return item

    async def _one(self, fetcher: Fetcher, key: K, request: FetchRequest) -> None:
        try:
            async with asyncio.timeout(self.deadline):
                result = await fetcher.fetch(request)
        except TimeoutError:
            result = FetchResult(request.url, "deferred")
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            self._done.put(error)
            return
        self._done.put((key, result))

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._serve())
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            self._done.put(error)

    async def _serve(self) -> None:
        """Until the caller closes; what is still on its way then is given up."""
        tasks: set[asyncio.Task[None]] = set()
        async with Fetcher(self.policy) as fetcher:
            while (order := await self._orders.get()) is not None:
                for key, request in order.items():
                    task = asyncio.create_task(self._one(fetcher, key, request))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
