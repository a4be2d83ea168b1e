"""The live stream's hub: one per process, running while anybody listens.

    Valkey notices ──▶ wait (coalesce) ──▶ render touched fragments once per distinct view ──▶ every stream of that view

Views are (filters, sight, language). A browser has one stream for the views of all its tabs. Each stream holds only the newest version of each fragment not yet sent, so a slow
browser costs one page, not a queue. While much happens a round begins a second after the one before, later when drawing takes long: at
most a quarter of the time goes into it. Whoever joins gets what changed since their page was drawn, as the others have it. Without Valkey the hub looks at the database every five seconds and says so.
Everything runs in the server's event loop; rendering runs in one thread of its own, behind the pages that somebody waits for (`monitor/lib/pages_first.py`).
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio
import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Max
from django.utils.safestring import SafeString
from redis.exceptions import RedisError

from dashboards.fragments import View, names_for, render
from dashboards.live_past import EVERYTHING, Past
from dashboards.shutdown import on_shutdown
from monitor.lib.clock import utc_now
from monitor.lib.notice import channel
from monitor.lib.pages_first import Way
from monitor.models import Alert, ItemKey, KeywordRule, Source, Topic

COALESCE_S = 0.25  # notices of one commit come together
APART_S = 1.0  # at least, between the beginnings of two rounds
REST = 4  # times its own length, from the beginning of a round to that of the next ...
APART_MOST_S = 3.0  # ... but no longer than this
KEPT_VIEWS = 50  # whose newest fragments are kept for those who join
SHARED_S = 5.0  # so long one whole rendering serves those who join, unless something changed
POLL_S = 5.0
TICK_S = 60.0  # windows move on even when nothing happens
TICK = timedelta(seconds=TICK_S)
FAULTS = (DatabaseError, ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
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
    """Knows all streams of this process."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.mode = "polling"
        self.stopping = False
        self._kinds: set[str] = set()  # for the next round
        self._round: set[str] = set()  # of the last one, which may be under way
        self._due: set[View] = set()  # views that this round has not handed out yet
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None  # while it runs
        self._noticed = 0
        self._waited = 0.0  # seconds in all, for pages that went first
        self._past = Past(utc_now())
        self._drawn: dict[View, dict[str, tuple[datetime, bytes]]] = {}  # newest last; and when they began to be drawn
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
        """A new stream. It starts with what may have changed since its page was rendered, with everything where that is not known."""
        self._start()
        self.streams.add(stream)
        stream.say(self.mode)
        missed = self._past.missed(since)
        for view in set(stream.views.values()):
            if missed >= EVERYTHING:
                stream.push(view, await self._whole(view))
            else:
                await self._catch_up(stream, view, names_for(missed, view.topic))

    async def _catch_up(self, stream: Stream, view: View, missed: list[str]) -> None:
        """What the next round brings is left to it; what was drawn for others since it last changed is taken; the rest is drawn now."""
        coming = names_for(self._kinds | (self._round if view in self._due else set()), view.topic)
        wanted = [name for name in missed if name not in coming]
        there = {
            name: html
            for name, (at, html) in self._drawn.get(view, {}).items()
            if name in wanted and self._stands(view, name, at)
        }
        stream.push(view, there)
        stream.push(view, await self._render(view, [name for name in wanted if name not in there]))

    def _stands(self, view: View, name: str, at: datetime) -> bool:
        """Whether nothing that shows in a fragment has changed since it began to be drawn."""
        return name not in names_for(self._past.missed(at), view.topic)

    def shown(self, view: View, names: Iterable[str], now: datetime) -> dict[str, tuple[datetime, SafeString]]:
        """{name: (when it began to be drawn, HTML)} of what those who look at this view have before them, if nothing has changed since
        or it is no older (LIVE_SHOWN) than what they see in a busy hour. Called by threads of pages."""
        seen = timedelta(seconds=settings.LIVE_SHOWN)
        if not seen or not self.streams or self._loop is None or self._loop.is_closed():
            return {}
        drawn = self._drawn.get(view, {})
        there = {name: drawn[name] for name in names if name in drawn}
        return {
            name: (at, SafeString(json.loads(html)))
            for name, (at, html) in there.items()
            if now - at <= seen or (now - at <= TICK and self._stands(view, name, at))
        }

    def leave(self, stream: Stream) -> None:
        """The browser has gone; with the last one the hub rests."""
        self.streams.discard(stream)
        if not self.streams:
            for task in self._tasks:
                task.cancel()
            self._tasks, self._kinds, self._due, self._loop = [], set(), set(), None
            self._wholes.clear()
            self._drawn.clear()

    def stop(self) -> None:
        """End all streams: called in the loop when the server is told to stop."""
        self.stopping = True
        for stream in self.streams:
            stream.close()

    def notice(self, kinds: set[str]) -> None:
        """Something changed."""
        self._past.add(kinds, utc_now())
        self._noticed += 1
        self._kinds |= kinds
        self._woken.set()

    def _start(self) -> None:
        if not self._tasks:
            self._loop = asyncio.get_running_loop()
            self._past = Past(utc_now())
            jobs = (self._listen(), self._spread(), self._tick())
            self._tasks = [asyncio.create_task(job) for job in jobs]

    async def _spread(self) -> None:
        """Render for every distinct view what was touched, then hand it out; at most once a second."""
        loop, next_at = asyncio.get_running_loop(), 0.0
        while True:
            await self._woken.wait()
            await asyncio.sleep(max(COALESCE_S, next_at - loop.time()))
            began, waited = loop.time(), self._waited
            self._woken.clear()
            self._round, self._kinds = self._kinds, set()
            self._due = {view for stream in self.streams for view in stream.views.values()}
            for view in list(self._due):
                fragments = await self._render(view, names_for(self._round, view.topic))
                self._due.discard(view)
                for stream in list(self.streams):
                    stream.push(view, fragments)
            length = loop.time() - began - (self._waited - waited)
            next_at = began + min(max(APART_S, REST * length), APART_MOST_S)

    async def _whole(self, view: View) -> dict[str, bytes]:
        """All fragments of a view. Browsers that come together (after a restart, say) share one rendering."""
        now = asyncio.get_running_loop().time()
        kept = self._wholes.get(view)
        if kept is None or kept[0] != self._noticed or now - kept[1] > SHARED_S:
            kept = (self._noticed, now, asyncio.ensure_future(self._render(view, names_for(EVERYTHING, view.topic))))
            self._wholes = {one: old for one, old in self._wholes.items() if now - old[1] <= SHARED_S} | {view: kept}
        return await asyncio.shield(kept[2])

    async def check(self, work: Callable[[], bool]) -> bool:
        """Whether a stream may go on: asked of the database in a thread of its own, so that rendering does not wait."""
        return await asyncio.get_running_loop().run_in_executor(self._door, work)

    async def _render(self, view: View, names: list[str]) -> dict[str, bytes]:
        """Fragments of a view; nothing (and a line in the log) while it cannot be drawn, as when the database does not answer."""
        if not names:
            return {}
        at: datetime
        found: dict[str, bytes]
        try:
            at, found, waited = await asyncio.get_running_loop().run_in_executor(
                self._thread, _in_thread(lambda: _now(view, names))
            )
        except FAULTS as error:
            log.warning("live_render_failed", error=type(error).__name__)
            return {}
        self._waited += waited
        self._drawn[view] = self._drawn.pop(view, {}) | {name: (at, html) for name, html in found.items()}
        while len(self._drawn) > KEPT_VIEWS:
            del self._drawn[next(iter(self._drawn))]
        return found

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
        _last.append(_hubs[loop])
    return _hubs[loop]


def stopping() -> bool:
    """Whether the server has been told to stop. For any thread."""
    return bool(_last) and _last[-1].stopping


def shown_now(view: View, names: Iterable[str], now: datetime) -> dict[str, tuple[datetime, SafeString]]:
    """What the screens of this view show just now (`Hub.shown`); nothing where nobody looks at it. For the thread of a page."""
    return _last[-1].shown(view, names, now) if _last else {}


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()
_last: deque[Hub] = deque(maxlen=1)  # a server has one loop


def event(name: str, data: object) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _now(view: View, names: list[str]) -> tuple[datetime, dict[str, bytes], float]:
    """When they began to be drawn, the fragments, and for how long pages that were asked for meanwhile went first (seconds)."""
    way = Way()
    way.after_pages()
    at = utc_now()
    found = render(view, names, now=at, before_each=way.after_pages)
    return at, {name: json.dumps(html, ensure_ascii=False).encode() for name, html in found.items()}, way.waited


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
