"""A real web site on 127.0.0.1: paths answer with a Reply or a handler; every request is kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

import redis
from aiohttp import web
from django.conf import settings

from monitor.feeds.board import host_keys

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    path: str
    headers: dict[str, str]


@cache
def board(url: str) -> redis.Redis:
    """Valkey at this address, by a connection that stays: to connect anew takes longer than many a test."""
    return redis.Redis.from_url(url)


def _forget(host: str) -> None:
    """What workers know of a site that had this port before."""
    with suppress(redis.RedisError):
        board(settings.REDIS_URL).delete(*host_keys(host), f"tingchao:robots:http://{host}")


class Site:
    """Answers from its own thread. `routes` maps a path to what it says; unknown paths are 404."""

    def __init__(self) -> None:
        self.routes: dict[str, Reply | Handler] = {}
        self.asked: list[Asked] = []
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def requests_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        _forget(f"127.0.0.1:{self.port}")

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path_qs, dict(request.headers)))
        found = self.routes.get(request.path_qs, self.routes.get(request.path, Reply(status=404)))
        if isinstance(found, Reply):
            return web.Response(body=found.body, status=found.status, headers=found.headers)
        return await found(request)
