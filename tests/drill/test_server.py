"""The five sources over real HTTP, read as a feed reader reads them."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import feedparser
import pytest
from asgiref.sync import async_to_sync

from monitor.drill import server
from monitor.drill.model import DrillItem
from monitor.drill.plan import World
from monitor.drill.world import SOURCES

from .conftest import ANCHOR, WORLD

PATHS = {source.key: source.path for source in SOURCES}


@dataclass
class Site:
    """A running exercise whose clock the test holds."""

    now: datetime = ANCHOR
    world: World = WORLD
    bases: dict[str, str] = field(default_factory=dict)

    async def get(self, source: str, path: str | None = None, **headers: str) -> tuple[int, Any, bytes]:
        url = self.bases[source] + (PATHS[source] if path is None else path)
        sent = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        async with aiohttp.ClientSession(auto_decompress=False) as client, client.get(url, headers=sent) as answer:
            return answer.status, answer.headers, await answer.read()


class running:  # noqa: N801 (reads as a verb)
    """`async with running() as site:`"""

    async def __aenter__(self) -> Site:
        self.site = Site()
        self.runners, ports = await server.start(WORLD, host="127.0.0.1", ports=[0] * 5, clock=lambda: self.site.now)
        keys = [source.key for source in SOURCES]
        self.site.bases = {key: f"http://127.0.0.1:{port}" for key, port in zip(keys, ports, strict=True)}
        return self.site

    async def __aexit__(self, *error: object) -> None:
        await server.stop(self.runners)


def titles(source: str, body: bytes) -> list[str]:
    if source in {"trade", "hotlist"}:
        return [entry["title"] for entry in json.loads(body)["items"]]
    return [str(entry.title) for entry in feedparser.parse(body).entries]


@pytest.mark.parametrize("source", list(PATHS))
def test_the_first_poll_gets_all_fourteen_days_newest_first(history: list[DrillItem], source: str) -> None:
    async def read() -> tuple[int, Any, bytes]:
        async with running() as site:
            return await site.get(source)

    status, headers, body = async_to_sync(read)()
    expected = [item for item in history if item.source == source][::-1]
    assert status == 200
    assert titles(source, body) == [item.as_seen(ANCHOR)[0] for item in expected]
    assert headers["ETag"]
    assert headers["Cache-Control"]


def test_the_broadcaster_speaks_gb18030_in_declaration_header_and_bytes(history: list[DrillItem]) -> None:
    async def read() -> tuple[int, Any, bytes]:
        async with running() as site:
            return await site.get("broadcast")

    _, headers, body = async_to_sync(read)()
    assert "gb18030" in headers["Content-Type"]
    assert body.startswith(b'<?xml version="1.0" encoding="gb18030"?>')
    assert "云河区广播电视台" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_feeds_carry_authors_and_dates_as_real_ones_do() -> None:
    async def read() -> dict[str, bytes]:
        async with running() as site:
            return {key: (await site.get(key))[2] for key in PATHS}

    bodies = async_to_sync(read)()
    for key in ("news", "forum", "broadcast"):
        parsed = feedparser.parse(bodies[key])
        assert not parsed.bozo
        assert all(entry.author and entry.published_parsed and entry.id for entry in parsed.entries)
    assert all(entry["authors"] for entry in json.loads(bodies["trade"])["items"])


def test_the_hot_list_has_the_shape_of_newsnow() -> None:
    async def read() -> bytes:
        async with running() as site:
            return (await site.get("hotlist"))[2]

    answer = json.loads(async_to_sync(read)())
    assert answer["status"] == "success"
    assert set(answer) == {"status", "id", "updatedTime", "items"}
    assert {"id", "title", "url", "extra", "pubDate"} <= set(answer["items"][0])


@pytest.mark.parametrize("source", list(PATHS))
def test_an_unchanged_feed_answers_304_to_either_validator_until_something_is_published(source: str) -> None:
    async def read() -> list[int]:
        async with running() as site:
            _, headers, _ = await site.get(source)
            by_tag = await site.get(source, If_None_Match=headers["ETag"])
            by_date = await site.get(source, If_Modified_Since=headers["Last-Modified"])
            site.now += timedelta(hours=3)
            later = await site.get(source, If_None_Match=headers["ETag"])
            return [by_tag[0], by_date[0], later[0]]

    assert async_to_sync(read)() == [304, 304, 200]


def test_gzip_is_sent_only_when_asked_for() -> None:
    async def read() -> tuple[str | None, str | None, int, int]:
        async with running() as site:
            _, plain, body = await site.get("news", Accept_Encoding="identity")
            _, zipped, small = await site.get("news", Accept_Encoding="gzip")
            return plain.get("Content-Encoding"), zipped.get("Content-Encoding"), len(body), len(small)

    plain, zipped, size, small = async_to_sync(read)()
    assert (plain, zipped) == (None, "gzip")
    assert small < size / 2


def test_a_link_opens_a_page_with_the_text_and_nothing_opens_before_its_time(history: list[DrillItem]) -> None:
    item = next(item for item in reversed(history) if item.source == "news" and item.text)

    async def read() -> tuple[int, bytes, int, bytes]:
        async with running() as site:
            status, _, page = await site.get("news", item.path)
            _, _, robots = await site.get("news", "/robots.txt")
            site.now = item.published - timedelta(seconds=1)
            early, _, _ = await site.get("news", item.path)
            return status, page, early, robots

    status, page, early, robots = async_to_sync(read)()
    assert (status, early) == (200, 404)
    assert item.title in page.decode()
    assert b"User-agent: *" in robots


def test_new_items_appear_as_the_clock_goes_on() -> None:
    async def read() -> tuple[list[str], list[str]]:
        async with running() as site:
            before = titles("forum", (await site.get("forum"))[2])
            site.now += timedelta(minutes=15)
            return before, titles("forum", (await site.get("forum"))[2])

    before, after = async_to_sync(read)()
    assert len(after) > len(before)
    assert after[-20:] == before[-20:]


def test_months_later_a_feed_still_shows_the_last_300_entries_or_fifteen_days() -> None:
    desk = server.Desk(WORLD, lambda: ANCHOR + timedelta(days=60))
    for source in SOURCES:
        shown, now = desk.published(source.key)
        assert len(shown) >= 300
        assert shown[0].published <= now


def test_a_document_is_rendered_in_less_than_fifty_milliseconds() -> None:
    press = server.Press(server.Desk(WORLD, lambda: ANCHOR))
    press.copy(SOURCES[0], "http://127.0.0.1:1")
    spent = []
    for port in range(2, 7):
        before = time.process_time()
        press.copy(SOURCES[1], f"http://127.0.0.1:{port}")
        spent.append(time.process_time() - before)
    assert min(spent) < 0.05


def test_a_taken_port_is_an_error_and_leaves_no_port_open() -> None:
    async def twice() -> AsyncIterator[None]:
        runners, ports = await server.start(WORLD, host="127.0.0.1", ports=[0] * 5, clock=lambda: ANCHOR)
        try:
            with pytest.raises(OSError, match="address already in use"):
                await server.start(WORLD, host="127.0.0.1", ports=[0, 0, 0, 0, ports[0]], clock=lambda: ANCHOR)
        finally:
            await server.stop(runners)
        yield

    async def run() -> None:
        async for _ in twice():
            pass

    async_to_sync(run)()


def test_source_rows_for_the_product_follow_the_ports() -> None:
    rows = server.sources(9000)
    assert [row["url"] for row in rows][:2] == ["http://127.0.0.1:9000/rss.xml", "http://127.0.0.1:9001/new.atom"]
    assert {row["kind"] for row in rows} == {"feed", "hotlist_json"}
    assert {row["source_kind"] for row in rows} == {"news", "forum", "trade", "broadcast", "hotlist"}
