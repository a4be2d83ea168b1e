"""A process of its own that publishes the exercise's items on ten feeds, so many a second. Loads no models."""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

from monitor.drill.generate import items
from monitor.drill.model import DrillItem
from monitor.drill.plan import World

PER_SECOND, FEEDS = 50, 10
SHOWN = 30.0  # seconds for which a feed shows an item
FIRST = datetime(2026, 3, 2, tzinfo=UTC)


def serve(
    pipe: Connection,
    seconds: int,
    per_second: int = PER_SECOND,
    shown: float = SHOWN,
    of: Callable[[int], list[tuple[str, str]]] | None = None,
) -> None:
    """In the site's process: /N is a feed with what was published on it in the last `shown` seconds; `of` gives the texts."""
    texts = (of or told)(per_second * seconds)
    began: list[float] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed = self.path.strip("/")
            body = (
                _document(int(feed), texts, began[0] if began else None, per_second, shown) if feed.isdigit() else b""
            )
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # whoever asked may have been killed
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(server.server_address[1])
    pipe.recv()
    began.append(time.time())
    server.serve_forever(poll_interval=0.1)


def told(most: int) -> list[tuple[str, str]]:
    """(title, text) of the exercise's first items."""
    return [(item.title, item.text) for item in _items()[:most]]


def stories(most: int) -> list[str]:
    """Which matter each of them tells of; a repost, that of what it repeats."""
    return [item.topic for item in _items()[:most]]


@cache
def _items() -> list[DrillItem]:
    return list(items(World.begun(7, FIRST, history=timedelta(days=90)), end=FIRST))


def _document(
    feed: int, texts: list[tuple[str, str]], began: float | None, per_second: int = PER_SECOND, shown: float = SHOWN
) -> bytes:
    if began is None:
        return b""
    age = time.time() - began
    last = min(len(texts), int(age * per_second))
    entries = []
    for n in range(max(0, int((age - shown) * per_second)), last):
        if n % FEEDS == feed:
            title, text = texts[n]
            at = format_datetime(datetime.fromtimestamp(began + n / per_second, UTC))
            entries.append(
                f"<item><guid isPermaLink='false'>item-{n}</guid><link>http://127.0.0.1:9/a/{n}</link><pubDate>{at}</pubDate>"
                f"<title>{html.escape(title)}</title><description>{html.escape(text)}</description></item>"
            )
    head = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>来源{feed}</title><link>http://127.0.0.1:9/</link>"
    return (head + "".join(entries) + "</channel></rss>").encode()
