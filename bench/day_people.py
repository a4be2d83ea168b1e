"""Everybody who uses the dashboard on a busy Monday morning, as browsers ask: pages, event streams, the wall's questions.

A monitor has the desk on one screen and looks at pages on another. As live-worker.js does it, both share one event stream: when the
second page is a live one (desk, topic) the stream is opened anew with both views, and with the moment of the older page. A reader's
desk has a stream as long as the reader looks at it. A wall names the state that it has (If-None-Match), as wall.js.

In a process of its own, so that their cost is not the server's. Nobody waits for the page before to be answered by others; each waits
for their own. What is measured is the time until the whole page is there.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
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
LIVE = re.compile(r'<div id="live"[^>]* data-live="/live/(?P<view>[^"]*)"[^>]* data-since="(?P<since>[^"]*)"')


@dataclass(slots=True)
class Asked:
    """What came of it: seconds by kind of page, errors by what they were."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    streams: int = 0  # opened, anew too
    stream_bytes: int = 0
    unchanged: int = 0  # answers to a wall that has the newest state
    events: int = 0


def live(pipe: Connection, port: int, seconds: float, people: Mapping[str, Any]) -> None:
    """In the process. `people`: `monitors`, `walls`, `readers` (cookies), `pages` of monitors, `report` pages of readers."""
    pipe.send("ready")
    pipe.recv()
    before = time.process_time()
    asked = asyncio.run(_morning(port, seconds, people))
    pipe.send(
        {
            "seconds": dict(asked.seconds),
            "errors": dict(asked.errors),
            "streams": asked.streams,
            "events": asked.events,
            "stream_bytes": asked.stream_bytes,
            "unchanged": asked.unchanged,
            "cpu_s": time.process_time() - before,
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
        read_bufsize=2**20,  # an event is one line
    )


async def _page(browser: aiohttp.ClientSession, root: str, kind: str, address: str, asked: Asked) -> str:
    """The page; "" when there was an error."""
    began = time.perf_counter()
    try:
        async with browser.get(root + address, allow_redirects=False) as response:
            body = await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        asked.errors[f"{kind}: {type(error).__name__}"] += 1
        return ""
    asked.seconds[kind].append(time.perf_counter() - began)
    if response.status != 200:
        asked.errors[f"{kind}: {response.status}"] += 1
        return ""
    return body.decode()


class Shared:
    """The event stream of a browser, for the pages that it shows (live-worker.js)."""

    def __init__(self, browser: aiohttp.ClientSession, root: str, asked: Asked) -> None:
        self._browser, self._root, self._asked = browser, root, asked
        self._tabs: dict[str, tuple[str, str]] = {}  # by screen: view, since when it is known
        self._shown: list[str] = []
        self._task: asyncio.Task[None] | None = None

    async def show(self, screen: str, page: str) -> None:
        """What this screen shows now; the stream is opened anew when it is another set of views than before."""
        self._tabs.pop(screen, None)
        if (live := LIVE.search(page)) is not None:
            self._tabs[screen] = live["view"].removeprefix("?").replace("&amp;", "&"), live["since"]
        views = sorted({view for view, _ in self._tabs.values()})
        if views == self._shown:
            return
        before, self._shown, self._task = self._task, views, None
        opened = asyncio.Event()
        if views:
            since = min(since for _, since in self._tabs.values())
            listening = asyncio.create_task(self._listen(views, since, opened))
            self._task = listening
            await opened.wait()
        await _ended(before)

    async def close(self) -> None:
        """Leave."""
        self._tabs.clear()
        await _ended(self._task)
        self._task = None

    async def _listen(self, views: list[str], since: str, opened: asyncio.Event) -> None:
        """The server must not end it."""
        asked = self._asked
        query = [*(("view", view) for view in views), ("language", "zh-hans"), ("since", since)]
        try:
            async with self._browser.get(
                f"{self._root}/live/",
                params=query,
                headers={"Accept": "text/event-stream"},
                timeout=aiohttp.ClientTimeout(total=None),
            ) as response:
                opened.set()
                if response.status != 200:
                    asked.errors[f"stream: {response.status}"] += 1
                    return
                asked.streams += 1
                async for line in response.content:
                    asked.stream_bytes += len(line)
                    if line.startswith(b'data: {"view"'):
                        self._heard(json.loads(line[len("data: ") : line.index(b', "fragments": ')] + b"}"))
        except (aiohttp.ClientError, ValueError) as error:
            asked.errors[f"stream: {type(error).__name__}"] += 1
            return
        finally:
            opened.set()
        asked.errors["stream: ended"] += 1

    def _heard(self, event: Mapping[str, Any]) -> None:
        self._asked.events += 1
        for screen, (view, _) in self._tabs.items():
            if view == event["view"]:
                self._tabs[screen] = view, event["at"]


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.wait([task])


async def _monitor(root: str, cookie: str, pages: Pages, end: float, asked: Asked, rng: random.Random) -> None:
    """Has the desk before them all the time and looks at one page after the other beside it."""
    await asyncio.sleep(rng.uniform(0, THINK_S))
    async with _browser(cookie) as browser:
        shared = Shared(browser, root, asked)
        await shared.show("desk", await _page(browser, root, "desk", "/", asked))
        while time.monotonic() < end:
            await shared.show("other", await _page(browser, root, *rng.choice(pages), asked))
            await asyncio.sleep(min(rng.expovariate(1 / THINK_S), max(0.0, end - time.monotonic())))
        await shared.close()


async def _wall(root: str, cookie: str, end: float, asked: Asked) -> None:
    async with _browser(cookie) as browser:
        await _page(browser, root, "wall", "/wall/", asked)
        tag = ""
        while time.monotonic() < end:
            tag = await _state(browser, root, tag, asked)
            await asyncio.sleep(WALL_S)


async def _state(browser: aiohttp.ClientSession, root: str, tag: str, asked: Asked) -> str:
    """What the wall asks for every few seconds; the tag of what it has now."""
    began = time.perf_counter()
    try:
        async with browser.get(f"{root}/wall/state.json", headers={"If-None-Match": tag} if tag else {}) as response:
            await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        asked.errors[f"wall state: {type(error).__name__}"] += 1
        return tag
    asked.seconds["wall state"].append(time.perf_counter() - began)
    asked.unchanged += response.status == 304
    if response.status not in (200, 304):
        asked.errors[f"wall state: {response.status}"] += 1
    return response.headers.get("ETag", tag)


async def _reader(
    root: str, cookie: str, pages: Pages, begins: float, end: float, asked: Asked, rng: random.Random
) -> None:
    """Opens the report, and what is asked of it, once."""
    await asyncio.sleep(begins)
    async with _browser(cookie) as browser:
        shared = Shared(browser, root, asked)
        for kind, address in pages:
            if time.monotonic() < end:
                await shared.show("page", await _page(browser, root, kind, address, asked))
                await asyncio.sleep(min(rng.expovariate(1 / READ_S), max(0.0, end - time.monotonic())))
        await shared.close()
