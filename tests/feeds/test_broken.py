"""Documents that end in their middle, in every format and encoding; slow hosts; 304 by date alone."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest
from aiohttp import web
from django.conf import LazySettings

from monitor.errors import ParseError
from monitor.feeds.exchange import FetchRequest
from monitor.feeds.labels import label_sentence, ledger_remark
from monitor.feeds.parse import parse
from monitor.models import Fetch, Item, Outage
from tests.feeds import samples
from tests.feeds.conftest import POLICY, each
from tests.feeds.samples import item, rss
from tests.feeds.site import Handler, Reply, Site
from tests.feeds.test_ingest import NOW, ago, poll, source_at

WHOLE = rss(*(item(n, date=ago(hours=n)) for n in range(1, 7)))
HALF = WHOLE[: WHOLE.index("第4号".encode()) + 4]  # in the title of the fourth, in the middle of a character


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0


def breaks(body: bytes, *, at: int, encoding: str = "", chunked: bool = False) -> Handler:
    """The connection is closed after `at` bytes of an answer that was to be longer."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"ETag": '"whole"'} | ({"Content-Encoding": encoding} if encoding else {})
        )
        if chunked:
            response.enable_chunked_encoding()
        else:
            response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[:at])
        assert request.transport is not None
        request.transport.close()
        return response

    return handler


@pytest.mark.django_db
@pytest.mark.parametrize("chunked", [False, True])
def test_what_came_before_the_connection_broke_is_stored_and_the_source_recovers(site: Site, chunked: bool) -> None:
    site.routes["/feed"] = breaks(WHOLE, at=len(HALF), chunked=chunked)
    source = source_at(site)
    assert poll(source).new == 3
    assert (source.state, source.partial, source.error_label, source.etag) == ("partial", "3 of 4", "truncated", "")
    assert Fetch.objects.get(what="feed").detail == "truncated 3 of 4"
    site.routes["/feed"] = Reply(WHOLE, headers={"ETag": '"whole"'})
    assert poll(source, NOW + timedelta(minutes=5)).new == 3
    assert (source.state, source.partial, source.error_label, source.etag) == ("healthy", "", "", '"whole"')
    assert not Item.objects.exclude(title__endswith="检查").exists()


@pytest.mark.django_db
def test_a_document_that_ends_in_its_middle_is_partial_and_asked_for_whole(site: Site) -> None:
    validators = {"ETag": '"v"', "Last-Modified": "Wed, 25 Nov 2026 00:00:00 GMT"}
    site.routes["/feed"] = Reply(WHOLE, headers=validators)
    source = source_at(site)
    poll(source)
    site.routes["/feed"] = Reply(HALF, headers=validators)
    poll(source, NOW + timedelta(minutes=5))
    assert (source.state, source.partial, source.last_modified, source.body_digest) == ("partial", "3 of 4", "", None)
    site.routes["/feed"] = Reply(WHOLE, headers=validators)
    assert poll(source, NOW + timedelta(minutes=9)).ok == 1
    assert "If-None-Match" not in site.requests_for("/feed")[-1].headers
    assert (source.state, Item.objects.count(), Outage.objects.count()) == ("healthy", 6, 0)


@pytest.mark.django_db
def test_a_connection_that_breaks_before_the_first_entry_is_a_failure(site: Site) -> None:
    site.routes["/feed"] = breaks(WHOLE, at=40)
    source = source_at(site)
    assert poll(source).failed == 1
    assert (source.error_label, source.failures, source.state) == ("truncated", 1, "new")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_half_of_a_compressed_answer_is_read_too(site: Site, name: str, pack: Callable[[bytes], bytes]) -> None:
    letters = random.Random(1).choices("云河区工地车间检修停工复工安全培训", k=60_000)
    whole = pack(rss(*(item(n, text="".join(letters[n * 3000 : (n + 1) * 3000])) for n in range(20))))
    site.routes["/feed"] = breaks(whole, at=len(whole) * 2 // 3, encoding=name)
    source = source_at(site)
    assert 3 < poll(source).new < 20
    assert (source.state, source.error_label) == ("partial", "truncated")


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        (samples.RSS, "延长营业"),
        (samples.RDF.replace("</rdf:RDF>", "<item><title>半</title>"), "半"),
        (samples.ATOM.replace("</feed>", "<entry><title>半</title><id>2</id>"), "半"),
        (samples.ATOM03.replace("</feed>", "<entry><title>半</title>"), "半"),
        (samples.RSS.replace("<description>晚八点", "<description><![CDATA[</item>晚八点"), "晚八点"),
    ],
)
def test_only_whole_entries_of_a_broken_document_are_read(body: str, cut: str) -> None:
    feed = parse(body[: body.index(cut) + 1].encode())
    assert (len(feed.entries), feed.partial, feed.cut) == (1, "1 of 2", True)
    assert feed.title


