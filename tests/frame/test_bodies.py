"""A body that is longer than any of ours is refused before it is all there."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from pytest_django import Settings as SettingsWrapper

from dashboards.hand_file import MAX_UPLOAD
from monitor.bodies import LimitedApplication


async def _reads(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An application that reads all of the body."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def status(chunks: list[bytes], **headers: str) -> tuple[int, int]:
    """(status of the answer, chunks that were not read)."""
    waiting, sent = [*chunks], []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await LimitedApplication(_reads)({"type": "http", "headers": named}, receive, send)
    return sent[0]["status"], len(waiting)


@pytest.mark.parametrize(
    ("chunks", "headers", "expected"),
    [
        ([b"x" * 10], {"content_length": "10"}, (200, 0)),
        ([b"x" * 11], {"content_length": "11"}, (413, 1)),
        ([b"x" * 6, b"x" * 6, b"x"], {}, (413, 1)),
        ([b"x" * 5, b"x" * 5], {"content_length": "no number"}, (200, 0)),
    ],
)
def test_what_is_too_long_is_not_read_to_its_end(
    settings: SettingsWrapper, chunks: list[bytes], headers: dict[str, str], expected: tuple[int, int]
) -> None:
    settings.MAX_BODY = 10
    assert asyncio.run(status(chunks, **headers)) == expected


def test_a_program_is_told_as_a_problem(settings: SettingsWrapper) -> None:
    settings.MAX_BODY, sent = 10, []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/api/v1/clues", "headers": [(b"content-length", b"11")]}
    asyncio.run(LimitedApplication(_reads)(scope, send, send))
    assert dict(sent[0]["headers"])[b"content-type"] == b"application/problem+json"
    assert json.loads(sent[1]["body"])["code"] == "too_large"


def test_uploads_up_to_the_limit_stay_in_memory(settings: SettingsWrapper) -> None:
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE == settings.MAX_BODY > MAX_UPLOAD
    assert not [name for name in settings.FILE_UPLOAD_HANDLERS if "Temporary" in name]
