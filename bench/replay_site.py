"""A process of its own that publishes days of the exercise one after the other, each when it is told to. Loads no models.

Rounds of equally many days follow each other; each is told by districts of its own, several of them standing for a larger one. Day k ends
`begin` + k days: the clock is put there (`bench.clock`), so that what is published is what has just happened.
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
from monitor.lib.clock import DAY

FEEDS = 14
ANCHOR = datetime(2026, 3, 2, tzinfo=UTC)
Entry = tuple[int, datetime, str, str]  # number, published, title, text


class ReplaySite:
    """`with ReplaySite(days=24, rounds=[[1, 2], [3, 4]], begin=at) as site: site.publish(1)`; `site.days` is how many items each day has,
    48 of them."""

    def __init__(self, *, days: int, rounds: Sequence[Sequence[int]], begin: datetime) -> None:
        self._arguments = (days, tuple(map(tuple, rounds)), begin)

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
        """From now on the feeds show this day; the first is 1."""
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


def told_by(days: int, rounds: Sequence[Sequence[int]], begin: datetime) -> list[list[Entry]]:
    """The days of one round after those of the other, the first one from `begin` on; numbered through."""
    told: list[list[Entry]] = []
    for n, seeds in enumerate(rounds, start=1):
        before = sum(map(len, told))
        found = days_of(days, seeds, begin + n * days * DAY)
        told += [[(before + number, at, title, text) for number, at, title, text in day] for day in found]
    return told


def _serve(days: int, rounds: Sequence[Sequence[int]], begin: datetime, pipe: Connection) -> None:
    shown: dict[int, bytes] = {}
    told = told_by(days, rounds, begin)

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
        day = told[pipe.recv() - 1]
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
