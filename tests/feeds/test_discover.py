"""The feeds of a site from the address of a page: what it names, else the usual places, within five requests."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from aiohttp import web
from django.conf import LazySettings
from django.core.management import call_command

from monitor.feeds.discover import Found, feeds_discover, named_feeds
from monitor.feeds.exchange import FetchRequest
from monitor.feeds.fetch import Fetcher
from tests.feeds import samples
from tests.feeds.conftest import POLICY
from tests.feeds.site import Reply, Site

RSS = Reply(samples.RSS.encode(), headers={"Content-Type": "application/rss+xml"})


def page(*links: str) -> Reply:
    text = f"<!doctype html><html><head><title>云河</title>{''.join(links)}</head><body><p>你好</p></body></html>"
    return Reply(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def link(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def discover(url: str, **limits: float) -> tuple[Found, ...]:
    async def run() -> tuple[Found, ...]:
        async with Fetcher(POLICY) as fetcher:
            return await feeds_discover(await fetcher.fetch(FetchRequest(url)), fetcher, **limits)

    return asyncio.run(run())


def asked(site: Site) -> list[str]:
    return [one.path for one in site.asked if one.path != "/robots.txt"]


def test_links_are_read_in_every_spelling_and_made_absolute() -> None:
    text = """<HEAD><base href='/sub/'><!-- <link rel=alternate type=application/rss+xml href=no> -->
    <LINK REL='feed Alternate' TYPE=application/atom+xml HREF=a.xml><link rel=alternate type="application/feed+json" href="/b?x=1&amp;y=2" title="乙 &amp; 丙">
    <link rel="alternate" type="application/json" href="/wp-json/1"><link rel=stylesheet type="application/rss+xml" href="/c">
    <link rel=alternate type="application/rss+xml" href="/u/someone/rss"><link rel=alternate type="application/rss+xml" href="javascript:x">"""
    found = named_feeds(text, "https://site.example/page")
    assert [feed.url for feed in found] == ["https://site.example/sub/a.xml", "https://site.example/b?x=1&y=2"]
    assert found[1].title == "乙 & 丙"


def test_feeds_that_a_page_names_are_offered_with_their_titles(site: Site) -> None:
    site.routes |= {"/": page(link("/gone", "旧"), link("/news.xml", "新闻")), "/news.xml": RSS}
    good, bad = discover(site.url("/"))
    assert (good.url, good.title, good.entries, good.named) == (site.url("/news.xml"), "云河晚报", 2, True)
    assert (bad.title, bad.entries, bad.label) == ("旧", None, "http_4xx")
    assert asked(site) == ["/", "/gone", "/news.xml"]


def test_the_usual_places_are_tried_until_one_is_a_feed(site: Site) -> None:
    site.routes |= {"/a/b": page(), "/feed": page(), "/atom.xml": Reply(samples.ATOM.encode())}
    (found,) = discover(site.url("/a/b"))
    assert (found.url, found.named) == (site.url("/atom.xml"), False)
    assert asked(site) == ["/a/b", "/feed", "/rss.xml", "/atom.xml"]


def test_at_most_five_requests_are_made(site: Site) -> None:
    site.routes["/"] = page(*(link(f"/{n}") for n in range(9)))
    found = discover(site.url("/"))
    assert len(asked(site)) == 1 + 5
    assert [feed.label for feed in found] == ["http_4xx"] * 5 + ["deferred"] * 4
    site.asked.clear()
    site.routes["/"] = page(link("/1"), link("/2"))
    discover(site.url("/"))
    assert len(asked(site)) == 1 + 5


def test_a_site_that_is_slow_is_not_waited_for_and_what_it_names_is_still_offered(site: Site) -> None:
    async def never(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    site.routes |= {"/": page(link("/slow", "慢"), link("/other", "乙")), "/slow": never}
    begin = time.monotonic()
    found = discover(site.url("/"), patience=0.5)
    assert time.monotonic() - begin < 4
    assert [(feed.title, feed.label) for feed in found] == [("慢", "deferred"), ("乙", "deferred")]


def test_robots_and_inside_addresses_hold_here_too(site: Site) -> None:
    site.routes |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /feed\n"),
        "/": page(link("/feed"), link("http://10.0.0.1/feed")),
        "/feed": RSS,
    }
    assert {feed.label for feed in discover(site.url("/"))} == {"robots", "blocked_address"}
    assert "/feed" not in asked(site)


def test_a_title_is_masked(site: Site) -> None:
    site.routes["/"] = page(link("/x", "投稿电话 13912345678"))
    assert "13912345678" not in discover(site.url("/"))[0].title


@pytest.mark.parametrize("unit", ["<link ", "<link a=", "<!--", "<link rel='", "<base href='"])
def test_time_grows_with_the_size_only(unit: str) -> None:
    begin = time.monotonic()
    named_feeds(unit * (500_000 // len(unit)), "https://site.example/")
    assert time.monotonic() - begin < 5


def command(capfdbinary: pytest.CaptureFixture[bytes], *urls: str) -> tuple[int, list[dict[str, Any]]]:
    with pytest.raises(SystemExit) as ended:
        call_command("feed", *urls, "--discover")
    return int(str(ended.value.code)), [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def test_the_command_prints_one_object_for_each_feed(
    site: Site, settings: LazySettings, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    site.routes |= {"/": page(link("/news.xml")), "/news.xml": RSS}
    wanted = {"title": "云河晚报", "type": "application/rss+xml", "entries": 2, "error": None}
    code, records = command(capfdbinary, site.url("/"), site.url("/news.xml"))
    assert code == 0
    assert records == [{"url": site.url("/news.xml"), **wanted, "named": named} for named in (True, False)]


def test_the_command_exits_with_1_when_nothing_is_found_and_2_for_a_file(
    site: Site, settings: LazySettings, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    site.routes["/"] = page()
    assert command(capfdbinary, site.url("/")) == (1, [])
    assert command(capfdbinary, site.url("/missing")) == (1, [])
    assert command(capfdbinary, "feed.xml") == (2, [])
