"""The sources over real HTTP, each on a port of its own, in one process.

clock ──▶ Desk (items up to now, newest first) ──▶ render ──▶ ETag / Last-Modified / gzip ──▶ the reader
"""

import asyncio
import bisect
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from aiohttp import web

from . import generate, render
from .model import DrillItem
from .plan import World
from .words import keyed
from .world import BY_KEY, REGION, SOURCES, Source

AHEAD = timedelta(hours=1)
KEEP = timedelta(days=15)
MOST = 900  # entries a feed shows
FEW = {"gov": 120, "life": 30}  # a page made by hand and a careless portal show less
BREAKS_EVERY = timedelta(minutes=45)
BREAKS_FROM, BROKEN, CUT = timedelta(minutes=5), timedelta(minutes=6), timedelta(minutes=3)
Clock = Callable[[], datetime]
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,100}")


def breakage(world: World, now: datetime) -> str:
    """How the source that breaks is broken at `now`: "half" (its XML ends in the middle), "cut" (the connection), "".

    Five minutes after a session's start, and every 45 minutes from then on, for six minutes.
    """
    begun = [session.start for session in world.sessions if session.start <= now]
    if not begun or now - begun[-1] < BREAKS_FROM:
        return ""
    since = (now - begun[-1] - BREAKS_FROM) % BREAKS_EVERY
    return "half" if since < BROKEN - CUT else "cut" if since < BROKEN else ""


def delay(source: Source, now: datetime) -> float:
    """Seconds that the slow source lets a reader wait: in two minutes of three, 2 to 7."""
    if source.manner != "slow":
        return 0.0
    rng = keyed("slow", now.replace(second=0, microsecond=0).isoformat())
    return rng.uniform(2, 7) if rng.random() < 0.67 else 0.0


class Desk:
    """What every source has published by now; extends its plan as time passes."""

    def __init__(self, world: World, clock: Clock) -> None:
        self.world, self._clock = world, clock
        self._until: datetime | None = None
        self._items: dict[str, list[DrillItem]] = {}
        self._by_path: dict[tuple[str, str], DrillItem] = {}

    def renew(self, world: World) -> None:
        """Go on with a changed world (a training began)."""
        if world != self.world:
            self.world, self._until = world, None

    def _extend(self, now: datetime) -> None:
        if self._until is not None and now <= self._until:
            return
        self._until = now + AHEAD
        found = generate.items(self.world, start=now - KEEP, end=self._until)
        self._items = {source.key: [] for source in SOURCES}
        for item in found:
            self._items[item.source].append(item)
        self._by_path = {(item.source, item.path): item for item in found}

    def published(self, source: str) -> tuple[list[DrillItem], datetime]:
        """(items newest first: 15 days, but not more than a feed shows; now in UTC)."""
        now = self._clock().astimezone(UTC)
        self._extend(now)
        items = self._items[source]
        end = bisect.bisect_right(items, now, key=lambda item: item.published)
        return items[max(0, end - FEW.get(source, MOST)) : end][::-1], now

    def article(self, source: str, path: str) -> tuple[DrillItem | None, datetime]:
        """The item at `path` if it is published by now."""
        now = self._clock().astimezone(UTC)
        self._extend(now)
        item = self._by_path.get((source, path))
        return (item if item and item.published <= now else None), now


@dataclass(frozen=True, slots=True)
class Copy:
    """A rendered document, ready to be sent."""

    body: bytes
    zipped: bytes
    content_type: str
    etag: str
    changed: datetime


def _last_change(items: Sequence[DrillItem], now: datetime) -> datetime:
    moments = [item.as_seen(now)[2] for item in items]
    return max(moments, default=now)


