"""The feeds of a site, from the address of one of its pages: what the page names, else the usual places.

    page ─▶ named_feeds (pure) ─▶ asked, at most five requests ─▶ those that are feeds
                └─ none ─▶ USUAL places of the site, until one is a feed

Every request goes through the polite fetcher: robots.txt, pacing and refused addresses hold here too.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from monitor.errors import ParseError
from monitor.feeds.build import text_of
from monitor.feeds.decode import decode
from monitor.feeds.exchange import FetchRequest, FetchResult
from monitor.feeds.fetch import Fetcher
from monitor.feeds.labels import OK
from monitor.feeds.links import absolute, is_personal
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.reading import parse_answer
from monitor.text.mask import mask

REQUESTS = 5
PATIENCE = 60.0  # seconds; robots.txt may ask for long pauses
USUAL = ("/feed", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
HEAD = 500_000  # characters of a page that are looked at
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(link|base)\b([^<>]{1,2000}+)>", re.IGNORECASE | re.DOTALL)
ATTRIBUTE = re.compile(r"""([\w:-]{1,40}+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a page names: absolute address, the page's words for it (may be ''), media type."""

    url: str
    title: str
    type: str


@dataclass(frozen=True, slots=True)
class Found:
    """A feed of the site. `entries` is None when it could not be read; `label` says why (labels.py), else ''.

    `named`: the page names it; otherwise it was found in a usual place. The title is masked.
    """

    url: str
    title: str
    type: str = ""
    entries: int | None = None
    label: str = ""
    named: bool = True


def named_feeds(text: str, url: str) -> tuple[NamedFeed, ...]:
    """`<link rel=alternate>` of a page with a feed's type, in its order, each address once. Pages of people are left out."""
    base, found = url, dict[str, NamedFeed]()
    for match in TAG.finditer(text[:HEAD]):
        attributes = _attributes(match[2] or "")
        if (match[1] or "").lower() == "base" and base == url:
            base = absolute(attributes.get("href", ""), url) or url
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in attributes.get("rel", "").lower().split() and kind in TYPES:
            target = absolute(attributes.get("href", ""), base).partition("#")[0]
            if target and target != url and not is_personal(target):
                found.setdefault(target, NamedFeed(target, text_of(attributes.get("title", ""), 200), kind))
    return tuple(found.values())


def usual_places(url: str) -> tuple[str, ...]:
    """Where sites mostly keep a feed that no page names."""
    parts = urlsplit(url)
    return tuple(f"{parts.scheme}://{parts.netloc}{path}" for path in USUAL)


def is_page(result: FetchResult) -> bool:
    """Whether an answer that is no feed is a page that may name one."""
    return result.outcome == OK and PAGE.search(decode(result.body[:HEAD], result.content_type).text) is not None


async def feeds_discover(page: FetchResult, fetcher: Fetcher, *, patience: float = PATIENCE) -> tuple[Found, ...]:
    """Feeds of the site of a fetched page, those that can be read first. Never raises for expected failures.

    Each is asked once, at most REQUESTS in all and for `patience` seconds in all; what the page names beyond that is given
    unread (`label` "deferred").
    """
    until = asyncio.get_running_loop().time() + patience
    named = named_feeds(decode(page.body, page.content_type).text, page.url)
    asked = [await _ask(feed, fetcher, until) for feed in named[:REQUESTS]]
    found = _distinct(
        [*asked, *(Found(feed.url, _words(feed.title), feed.type, None, "deferred") for feed in named[REQUESTS:])]
    )
    if any(feed.entries is not None for feed in found):
        return tuple(sorted(found, key=lambda feed: feed.entries is None))
    tried = {feed.url for feed in named}
    for url in [url for url in usual_places(page.url) if url not in tried][: REQUESTS - len(asked)]:
        guess = await _ask(NamedFeed(url, "", ""), fetcher, until, named=False)
        if guess.entries is not None:
            return (guess, *found)
    return tuple(found)


async def _ask(feed: NamedFeed, fetcher: Fetcher, until: float, *, named: bool = True) -> Found:
    try:
        async with asyncio.timeout_at(until):
            result = await fetcher.fetch(FetchRequest(feed.url))
    except TimeoutError:
        result = FetchResult(feed.url, "deferred")
    parsed, label = _parsed(result)
    if parsed is None:
        return Found(feed.url, _words(feed.title), feed.type, None, label, named)
    title = parsed.title or feed.title or str(urlsplit(feed.url).hostname)
    kind = feed.type or result.content_type.partition(";")[0].strip().lower()
    return Found(result.moved_to or feed.url, _words(title), text_of(kind, 100), len(parsed.entries), "", named)


def _parsed(result: FetchResult) -> tuple[ParsedFeed | None, str]:
    if result.outcome != OK:
        return None, result.outcome
    if is_personal(result.moved_to):
        return None, "not_a_feed"
    try:
        return (
            parse_answer(result),
            "",
        )
    except ParseError as error:
        return None, error.label


def _distinct(found: Iterable[Found]) -> list[Found]:
    first: dict[str, Found] = {}
    for feed in found:
        first.setdefault(feed.url, feed)
    return list(first.values())


def _attributes(raw: str) -> dict[str, str]:
    return dict(_pairs(raw))


def _pairs(raw: str) -> Iterator[tuple[str, str]]:
    for name, double, single, bare in ATTRIBUTE.findall(raw):
        yield name.lower(), unescape(double or single or bare).strip()


def _words(title: str) -> str:
    return mask(" ".join(title.split())[:120])[0]