@pytest.mark.parametrize(
    "body", [samples.RSS, samples.ATOM, samples.RDF, samples.ATOM03, samples.JSON_FEED, samples.HOTLIST]
)
def test_a_whole_document_is_never_taken_for_broken(body: str) -> None:
    assert not parse(body.encode()).cut
    assert not parse((body + "\n\n").encode()).cut
    assert not parse(body.replace("</channel></rss>", "</channel>").encode()).cut


@pytest.mark.parametrize("sample", [samples.JSON_FEED, samples.HOTLIST])
def test_json_that_breaks_off_gives_its_whole_entries(sample: str) -> None:
    document = json.loads(sample)
    document["items"] = [{**document["items"][0], "id": str(n), "title": f"第{n}条"} for n in range(5)]
    text = json.dumps(document, ensure_ascii=False)
    feed = parse(text[: text.index("第3条") + 2].encode())
    assert ([entry.title for entry in feed.entries], feed.partial) == (["第0条", "第1条", "第2条"], "3 of 4")


@pytest.mark.parametrize(
    "text", ['{"items": [', '{"items": [{"title": "a"', '{"a": [1, 2}', '{"items": [{"a": 1}]} x', "[" * 99]
)
def test_json_that_is_no_json_stays_none(text: str) -> None:
    with pytest.raises(ParseError) as error:
        parse(text.encode())
    assert error.value.label == "not_a_feed"


def test_the_ledger_says_it_in_words() -> None:
    assert ledger_remark("truncated 3 of 4") == "内容没有传完，读出 3 of 4。"
    assert ledger_remark("301 → http://news.yunhe.example/") == "301 → http://news.yunhe.example/"
    assert label_sentence("no_list") != "no_list"


@pytest.mark.django_db
def test_a_304_by_last_modified_alone_is_unchanged_and_healthy(site: Site) -> None:
    stamp = "Wed, 25 Nov 2026 00:00:00 GMT"

    async def dated(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-Modified-Since") == stamp and "If-None-Match" not in request.headers:
            return web.Response(status=304)
        return web.Response(body=WHOLE, headers={"Last-Modified": stamp})

    site.routes["/feed"] = dated
    source = source_at(site)
    assert poll(source).new == 6
    for minutes in (5, 10):
        assert poll(source, NOW + timedelta(minutes=minutes)).unchanged == 1
    assert (source.state, source.last_modified, source.last_new_at) == ("healthy", stamp, NOW)
    assert Fetch.objects.filter(status=304, outcome="unchanged").count() == 2


def test_a_slow_host_does_not_hold_up_the_others() -> None:
    slow, quick = Site(), Site()
    for one in (slow, quick):
        one.start()
    release = asyncio.Event()

    async def waits(_request: web.Request) -> web.StreamResponse:
        await release.wait()
        return web.Response(body=WHOLE)

    slow.routes["/feed"] = waits
    quick.routes["/feed"] = Reply(WHOLE)
    requests = {"slow": FetchRequest(slow.url("/feed"))} | {n: FetchRequest(quick.url("/feed")) for n in "abc"}
    order = []
    for key, result in each(requests, POLICY):
        order.append((key, result.outcome))
        if len(order) == 3:
            slow.loop.call_soon_threadsafe(release.set)
    assert sorted(order[:3]) == [("a", "ok"), ("b", "ok"), ("c", "ok")]
    assert order[3] == ("slow", "ok")
    for one in (slow, quick):
        one.stop()
