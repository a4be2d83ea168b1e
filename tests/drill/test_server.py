"""The sources over real HTTP, read as a feed reader reads them."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import aiohttp
import feedparser
import pytest
from asgiref.sync import async_to_sync
from selectolax.lexbor import LexborHTMLParser

from monitor.drill import server
from monitor.drill.model import DrillItem
from monitor.drill.plan import World
from monitor.drill.world import SOURCES
from monitor.models.source import SourceKind

from .conftest import ANCHOR, WORLD

PATHS = {source.key: source.path for source in SOURCES}


@pytest.fixture(autouse=True, scope="module")
def _told_once() -> Iterator[None]:
    """What is published within a span is the same whoever asks: 3,500 items are written once, not for each of fifty servers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server.generate, "items", lru_cache(maxsize=4)(server.generate.items))
        yield


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

    def clock(self) -> datetime:
        return self.site.now

    async def __aenter__(self) -> Site:
        self.site = Site()
        self.runners, ports = await server.start(
            server.Desk(self.site.world, self.clock), host="127.0.0.1", ports=[0] * len(SOURCES), clock=self.clock
        )
        keys = [source.key for source in SOURCES]
        self.site.bases = {key: f"http://127.0.0.1:{port}" for key, port in zip(keys, ports, strict=True)}
        return self.site

    async def __aexit__(self, *error: object) -> None:
        await server.stop(self.runners)


def titles(source: str, body: bytes) -> list[str]:
    if source in {"trade", "hotlist", "ask"}:
        return [entry["title"] for entry in json.loads(body)["items"]]
    if source == "gov":
        return [str(link.attributes["title"]) for link in LexborHTMLParser(body).css(".notices a")]
    return [str(entry.title) for entry in feedparser.parse(body).entries]


@pytest.mark.parametrize("source", list(PATHS))
def test_the_first_poll_gets_all_fourteen_days_newest_first(history: list[DrillItem], source: str) -> None:
    async def read() -> tuple[int, Any, bytes]:
        async with running() as site:
            return await site.get(source)

    status, headers, body = async_to_sync(read)()
    expected = [item for item in history if item.source == source][::-1]
    expected = expected[: server.FEW.get(source, server.MOST)]
    assert status == 200
    assert titles(source, body) == [item.as_seen(ANCHOR)[0] for item in expected]
    assert headers["Cache-Control"]
    assert ("ETag" in headers) == (source not in {"life", "town"})
    assert ("Last-Modified" in headers) == (source not in {"life", "evening"})


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
    for key in ("news", "forum", "broadcast", "evening", "harbour", "workers", "english", "life", "town"):
        parsed = feedparser.parse(bodies[key])
        assert not parsed.bozo
        assert all(entry.author and entry.id for entry in parsed.entries)
        assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in parsed.entries)
    assert all(entry["authors"] for entry in json.loads(bodies["trade"])["items"])


def test_the_hot_list_has_the_shape_of_newsnow() -> None:
    async def read() -> bytes:
        async with running() as site:
            return (await site.get("hotlist"))[2]

    answer = json.loads(async_to_sync(read)())
    assert answer["status"] == "success"
    assert set(answer) == {"status", "id", "updatedTime", "items"}
    assert {"id", "title", "url", "extra", "pubDate"} <= set(answer["items"][0])


@pytest.mark.parametrize("source", sorted(set(PATHS) - {"life", "town", "evening", "ask"}))
def test_an_unchanged_feed_answers_304_to_either_validator_until_something_is_published(source: str) -> None:
    async def read() -> list[int]:
        async with running() as site:
            _, headers, _ = await site.get(source)
            by_tag = await site.get(source, If_None_Match=headers["ETag"])
            by_date = await site.get(source, If_Modified_Since=headers["Last-Modified"])
            site.now += timedelta(hours=26, minutes=20)
            later = await site.get(source, If_None_Match=headers["ETag"])
            return [by_tag[0], by_date[0], later[0]]

    assert async_to_sync(read)() == [304, 304, 200]


def test_the_town_knows_only_dates_and_the_evening_paper_only_tags() -> None:
    async def read() -> list[int]:
        async with running() as site:
            town, evening = (await site.get("town"))[1], (await site.get("evening"))[1]
            return [
                (await site.get("town", If_Modified_Since=town["Last-Modified"]))[0],
                (await site.get("evening", If_None_Match=evening["ETag"]))[0],
            ]

    assert async_to_sync(read)() == [304, 304]


def test_the_careless_portal_gives_every_entry_a_new_guid_and_the_time_of_the_poll_but_the_same_link() -> None:
    async def read() -> list[Any]:
        async with running() as site:
            first = feedparser.parse((await site.get("life"))[2]).entries
            site.now += timedelta(seconds=5)
            return [first, feedparser.parse((await site.get("life"))[2]).entries]

    first, second = async_to_sync(read)()
    assert {entry.link for entry in first} & {entry.link for entry in second}
    assert not {entry.id for entry in first} & {entry.id for entry in second}
    assert {entry.published for entry in first} != {entry.published for entry in second}
    assert len({entry.published for entry in second}) == 1


