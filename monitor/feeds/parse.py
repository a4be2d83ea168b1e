"""The front of the parser: bytes of any format to a ParsedFeed. Pure, never raises anything but ParseError."""

from __future__ import annotations

from dataclasses import replace

from monitor.errors import ParseError
from monitor.feeds.decode import decode
from monitor.feeds.parse_json import parse_json
from monitor.feeds.parse_xml import parse_xml
from monitor.feeds.parsed import ParseConfig, ParsedFeed

DEFAULT = ParseConfig()


def parse(body: bytes, *, url: str = "", content_type: str = "", config: ParseConfig = DEFAULT) -> ParsedFeed:
    """Decode and parse. Raises ParseError: `not_a_feed`, `bad_encoding`, or `empty` when there are no bytes at all."""
    if not body.strip():
        raise ParseError("0 bytes", label="empty")
    decoded = decode(body, content_type)
    if not decoded.readable:
        raise ParseError(decoded.charset, label="bad_encoding")
    text = decoded.text.lstrip("\ufeff\u200b \t\r\n")
    if text.startswith(("{", "[")):
        feed = parse_json(text, url=url, config=config)
    else:
        feed = parse_xml(text, url=url, replaced=decoded.replaced, config=config)
    return replace(feed, charset=decoded.charset, replaced=decoded.replaced)