class Press:
    """Rendered documents by what they contain, so that an unchanged feed is rendered once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._copies: OrderedDict[tuple[str, str, str, datetime], Copy] = OrderedDict()

    def copy(self, source: Source, base: str) -> Copy:
        """The current document of `source` for a reader who knows it under `base`."""
        items, now = self._desk.published(source.key)
        changed = now if source.manner == "rotates" else _last_change(items, now)
        key = (source.key, base, items[0].id if items else "", changed)
        if key not in self._copies:
            body, content_type = render.document(source, items, now=now, base=base, changed=changed)
            etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            zipped = gzip.compress(body, compresslevel=4, mtime=0)
            self._copies[key] = Copy(body, zipped, content_type, etag, changed.replace(microsecond=0))
            while len(self._copies) > 3 * len(SOURCES):
                self._copies.popitem(last=False)
        return self._copies[key]


def _unchanged(request: web.Request, copy: Copy) -> bool:
    if (known := request.headers.get("If-None-Match")) is not None:
        return copy.etag in {tag.strip().removeprefix("W/") for tag in known.split(",")} or known.strip() == "*"
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and since >= copy.changed


def _base(request: web.Request) -> str:
    host = request.headers.get("Host", "")
    return f"http://{host}" if _HOST.fullmatch(host) else "http://127.0.0.1"


def _accepts_gzip(request: web.Request) -> bool:
    offers = [part.replace(" ", "").lower() for part in request.headers.get("Accept-Encoding", "").split(",")]
    return any(offer.split(";")[0] == "gzip" and not offer.endswith(";q=0") for offer in offers)


def _validators(source: Source, copy: Copy) -> dict[str, str]:
    """Not every site sends both: the careless portal none, the town its date, the evening paper its tag."""
    tag = {"ETag": copy.etag}
    date = {"Last-Modified": format_datetime(copy.changed.astimezone(UTC), usegmt=True)}
    if source.manner == "rotates":
        return {"Cache-Control": "no-cache"}
    age = {"Cache-Control": "public, max-age=2"}
    return age | {"town": date, "evening": tag}.get(source.key, tag | date)


async def _cut_off(request: web.Request, copy: Copy) -> web.StreamResponse:
    """Promise the whole, send the half, hang up."""
    answer = web.StreamResponse(headers={"Content-Type": copy.content_type, "Content-Length": str(len(copy.body))})
    await answer.prepare(request)
    await answer.write(copy.body[: len(copy.body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return answer


def application(source: Source, desk: Desk, press: Press, clock: Clock) -> web.Application:
    """The site of one source: its feed, its articles, robots.txt."""

    async def feed(request: web.Request) -> web.StreamResponse:
        copy = press.copy(source, _base(request))
        now = clock()
        if wait := delay(source, now):
            await asyncio.sleep(wait)
        headers = _validators(source, copy) | {"Vary": "Accept-Encoding"}
        broken = breakage(desk.world, now) if source.manner == "breaks" else ""
        if not broken and _unchanged(request, copy):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = copy.content_type
        if broken == "half":
            return web.Response(body=copy.body[: len(copy.body) // 2], headers={"Content-Type": copy.content_type})
        if broken == "cut":
            return await _cut_off(request, copy)
        if _accepts_gzip(request):
            return web.Response(body=copy.zipped, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=copy.body, headers=headers)

    async def article(request: web.Request) -> web.Response:
        item, now = desk.article(source.key, request.path)
        if item is None:
            return web.Response(status=404, text="没有这个页面\n")
        body = render.article(source, item, now=now)
        return web.Response(body=body, content_type="text/html", charset="utf-8")

    async def robots(request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nDisallow: /u/\n")

    async def home(request: web.Request) -> web.Response:
        link = f'<a href="{source.path}">订阅</a>（演练）'
        page = f'<!doctype html><meta charset="utf-8"><title>{source.name}</title>{link}\n'
        return web.Response(text=page, content_type="text/html")

    app = web.Application()
    app.add_routes(
        [
            web.get("/", home),
            web.get("/robots.txt", robots),
            web.get(source.path.partition("?")[0], feed),
            web.get(r"/{year:\d{4}}/{day:\d{4}}/{name:\d+\.html}", article),
        ]
    )
    return app


async def start(desk: Desk, *, host: str, ports: Sequence[int], clock: Clock) -> tuple[list[web.AppRunner], list[int]]:
    """Serve all sources; gives (runners to clean up, bound ports). OSError when a port is taken, nothing left open."""
    press = Press(desk)
    runners: list[web.AppRunner] = []
    bound: list[int] = []
    try:
        for source, port in zip(SOURCES, ports, strict=True):
            runner = web.AppRunner(application(source, desk, press, clock), access_log=None, shutdown_timeout=0.5)
            await runner.setup()
            runners.append(runner)
            await web.TCPSite(runner, host, port).start()
            bound.append(int(runner.addresses[0][1]))
    except OSError:
        await stop(runners)
        raise
    return runners, bound


async def stop(runners: Sequence[web.AppRunner]) -> None:
    """Close all sites."""
    for runner in runners:
        await runner.cleanup()


def sources(ports: int | Sequence[int], host: str = "127.0.0.1") -> list[dict[str, object]]:
    """Source rows for the product, given the base port or the list of ports; same order as `SOURCES`."""
    numbers = [ports + i for i in range(len(SOURCES))] if isinstance(ports, int) else list(ports)
    return [
        {
            "name": source.name,
            "url": f"http://{host}:{port}{source.path}",
            "kind": source.kind,
            "source_kind": source.source_kind,
            "homepage": f"http://{host}:{port}/",
            "region": REGION,
            "own": source.own,
        }
        for source, port in zip(BY_KEY.values(), numbers, strict=True)
    ]
