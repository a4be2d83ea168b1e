"""A wire that can be cut: what goes to PostgreSQL and Valkey passes here. A process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType

CHUNK = 1 << 16


class Wire:
    """`with Wire({5432: 6000}) as wire: wire.ports[5432]`; `silence()` and `heal()`; `drop()` breaks what is open."""

    def __init__(self, targets: list[int]) -> None:
        self.targets = targets

    def __enter__(self) -> Wire:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self.targets, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.ports: dict[int, int] = self._pipe.recv()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join(10)

    def silence(self) -> None:
        """Nothing passes, and nobody is told: packets into the void."""
        self._pipe.send("silence")

    def heal(self) -> None:
        self._pipe.send("heal")

    def drop(self) -> None:
        """Every connection breaks at once."""
        self._pipe.send("drop")


class _Relay:
    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.writers: set[asyncio.StreamWriter] = set()

    async def serve(self, target: int) -> int:
        server = await asyncio.start_server(lambda r, w: self._join(r, w, target), "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: int) -> None:
        await self.open.wait()
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", target)
        except OSError:
            writer.close()
            return
        self.writers |= {writer, there_writer}
        await asyncio.gather(self._pump(reader, there_writer), self._pump(there_reader, writer))
        self.writers -= {writer, there_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                await self.open.wait()
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    def drop(self) -> None:
        for writer in self.writers:
            writer.transport.abort()


def _serve(targets: list[int], pipe: Connection) -> None:
    asyncio.run(_main(targets, pipe))


async def _main(targets: list[int], pipe: Connection) -> None:
    relay = _Relay()
    pipe.send({target: await relay.serve(target) for target in targets})
    while True:
        word = await asyncio.to_thread(pipe.recv)
        if word == "silence":
            relay.open.clear()
        elif word == "heal":
            relay.open.set()
        else:
            relay.drop()
