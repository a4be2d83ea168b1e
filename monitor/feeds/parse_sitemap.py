"""News sitemaps: the `<url>`s that carry a `news:news`. Pure. Pictures and films in them are passed over.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from monitor.errors import ParseError
from monitor.feeds.build import entry_of, text_of
from monitor.feeds.links import absolute, canonical, public
from monitor.feeds.parsed import Entry, ParseConfig, ParsedFeed, partial_of
from monitor.feeds.prepare_xml import ILLEGAL
from monitor.feeds.repair_xml import restored, set_aside

ROOT = re.compile(
    r"\A(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+<(?:[\w.-]{1,20}:)?(urlset|sitemapindex)[\s>]", re.DOTALL
)
LOC = re.compile(r"<(?:(?!image:|video:)[\w.-]{1,20}:)?loc\s*>\s*((?:<!\[CDATA\[)?[^<]{0,4000})</")
NEWS = re.compile(r"""xmlns:([\w.-]{1,20})\s*=\s*["'][^"']*sitemap-news""")
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
END = re.compile(r"</(?:[\w.-]{1,20}:)?urlset\s*>")
CLOSED = re.compile(r"</(?:[\w.-]{1,20}:)?url\s*>")
OPENED = re.compile(r"<(?:[\w.-]{1,20}:)?url(?:\s[^<>]{0,300}+)?(?<!/)>")


def is_sitemap(text: str) -> bool:
    """By its root element."""
    return ROOT.match(text[:20_000]) is not None


def parse_sitemap(text: str, *, url: str, config: ParseConfig) -> ParsedFeed:
    """Raises ParseError: `sitemap_index` for a list of sitemaps, `sitemap` for one without any news."""
    text = restored(*set_aside(ILLEGAL.sub("", text)))
    root = ROOT.match(text)
    if root and root.group(1) == "sitemapindex":
        raise ParseError(" ".join(_children(text, url)), label="sitemap_index")
    bound = NEWS.search(text[:20_000])
    prefix = bound.group(1) if bound else "news"
    blocks = _blocks(text)
    news = [block for block in blocks if f"<{prefix}:news" in block]
    entries = [entry for block in news if (entry := _entry(block, prefix, url, config.now)).title]
    if blocks and not entries:
        raise ParseError(f"{len(blocks):,} URL", label="sitemap")
    kept = entries[: config.max_entries]
    first = news[0] if news else ""
    return ParsedFeed(
        title=text_of(_tag(first, f"{prefix}:name"), 2_000),
        link=public(canonical(absolute("/", url))),
        language=text_of(_tag(first, f"{prefix}:language"), 40) or None,
        ttl=None,
        entries=tuple(kept),
        partial=partial_of(len(kept), len(OPENED.findall(text))),
        parser="sitemap",
        cut=END.search(text) is None,
    )


def _blocks(text: str) -> list[str]:
    """What stands in each `<url>` that is whole."""
    starts = [match.end() for match in OPENED.finditer(text)]
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]
    return [piece[: found.start()] for piece in pieces if (found := CLOSED.search(piece))]


def _entry(block: str, prefix: str, base: str, now: datetime | None) -> Entry:
    loc = LOC.search(block)
    return entry_of(
        base=base,
        now=now,
        link=_text(loc.group(1)) if loc else "",
        title=_tag(block, f"{prefix}:title"),
        published=_tag(block, f"{prefix}:publication_date"),
        updated=_tag(block, "lastmod"),
        categories=[word.strip() for word in re.split("[,，、]", _tag(block, f"{prefix}:keywords"))],
    )


def _tag(block: str, name: str) -> str:
    match = re.search(rf"<{re.escape(name)}(?:\s[^<>]{{0,300}})?>(.*?)</{re.escape(name)}\s*>", block, re.DOTALL)
    return _text(match.group(1)) if match else ""


def _text(raw: str) -> str:
    """Without its CDATA marks, or with its references as characters."""
    inside = CDATA.search(raw)
    return (inside.group(1) if inside else unescape(raw)).strip()


def _children(text: str, url: str) -> list[str]:
    """Some of the sitemaps that an index names, those with news first."""
    found = [public(canonical(absolute(_text(match.group(1)), url)))[:200] for match in LOC.finditer(text)]
    return sorted(filter(None, found), key=lambda link: "news" not in link.lower())[:3]
