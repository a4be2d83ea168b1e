"""A process of its own that serves feeds over HTTP, as cheaply as Python can, so that little of the machine is its own.

Addresses: /feed/N with ETag and 304 for a known one; anything else is 404. One site is one port; `Site` stops it.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from hashlib import blake2b
from multiprocessing.connection import Connection
from types import TracebackType
from typing import cast

MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class _Protocol(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, GET only."""

    def __init__(self, full: list[bytes], unchanged: list[bytes], tags: list[bytes]) -> None:
        self.full, self.unchanged, self.tags = full, unchanged, tags
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while (end := self.waiting.find(b"\r\n\r\n")) >= 0:
            request, self.waiting = self.waiting[:end], self.waiting[end + 4 :]
            self.transport.write(self.answer(request))

    def answer(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1]
        if not path.startswith(b"/feed/"):
            return MISSING
        n = int(path[6:]) % len(self.full)
        return self.unchanged[n] if self.tags[n] in request else self.full[n]


def _serve(bodies: Sequence[bytes], port_to: Connection) -> None:
    tags = [b'"' + blake2b(body, digest_size=8).hexdigest().encode() + b'"' for body in bodies]
    full = [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s"
        % (tag, len(body), body)
        for tag, body in zip(tags, bodies, strict=True)
    ]
    unchanged = [b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag for tag in tags]

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Protocol(full, unchanged, tags), "127.0.0.1", 0, backlog=1000)
        port_to.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class Site:
    """`with Site(bodies) as site: site.url(7)`."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self.bodies = bodies

    def __enter__(self) -> Site:
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(self.bodies, theirs), daemon=True)
        self._process.start()
        self.port: int = mine.recv()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join(10)

    def url(self, n: int) -> str:
        """The address of feed `n`; beyond the last body they begin again."""
        return f"http://127.0.0.1:{self.port}/feed/{n}"
