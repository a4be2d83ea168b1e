"""Feeds on an address that other machines reach, in a process of its own; it knows how often each was asked for."""

from __future__ import annotations

import asyncio
import html
import multiprocessing
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from types import TracebackType

from bench.alert_site import told
from bench.feed_site import MISSING, _Protocol

ENTRIES = 20


class CountedSite:
    """`with CountedSite(300, host) as site: site.url(7)`; feed N shows entries number 20 N to 20 N + 19 of the exercise."""

    def __init__(self, feeds: int, host: str) -> None:
        self.feeds, self.host = feeds, host

    def __enter__(self) -> CountedSite:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self.feeds, self.host, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.port, self.entries = self._pipe.recv()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join(10)

    def url(self, n: int) -> str:
        return f"http://{self.host}:{self.port}/feed/{n}"

    def asked(self) -> Counter[int]:
        """How often each feed was asked for since the last call."""
        self._pipe.send("asked")
        found: Counter[int] = self._pipe.recv()
        return found


def bodies(feeds: int) -> list[bytes]:
    """RSS with the exercise's texts, each entry once; fewer feeds when the exercise has fewer texts."""
    texts = told(feeds * ENTRIES)
    return [_document(texts[n : n + ENTRIES], n) for n in range(0, len(texts) - ENTRIES + 1, ENTRIES)]


def _document(texts: Sequence[tuple[str, str]], first: int) -> bytes:
    at = datetime.now(UTC)
    rows = "".join(
        f"<item><guid isPermaLink='false'>item-{first + n}</guid><link>http://127.0.0.1:9/a/{first + n}</link>"
        f"<pubDate>{format_datetime(at - timedelta(seconds=len(texts) - n))}</pubDate>"
        f"<title>{html.escape(title)}</title><description>{html.escape(text)}</description></item>"
        for n, (title, text) in enumerate(texts)
    )
    head = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>来源</title>"
    return f"{head}{rows}</channel></rss>".encode()


def _serve(feeds: int, host: str, pipe: Connection) -> None:
    served = bodies(feeds)
    asked: Counter[int] = Counter()

    class Counting(_Protocol):
        def answer(self, request: bytes) -> bytes:
            path = request.split(b" ", 2)[1]
            if not path.startswith(b"/feed/"):
                return MISSING
            asked[int(path[6:])] += 1
            return super().answer(request)

    full = [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        for body in served
    ]

    async def run() -> None:
        loop = asyncio.get_running_loop()
        never = [b"no tag is sent"] * len(full)
        server = await loop.create_server(lambda: Counting(full, full, never), host, 0, backlog=1000)
        pipe.send((server.sockets[0].getsockname()[1], len(served) * ENTRIES))
        loop.add_reader(pipe.fileno(), lambda: (pipe.recv(), pipe.send(asked), asked.clear()))
        await server.serve_forever()

    asyncio.run(run())
