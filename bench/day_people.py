"""Everybody who uses the dashboard on a busy Monday morning, as browsers ask: pages, event streams, the wall's questions.

In a process of its own, so that their cost is not the server's. Nobody waits for the page before to be answered by others; each waits
for their own. What is measured is the time until the whole page is there.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import aiohttp

MONITORS, WALLS, READERS = 40, 3, 200
THINK_S = 15.0  # a monitor looks at a page for so long, in the mean
READ_S = 4.0  # and a reader, who leafs through a report
WALL_S = 5.0  # as wall.js
Pages = Sequence[tuple[str, str]]  # kind, address


@dataclass(slots=True)
class Asked:
    """What came of it: seconds by kind of page, errors by what they were."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    streams: int = 0
    events: int = 0
    refused_streams: int = 0


def live(pipe: Connection, port: int, seconds: float, people: Mapping[str, Any]) -> None:
    """In the process. `people`: `monitors`, `walls`, `readers` (cookies), `pages` of monitors, `report` pages of readers."""
    pipe.send("ready")
    pipe.recv()
    asked = asyncio.run(_morning(port, seconds, people))
    pipe.send(
        {
            "seconds": dict(asked.seconds),
            "errors": dict(asked.errors),
            "streams": asked.streams,
            "events": asked.events,
            "refused_streams": asked.refused_streams,
        }
    )


async def _morning(port: int, seconds: float, people: Mapping[str, Any]) -> Asked:
    asked, end, rng = Asked(), time.monotonic() + seconds, random.Random(1)
    root = f"http://127.0.0.1:{port}"
    jobs = [
        _monitor(root, cookie, people["pages"], end, asked, random.Random(n))
        for n, cookie in enumerate(people["monitors"])
    ]
    jobs += [_wall(root, cookie, end, asked) for cookie in people["walls"]]
    jobs += [
        _reader(root, cookie, people["report"], rng.uniform(0, seconds * 0.8), end, asked, random.Random(n))
        for n, cookie in enumerate(people["readers"])
    ]
    for result in await asyncio.gather(*jobs, return_exceptions=True):
        if isinstance(result, BaseException):
            asked.errors[f"client: {type(result).__name__}"] += 1
    return asked


def _browser(cookie: str) -> aiohttp.ClientSession:
    """Six connections, as browsers have, beside the stream's."""
    return aiohttp.ClientSession(
        headers={"Cookie": cookie, "Accept-Language": "zh-CN"},
        connector=aiohttp.TCPConnector(limit=7),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=120),
    )


async def _page(browser: aiohttp.ClientSession, root: str, kind: str, address: str, asked: Asked) -> None:
    began = time.perf_counter()
    try:
        async with browser.get(root + address, allow_redirects=False) as response:
            await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        asked.errors[f"{kind}: {type(error).__name__}"] += 1
        return
    asked.seconds[kind].append(time.perf_counter() - began)
    if response.status != 200:
        asked.errors[f"{kind}: {response.status}"] += 1


async def _monitor(root: str, cookie: str, pages: Pages, end: float, asked: Asked, rng: random.Random) -> None:
    """Has the desk's stream open all the time and looks at one page after the other."""
    await asyncio.sleep(rng.uniform(0, THINK_S))
    async with _browser(cookie) as browser:
        stream = asyncio.create_task(_stream(browser, root, end, asked))
        while time.monotonic() < end:
            await _page(browser, root, *rng.choice(pages), asked)
            await asyncio.sleep(min(rng.expovariate(1 / THINK_S), max(0.0, end - time.monotonic())))
        await stream


async def _stream(browser: aiohttp.ClientSession, root: str, end: float, asked: Asked) -> None:
    """The server must not end it."""
    left = end - time.monotonic()
    try:
        async with (
            asyncio.timeout(max(0.1, left)),
            browser.get(
                f"{root}/live/?window=24h",
                headers={"Accept": "text/event-stream"},
                timeout=aiohttp.ClientTimeout(total=None),
            ) as response,
        ):
            if response.status != 200:
                asked.errors[f"stream: {response.status}"] += 1
                return
            asked.streams += 1
            async for line in response.content:
                asked.events += line.startswith(b"event: fragments")
    except TimeoutError:
        return  # the morning is over
    except aiohttp.ClientError as error:
        asked.errors[f"stream: {type(error).__name__}"] += 1
        return
    asked.errors["stream: ended"] += 1


async def _wall(root: str, cookie: str, end: float, asked: Asked) -> None:
    async with _browser(cookie) as browser:
        await _page(browser, root, "wall", "/wall/", asked)
        while time.monotonic() < end:
            await _page(browser, root, "wall state", "/wall/state.json", asked)
            await asyncio.sleep(WALL_S)


async def _reader(
    root: str, cookie: str, pages: Pages, begins: float, end: float, asked: Asked, rng: random.Random
) -> None:
    """Opens the report, and what is asked of it, once."""
    await asyncio.sleep(begins)
    async with _browser(cookie) as browser:
        for kind, address in pages:
            if time.monotonic() < end:
                await _page(browser, root, kind, address, asked)
                await asyncio.sleep(rng.expovariate(1 / READ_S))
