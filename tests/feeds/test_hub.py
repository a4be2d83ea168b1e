"""The hub and the own address that a feed names for WebSub."""

from __future__ import annotations

import json

import pytest

from monitor.feeds.parse import parse
from tests.feeds.samples import item, rss

URL = "http://news.yunhe.example/feeds/all.xml"
HUB, TOPIC = "https://hub.yunhe.example/push", "http://news.yunhe.example/feeds/all.xml?a=1&utm_source=x"
LINKS = '<{0}link rel="hub" href="https://hub.yunhe.example/push"/><{0}link href="all.xml?a=1&amp;utm_source=x" rel="self" type="application/rss+xml"/>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"{}><title>云河</title>{}<entry><title>甲</title><id>a</id>{}</entry></feed>'


@pytest.mark.parametrize("prefix", ["atom:", "atom10:", ""])
def test_rss_names_its_hub_and_itself(prefix: str) -> None:
    feed = parse(rss(item(1), head=LINKS.format(prefix)), url=URL)
    assert (feed.hub, feed.topic) == (HUB, TOPIC)
    assert feed.entries[0].link == "http://news.yunhe.example/1"


def test_atom_names_its_hub_and_itself_also_with_a_base() -> None:
    feed = parse(ATOM.format("", LINKS.format(""), "").encode(), url=URL)
    based = parse(ATOM.format(' xml:base="/other/"', LINKS.format(""), "").encode(), url=URL)
    assert (feed.hub, feed.topic) == (HUB, TOPIC)
    assert based.topic == TOPIC.replace("/feeds/", "/other/")


def test_a_json_feed_names_its_hub_and_itself() -> None:
    hubs = [{"type": "rssCloud", "url": "https://cloud.yunhe.example/"}, 3, {"type": "WebSub", "url": HUB}]
    body = {"version": "https://jsonfeed.org/version/1.1", "feed_url": "/f.json", "hubs": hubs, "items": []}
    feed = parse(json.dumps(body).encode(), url=URL)
    assert (feed.hub, feed.topic) == (HUB, "http://news.yunhe.example/f.json")


def test_only_the_head_counts_and_only_http() -> None:
    inside = parse(rss(item(1) + LINKS.format("atom:")), url=URL)
    quiet = parse(
        rss(head=f"<!-- {LINKS.format('atom:')} --><description><![CDATA[{LINKS.format('')}]]></description>")
    )
    odd = parse(rss(head='<atom:link rel="hub" href="ftp://h.example/"/><atom:link rel="self" href="urn:x"/>'), url=URL)
    assert {(feed.hub, feed.topic) for feed in (inside, quiet, odd)} == {("", "")}


def test_the_feed_of_a_person_is_no_topic() -> None:
    feed = parse(rss(head='<atom:link rel="self" href="http://bbs.yunhe.example/u/77/feed"/>'), url=URL)
    assert feed.topic == ""
