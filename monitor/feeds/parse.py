"""The front of the parser: bytes of any format to a ParsedFeed. Pure, never raises anything but ParseError."""

from __future__ import annotations

from dataclasses import replace

from monitor.errors import ParseError
from monitor.feeds.decode import Decoded, decode
from monitor.feeds.parse_json import is_json, parse_json
from monitor.feeds.parse_list import parse_list
from monitor.feeds.parse_sitemap import is_sitemap, parse_sitemap
from monitor.feeds.parse_xml import parse_xml
from monitor.feeds.parsed import ParseConfig, ParsedFeed

DEFAULT = ParseConfig()


def parse(
    body: bytes, *, url: str = "", content_type: str = "", truncated: bool = False, config: ParseConfig = DEFAULT
) -> ParsedFeed:
    """Decode and parse. Raises ParseError: `not_a_feed`, `no_list`, `bad_encoding`, `truncated`, `empty` (no bytes).

    Also `sitemap`, `sitemap_index` (of a site, not of news), `selector`, `mapping` (of the config).

    `truncated`: the body is known to end in its middle; what could be read of it is given, with `cut` set.
    """
    if not body.strip():
        raise ParseError("0 bytes", label="empty")
    decoded = decode(body, content_type)
    if not decoded.readable:
        raise ParseError(decoded.charset, label="bad_encoding")
    text = decoded.text.lstrip("\ufeff\u200b \t\r\n")
    if config.list_page is not None:
        feed = parse_list(text, url=url, config=config, truncated=truncated)
    elif is_json(text):
        feed = parse_json(text, url=url, config=config)
    elif is_sitemap(text):
        feed = parse_sitemap(text, url=url, config=config)
    else:
        feed = parse_xml(text, url=url, replaced=decoded.replaced, config=config, body=_utf8(body, decoded))
    feed = replace(feed, charset=decoded.charset, replaced=decoded.replaced)
    if not (truncated or feed.cut):
        return feed
    if not feed.entries:
        raise ParseError(f"{len(body):,} bytes", label="truncated")
    return replace(feed, cut=True, partial=feed.partial or f"{len(feed.entries)} of {len(feed.entries) + 1}")


def _utf8(body: bytes, decoded: Decoded) -> bytes | None:
    """The document in UTF-8; None when not all of it could be read."""
    if decoded.replaced:
        return None
    try:
        return body if decoded.charset == "utf-8" else decoded.text.encode("utf-8")
    except UnicodeEncodeError:
        return None
