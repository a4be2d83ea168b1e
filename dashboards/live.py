"""The live stream's hub: one per process, running while anybody listens.

    Valkey notices ──▶ wait (coalesce, 1 s) ──▶ render touched fragments once per distinct view ──▶ every stream of that view

Views are (filters, sight, language). Each stream holds only the newest version of each fragment not yet sent, so a slow
browser costs one page, not a queue. Without Valkey the hub looks at the database every five seconds and says so.
Everything runs in the server's event loop; rendering runs in one thread of its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio
import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Max
from redis.exceptions import RedisError

from dashboards.fragments import View, names_for, render
from dashboards.shutdown import on_shutdown
from monitor.lib.clock import utc_now
from monitor.lib.notice import channel
from monitor.models import Alert, ItemKey, Source, Topic

COALESCE_S = 1.0
POLL_S = 5.0
TICK_S = 60.0  # windows move on even when nothing happens
log = structlog.get_logger(__name__)


class Stream:
    """One browser's connection: what it has not been sent yet."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.fragments: dict[str, str] = {}
        self.mode = ""
        self.closed = False
        self.wake = asyncio.Event()

    def push(self, fragments: dict[str, str]) -> None:
        """Replace what waits to be sent by newer versions."""
        self.fragments |= fragments
        self.wake.set()

    def say(self, mode: str) -> None:
        """Tell how updates come: live or polling."""
        self.mode = mode
        self.wake.set()

    def close(self) -> None:
        """End the stream (server stops)."""
        self.closed = True
        self.wake.set()

    def take(self) -> list[str]:
        """Events that wait, in the form of the wire."""
        events = []
        if self.mode:
            events.append(event("mode", self.mode))
        if self.fragments:
            events.append(event("fragments", self.fragments))
        self.mode, self.fragments = "", {}
        self.wake.clear()
        return events


class Hub:
    """Knows all streams of this process. `changed_at` is when something last changed, as far as it knows."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.changed_at: datetime | None = None
        self.mode = "polling"
        self.stopping = False
        self._kinds: set[str] = set()
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        on_shutdown(self.stop)

    async def join(self, view: View, since: datetime | None) -> Stream:
        """A new stream. It starts with everything when something may have changed since its page was rendered."""
        fresh = bool(self._tasks)
        self._start()
        stream = Stream(view)
        self.streams.add(stream)
        stream.say(self.mode)
        if not fresh or since is None or self.changed_at is None or self.changed_at >= since:
            stream.push(await self._render(view, {"tick"}))
        return stream

    def leave(self, stream: Stream) -> None:
        """The browser has gone; with the last one the hub rests."""
        self.streams.discard(stream)
        if not self.streams:
            for task in self._tasks:
                task.cancel()
            self._tasks, self.changed_at = [], None

    def stop(self) -> None:
        """End all streams: called in the loop when the server is told to stop."""
        self.stopping = True
        for stream in self.streams:
            stream.close()

    def notice(self, kinds: set[str]) -> None:
        """Something changed."""
        self.changed_at = utc_now()
        self._kinds |= kinds
        self._woken.set()

    def _start(self) -> None:
        if not self._tasks:
            jobs = (self._listen(), self._spread(), self._tick())
            self._tasks = [asyncio.create_task(job) for job in jobs]

    async def _spread(self) -> None:
        """Render for every distinct view what was touched, then hand it out; at most once a second."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(COALESCE_S)
            self._woken.clear()
            kinds, self._kinds = self._kinds, set()
            for view in {stream.view for stream in self.streams}:
                fragments = await self._render(view, kinds)
                for stream in list(self.streams):
                    if stream.view == view:
                        stream.push(fragments)

    async def _render(self, view: View, kinds: set[str]) -> dict[str, str]:
        """Fragments of a view; nothing (and a line in the log) while the database does not answer."""
        work = _in_thread(lambda: render(view, names_for(kinds), now=utc_now()))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except DatabaseError as error:
            log.warning("live_render_failed", error=type(error).__name__)
            return {}

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._kinds.add("tick")
            self._woken.set()

    async def _listen(self) -> None:
        """Follow Valkey's notices; while it is away look at the database, and try again each time."""
        seen: Any = None
        while True:
            try:
                await self._subscribe()
            except (RedisError, OSError) as error:
                if self.mode != "polling":
                    log.warning("live_without_valkey", error=type(error).__name__)
            self._say("polling")
            state = await self._state()
            if state is not None and state != seen:  # the first look counts too: nobody saw what came just before it
                self.notice({"items", "topics", "alerts", "sources"})
                seen = state
            await asyncio.sleep(POLL_S)

    async def _subscribe(self) -> None:
        """Returns never; raises when Valkey goes away."""
        client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, health_check_interval=10)
        pubsub = client.pubsub(ignore_subscribe_messages=True)
        try:
            await pubsub.subscribe(channel())
            self._say("live")
            self.notice({"tick"})  # what came while nobody listened
            while True:
                message = await pubsub.get_message(timeout=POLL_S)
                if message is not None:
                    self.notice(_kinds(message["data"]))
        finally:
            with suppress(RedisError, OSError):
                await pubsub.aclose()  # type: ignore[no-untyped-call]
            with suppress(RedisError, OSError):
                await client.aclose()

    def _say(self, mode: str) -> None:
        if mode != self.mode:
            self.mode = mode
            for stream in self.streams:
                stream.say(mode)

    async def _state(self) -> Any:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, _in_thread(_database_state))
        except DatabaseError:
            return None


def hub() -> Hub:
    """The hub of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def event(name: str, data: object) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _kinds(raw: bytes) -> set[str]:
    try:
        notice = json.loads(raw)
    except ValueError:
        return {"tick"}
    return {str(kind) for kind in notice} if isinstance(notice, dict) else {"tick"}


def _database_state() -> tuple[object, ...]:
    """Changes whenever an item, a topic, an alert or a source did."""
    return (
        ItemKey.objects.aggregate(n=Max("item_id"))["n"],
        Topic.objects.aggregate(n=Max("updated_at"))["n"],
        Alert.objects.aggregate(n=Max("changed_at"))["n"],
        Source.objects.aggregate(n=Max("last_checked_at"))["n"],
    )


def _in_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    """Give the connection back after each piece of work, as a request would."""

    def run() -> Any:
        try:
            return work()
        finally:
            close_old_connections()

    return run