def test_the_workers_board_breaks_half_way_then_is_cut_off_and_recovers_by_itself() -> None:
    async def read() -> list[object]:
        answers: list[object] = []
        async with running() as site:
            for minutes in (0, 6, 9, 12, 51):
                site.now = ANCHOR + timedelta(minutes=minutes)
                try:
                    status, _, body = await site.get("workers")
                    answers.append((status, body.rstrip().endswith(b"</rss>")))
                except aiohttp.ClientError as error:
                    answers.append(type(error).__name__)
        return answers

    assert async_to_sync(read)() == [(200, True), (200, False), "ClientPayloadError", (200, True), (200, False)]


def test_one_source_is_often_slow_and_no_other_is() -> None:
    slow = next(source for source in SOURCES if source.manner == "slow")
    waits = [server.delay(slow, ANCHOR + timedelta(minutes=minute)) for minute in range(200)]
    assert 100 <= sum(wait >= 2 for wait in waits) <= 160
    assert max(waits) < 8
    assert all(server.delay(source, ANCHOR) == 0 for source in SOURCES if source != slow)


def test_the_merchants_paper_speaks_big5_and_the_evening_paper_rss_1_0() -> None:
    async def read() -> tuple[bytes, bytes]:
        async with running() as site:
            return (await site.get("harbour"))[2], (await site.get("evening"))[2]

    harbour, evening = async_to_sync(read)()
    assert b'encoding="big5"' in harbour
    assert "澜州商報".encode("big5", "xmlcharrefreplace") in harbour
    assert b'xmlns="http://purl.org/rss/1.0/"' in evening
    assert feedparser.parse(evening).version == "rss10"


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


def test_months_later_a_feed_still_shows_fifteen_days_and_never_more_than_a_feed_can_hold() -> None:
    desk = server.Desk(WORLD, lambda: ANCHOR + timedelta(days=60))
    for source in SOURCES:
        shown, now = desk.published(source.key)
        assert 2 <= len(shown) <= server.MOST
        assert now - server.KEEP <= shown[-1].published <= shown[0].published <= now


def test_a_training_that_begins_is_published_without_a_restart() -> None:
    begun = ANCHOR + timedelta(minutes=40)
    desk = server.Desk(WORLD, lambda: begun + timedelta(minutes=10))
    keep_all = [source for source in SOURCES if source.key not in server.FEW]  # those show the newest only
    before = {item.id for source in keep_all for item in desk.published(source.key)[0]}
    desk.renew(replace(WORLD, trainings=(begun,)))
    after = [item for source in SOURCES for item in desk.published(source.key)[0]]
    assert len([item for item in after if "-t0." in item.story]) >= 12
    assert before < {item.id for item in after}


def test_a_document_is_rendered_in_less_than_fifty_milliseconds() -> None:
    press = server.Press(server.Desk(WORLD, lambda: ANCHOR))  # the second longest, with a guid of its own each
    press.copy(SOURCES[0], "http://127.0.0.1:1")
    spent = []
    for port in range(2, 7):
        before = time.process_time()
        press.copy(SOURCES[1], f"http://127.0.0.1:{port}")
        spent.append(time.process_time() - before)
    assert min(spent) < 0.05


def test_a_taken_port_is_an_error_and_leaves_no_port_open() -> None:
    def clock() -> datetime:
        return ANCHOR

    desk, zeros = server.Desk(WORLD, clock), [0] * len(SOURCES)

    async def twice() -> AsyncIterator[None]:
        runners, ports = await server.start(desk, host="127.0.0.1", ports=zeros, clock=clock)
        try:
            with pytest.raises(OSError, match="address already in use"):
                await server.start(desk, host="127.0.0.1", ports=[*zeros[1:], ports[0]], clock=clock)
        finally:
            await server.stop(runners)
        yield

    async def run() -> None:
        async for _ in twice():
            pass

    async_to_sync(run)()


def test_source_rows_for_the_product_follow_the_ports() -> None:
    rows = server.sources(9000)
    assert [row["url"] for row in rows][:2] == [
        "http://127.0.0.1:9000/rss.xml",
        "http://127.0.0.1:9001/rss/index.rdf",
    ]
    assert {row["kind"] for row in rows} == {"feed", "hotlist_json", "list_page"}
    assert {row["source_kind"] for row in rows} == set(SourceKind) - {SourceKind.GRASSROOTS}  # by hand only
    assert [row["name"] for row in rows if row["own"]] == ["云河区总工会"]
