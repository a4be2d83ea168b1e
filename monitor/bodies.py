"""A request that is longer than any of ours may be is refused while it comes in: it fills neither memory nor disk."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.conf import settings


class _TooLongError(Exception):
    """More came than was allowed."""


class LimitedApplication:
    """ASGI: 413 for a body of more than MAX_BODY bytes, by what it says of itself or by what comes."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        said = dict(scope.get("headers", ())).get(b"content-length", b"")
        if said.isdigit() and int(said) > settings.MAX_BODY:
            await _refuse(send, scope)
            return
        size = 0

        async def counted() -> Any:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > settings.MAX_BODY:
                raise _TooLongError
            return message

        try:
            await self._application(scope, counted, send)
        except _TooLongError:
            await _refuse(send, scope)


async def _refuse(send: Any, scope: dict[str, Any]) -> None:
    """A sentence; for a program a problem (RFC 9457), as dashboards.api.problem writes them."""
    kind, body = b"text/plain; charset=utf-8", "文件太大。\n"
    if scope.get("path", "").startswith("/api/v"):
        kind = b"application/problem+json"
        body = json.dumps(_problem(), ensure_ascii=False)
    headers = [(b"content-type", kind), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


def _problem() -> dict[str, Any]:
    return {
        "type": f"{settings.BASE_URL}/api/#problem-too_large",
        "title": "内容太大 / content too large",
        "status": 413,
        "code": "too_large",
        "instance": f"urn:uuid:{uuid4()}",
    }
