"""When all come at once they wait in line: a web process works on so many pages at a time, and none is answered by a failure.

Django gives each request a thread and each thread a connection to PostgreSQL, without a limit: 200 readers on a slow minute would take
all of its connections, the workers' too (found by `bench day`). Only what is asked for by GET is counted: a body that trickles in
must not hold a seat. Event streams have a door of their own (monitor/streams.py), health checks must not wait.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from django.conf import settings

from monitor.lib.pages_first import pages

FREE = frozenset({"/live/", "/healthz", "/readyz", "/metrics"})
COUNTED = frozenset({"GET", "HEAD"})
PATIENCE_S = 60.0
HOLD_S = 30.0  # whoever reads an answer so slowly keeps it, but not the seat
RETRY_S = 60
STYLE = (
    "body{max-width:460px;margin:0 auto;padding:12vh 16px 0;font:16px/1.6 system-ui,sans-serif}"
    "h1{margin:0;font-size:26px;line-height:1.4}p{margin:12px 0 24px}"
)
PAGE = f"""<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="{RETRY_S}"><title>听潮 · 现在访问的人太多</title>
<style>{STYLE}</style></head><body><main>
<h1>现在访问的人太多</h1><p>没有丢失任何内容。此页一分钟后自动重试，不必反复刷新。</p>
<div lang="en"><h1>Too many people at once</h1><p>Nothing is lost. This page tries again by itself in a minute: no need to reload.</p></div>
</main></body></html>
"""
"""Whole in itself: nothing more is asked of a server that has no seat left."""
POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"


class CrowdApplication:
    """ASGI: at most TINGCHAO_WEB_AT_ONCE pages at a time, first come first served; 503 after a minute in line."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._seats: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if not _counts(scope):
            await self._application(scope, receive, send)
            return
        answered = False

        def answer() -> None:
            nonlocal answered
            if not answered:
                answered = True
                pages.ends()

        pages.begins()
        try:
            await self._seated(scope, receive, send, answer)
        finally:
            answer()

    async def _seated(self, scope: dict[str, Any], receive: Any, send: Any, answer: Callable[[], None]) -> None:
        """A page in its turn; `answer` is told when its work is done."""
        loop = asyncio.get_running_loop()
        seats = self._seats.setdefault(loop, asyncio.Semaphore(settings.WEB_AT_ONCE))
        try:
            async with asyncio.timeout(PATIENCE_S):
                await seats.acquire()
        except TimeoutError:
            await _refuse(send, scope)
            return
        given_back = asyncio.Event()

        def give_back() -> None:
            if not given_back.is_set():
                given_back.set()
                seats.release()

        late: list[asyncio.TimerHandle] = []

        async def say(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer()
                late.append(loop.call_later(HOLD_S, give_back))
            await send(message)

        try:
            await self._application(scope, _bodiless(receive), say)
        finally:
            for timer in late:
                timer.cancel()
            give_back()


def _bodiless(receive: Any) -> Any:
    """What is asked for has no body here: one that is announced and never comes must not hold a seat."""
    heard = False

    async def hear() -> dict[str, Any]:
        nonlocal heard
        if not heard:
            heard = True
            return {"type": "http.request", "body": b"", "more_body": False}
        while (message := await receive())["type"] == "http.request":
            pass
        return dict(message)

    return hear


def _counts(scope: dict[str, Any]) -> bool:
    path = scope.get("path", "")
    return (
        scope["type"] == "http"
        and scope["method"] in COUNTED
        and path not in FREE
        and not path.startswith(f"/{settings.STATIC_URL.lstrip('/')}")
    )


async def _refuse(send: Any, scope: dict[str, Any]) -> None:
    """A page; for a program a problem (RFC 9457)."""
    kind, body = b"text/html; charset=utf-8", PAGE
    if scope.get("path", "").startswith("/api/v"):
        kind = b"application/problem+json"
        problem = {
            "title": "暂时不可用 / unavailable",
            "status": 503,
            "code": "unavailable",
            "instance": f"urn:uuid:{uuid4()}",
        }
        body = json.dumps({"type": f"{settings.BASE_URL}/api/#problem-unavailable", **problem}, ensure_ascii=False)
    headers = [(b"content-type", kind), (b"retry-after", str(RETRY_S).encode()), (b"cache-control", b"no-store")]
    headers.append((b"content-security-policy", POLICY.encode()))
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
