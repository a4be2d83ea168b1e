"""The live stream's hub: one per process, running while anybody listens.

    Valkey notices ──▶ wait (coalesce) ──▶ render touched fragments once per distinct view ──▶ every stream of that view

Views are (filters, sight, language). A browser has one stream for the views of all its tabs. Each stream holds only the newest version of each fragment not yet sent, so a slow
browser costs one page, not a queue. Without Valkey the hub looks at the database every five seconds and says so.
Everything runs in the server's event loop; rendering runs in one thread of its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
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
from monitor.models import Alert, ItemKey, KeywordRule, Source, Topic

COALESCE_S = 0.25  # notices of one commit come together
APART_S = 1.0  # at least, between two rounds
SHARED_S = 5.0  # so long one whole rendering serves those who join, unless something changed
POLL_S = 5.0
TICK_S = 60.0  # windows move on even when nothing happens
FAULTS = (DatabaseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""Of one view that cannot be drawn: they must not end the updates of all the others."""
log = structlog.get_logger(__name__)


class Stream:
    """One browser's connection: what it has not been sent yet. `views`: by the names that the browser gave them.

    Fragments are JSON already, in bytes: 500 browsers of one view share one copy, also on the way out.
    """

    def __init__(self, views: Mapping[str, View], *, named: bool = True, member: int | None = None) -> None:
        self.views = dict(views)
        self.member = member  # whose it is, for the limit
        self.named = named  # several views on one connection: each event says of which it is
        self.fragments: dict[str, dict[str, bytes]] = {}
        self.at = ""  # of the newest of them
        self.mode = ""
        self.closed = False
        self.wake = asyncio.Event()

    def push(self, view: View, fragments: dict[str, bytes]) -> None:
        """Replace what waits to be sent of this view by newer versions."""
        for name, own in self.views.items():
            if own == view and fragments:
                self.fragments[name] = self.fragments.get(name, {}) | fragments
                self.at = utc_now().isoformat()
                self.wake.set()

    def say(self, mode: str) -> None:
        """Tell how updates come: live or polling."""
        self.mode = mode
        self.wake.set()

    def close(self) -> None:
        """End the stream (server stops)."""
        self.closed = True
        self.wake.set()

    def take(self) -> Iterator[bytes]:
        """Events that wait, in the form of the wire, in pieces: what a slow browser has not fetched yet is not copied for it.

        What comes while they are fetched waits for the next time.
        """
        mode, fragments, at = self.mode, self.fragments, self.at
        self.mode, self.fragments = "", {}
        self.wake.clear()
        if mode:
            yield event("mode", mode).encode()
        for name, own in fragments.items():
            head = json.dumps({"view": name, "at": at}, ensure_ascii=False).removesuffix("}") + ', "fragments": '
            yield f"event: {'view' if self.named else 'fragments'}\ndata: {head if self.named else ''}".encode()
            before = "{"
            for one, encoded in own.items():
                yield f"{before}{json.dumps(one)}: ".encode()
                yield encoded
                before = ", "
            yield b"}}\n\n" if self.named else b"}\n\n"


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
        self._noticed = 0
        self._wholes: dict[View, tuple[int, float, asyncio.Future[dict[str, bytes]]]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._door = ThreadPoolExecutor(1, thread_name_prefix="live-door")
        on_shutdown(self.stop)

    def crowded(self, member: int | None) -> str:
        """Why there is no room for another stream of this member: "many" of their own, "full" process; else empty."""
        if len(self.streams) >= settings.LIVE_PER_PROCESS:
            return "full"
        own = sum(stream.member == member for stream in self.streams)
        return "many" if own >= settings.LIVE_PER_MEMBER else ""

    async def join(self, stream: Stream, since: datetime | None) -> None:
        """A new stream. It starts with everything when something may have changed since its page was rendered."""
        fresh = bool(self._tasks)
        self._start()
        self.streams.add(stream)
        stream.say(self.mode)
        if not fresh or since is None or self.changed_at is None or self.changed_at >= since:
            for view in set(stream.views.values()):
                stream.push(view, await self._whole(view))

    def leave(self, stream: Stream) -> None:
        """The browser has gone; with the last one the hub rests."""
        self.streams.discard(stream)
        if not self.streams:
            for task in self._tasks:
                task.cancel()
            self._tasks, self.changed_at = [], None
            self._wholes.clear()

    def stop(self) -> None:
        """End all streams: called in the loop when the server is told to stop."""
        self.stopping = True
        for stream in self.streams:
            stream.close()

    def notice(self, kinds: set[str]) -> None:
        """Something changed."""
        self.changed_at = utc_now()
        self._noticed += 1
        self._kinds |= kinds
        self._woken.set()

    def _start(self) -> None:
        if not self._tasks:
            jobs = (self._listen(), self._spread(), self._tick())
            self._tasks = [asyncio.create_task(job) for job in jobs]

    async def _spread(self) -> None:
        """Render for every distinct view what was touched, then hand it out; at most once a second."""
        loop, spread_at = asyncio.get_running_loop(), 0.0
        while True:
            await self._woken.wait()
            await asyncio.sleep(max(COALESCE_S, spread_at + APART_S - loop.time()))
            spread_at = loop.time()
            self._woken.clear()
            kinds, self._kinds = self._kinds, set()
            for view in {view for stream in self.streams for view in stream.views.values()}:
                fragments = await self._render(view, kinds)
                for stream in list(self.streams):
                    stream.push(view, fragments)

    async def _whole(self, view: View) -> dict[str, bytes]:
        """All fragments of a view. Browsers that come together (after a restart, say) share one rendering."""
        now = asyncio.get_running_loop().time()
        kept = self._wholes.get(view)
        if kept is None or kept[0] != self._noticed or now - kept[1] > SHARED_S:
            kept = (self._noticed, now, asyncio.ensure_future(self._render(view, {"tick"})))
            self._wholes = {one: old for one, old in self._wholes.items() if now - old[1] <= SHARED_S} | {view: kept}
        return await asyncio.shield(kept[2])

    async def check(self, work: Callable[[], bool]) -> bool:
        """Whether a stream may go on: asked of the database in a thread of its own, so that rendering does not wait."""
        return await asyncio.get_running_loop().run_in_executor(self._door, work)

    async def _render(self, view: View, kinds: set[str]) -> dict[str, bytes]:
        """Fragments of a view; nothing (and a line in the log) while it cannot be drawn, as when the database does not answer."""
        names = names_for(kinds, view.topic)
        if not names:
            return {}
        work = _in_thread(lambda: _encoded(render(view, names, now=utc_now())))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except FAULTS as error:
            log.warning("live_render_failed", error=type(error).__name__)
            return {}

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._kinds.add("minute")
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
                self.notice({"tick"})
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


def _encoded(fragments: dict[str, str]) -> dict[str, bytes]:
    return {name: json.dumps(html, ensure_ascii=False).encode() for name, html in fragments.items()}


def _kinds(raw: bytes) -> set[str]:
    try:
        notice = json.loads(raw)
    except ValueError:
        return {"tick"}
    if not isinstance(notice, dict):
        return {"tick"}
    topics = notice.get("topics")
    return {*map(str, notice), *(f"topic:{pk}" for pk in (topics if isinstance(topics, list) else ()))}


def _database_state() -> tuple[object, ...]:
    """Changes whenever an item, a topic, an alert, a source or a rule did."""
    return (
        ItemKey.objects.aggregate(n=Max("item_id"))["n"],
        Topic.objects.aggregate(n=Max("updated_at"))["n"],
        Alert.objects.aggregate(n=Max("changed_at"))["n"],
        Source.objects.aggregate(n=Max("last_checked_at"))["n"],
        KeywordRule.objects.aggregate(n=Max("updated_at"))["n"],
    )


def _in_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    """Give the connection back after each piece of work, as a request would."""

    def run() -> Any:
        try:
            return work()
        finally:
            close_old_connections()

    return run
