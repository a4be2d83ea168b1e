"""A process of its own that publishes days of the exercise one after the other, each when it is told to. Loads no models.

Day k of N lies N - k days before now, at the times of day that the exercise gives; several seeds stand for a larger district. Before them comes
a day of another district that ends now: alerts look at what is now alone, and what they need for the first time shall not come last.
"""

from __future__ import annotations

import html
import multiprocessing
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType

from monitor.drill.generate import items
from monitor.drill.plan import World

FEEDS = 14
FIRST_SEED = 0  # of the district whose day comes before all
ANCHOR = datetime(2026, 3, 2, tzinfo=UTC)
Entry = tuple[int, datetime, str, str]  # number, published, title, text


class ReplaySite:
    """`with ReplaySite(days=24, seeds=[1, 2]) as site: site.publish(0)`; `site.days` is how many items each day has, 25 of them: the first is
    the day that comes before all."""

    def __init__(self, *, days: int, seeds: Sequence[int]) -> None:
        self._arguments = (days, tuple(seeds))

    def __enter__(self) -> ReplaySite:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(*self._arguments, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.port: int
        self.days: list[int]
        self.port, self.days = self._pipe.recv()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join(10)

    def publish(self, day: int) -> None:
        """From now on the feeds show this day."""
        self._pipe.send(day)
        self._pipe.recv()


def days_of(days: int, seeds: Sequence[int], now: datetime) -> list[list[Entry]]:
    """Items of each day, moved so that the last one ends now; numbered through."""
    world_end, span = ANCHOR, timedelta(days=days)
    told = [
        (item.published, item.title, item.text)
        for seed in seeds
        for item in items(World.begun(seed, ANCHOR, history=span), start=world_end - span, end=world_end)
    ]
    found: dict[int, list[Entry]] = defaultdict(list)
    for number, (at, title, text) in enumerate(sorted(told)):
        found[min(days - 1, int((at - (world_end - span)) / timedelta(days=1)))].append(
            (number, now - (world_end - at), title, text)
        )
    return [found[day] for day in range(days)]


def told_by(days: int, seeds: Sequence[int], now: datetime) -> list[list[Entry]]:
    """The day that comes before all, then `days_of`; numbered through."""
    [first], rest = days_of(1, [FIRST_SEED], now), days_of(days, seeds, now)
    return [first, *([(len(first) + number, at, title, text) for number, at, title, text in day] for day in rest)]


def _serve(days: int, seeds: Sequence[int], pipe: Connection) -> None:
    shown: dict[int, bytes] = {}
    told = told_by(days, seeds, datetime.now(UTC))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.strip("/")
            body = shown.get(int(name), b"") if name.isdigit() else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    pipe.send((server.server_address[1], [len(day) for day in told]))
    while True:
        day = told[pipe.recv()]
        shown.update({feed: document([entry for entry in day if entry[0] % FEEDS == feed]) for feed in range(FEEDS)})
        pipe.send("shown")


def document(entries: Sequence[Entry]) -> bytes:
    """RSS."""
    rows = "".join(
        f"<item><guid isPermaLink='false'>replay-{number}</guid><link>http://127.0.0.1:9/a/{number}</link>"
        f"<pubDate>{format_datetime(at)}</pubDate><title>{html.escape(title)}</title>"
        f"<description>{html.escape(text)}</description></item>"
        for number, at, title, text in entries
    )
    head = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>来源</title>"
    return f"{head}{rows}</channel></rss>".encode()
