"""JSON Feed 1.x; other JSON is a hot list. Author fields are never looked at. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.build import entry_of, text_of
from monitor.feeds.hub import hub_of_json
from monitor.feeds.json_cut import first_part
from monitor.feeds.links import absolute, canonical, public
from monitor.feeds.parse_hotlist import parse_hotlist
from monitor.feeds.parsed import Entry, ParseConfig, ParsedFeed, partial_of

LAX = json.JSONDecoder(strict=False, parse_constant=lambda _name: None)
"""Line ends within a text, something behind the end and NaN are common, and lose nothing."""

WRAPPING = re.compile(
    r"(?:/\*[^*]{0,100}\*/\s*)?(?:(?:(?:var|let|const)\s+)?[\w.$]{1,80}\s*[(=]\s*|\)\]\}',?\s*)(?=[{\[])"
)
"""What stands before JSON that a script on a page is to read (JSONP)."""


def is_json(text: str) -> bool:
    """By how it begins."""
    return text.startswith(("{", "[")) or WRAPPING.match(text) is not None


def parse_json(text: str, *, url: str, config: ParseConfig) -> ParsedFeed:
    """Raises ParseError when the text is not JSON, or neither a JSON Feed nor a hot list."""
    text = WRAPPING.sub("", text, count=1) if not text.startswith(("{", "[")) else text
    try:
        document, cut = LAX.raw_decode(text)[0], False
    except (ValueError, RecursionError):
        document, cut = first_part(text), True
        if document is None:
            raise ParseError("JSON", label="not_a_feed") from None
    if config.hotlist is None and isinstance(document, dict) and _looks_like_feed(document):
        feed = _feed(document, url, config)
    else:
        feed = parse_hotlist(document, url=url, config=config)
    return replace(feed, cut=cut)


def _looks_like_feed(document: dict[str, Any]) -> bool:
    """A JSON Feed, also when its version is missing or wrong."""
    if "jsonfeed.org" in str(document.get("version", "")):
        return True
    items = document.get("items")
    if not isinstance(items, list):
        return False
    known = {"content_html", "content_text", "date_published", "external_url"}
    return bool({"home_page_url", "feed_url"} & document.keys()) or any(
        isinstance(item, dict) and known & item.keys() for item in items[:20]
    )


def _feed(document: dict[str, Any], url: str, config: ParseConfig) -> ParsedFeed:
    home = absolute(text_of(document.get("home_page_url")), url)
    base = url or home
    raw = document.get("items")
    items = raw if isinstance(raw, list) else []
    entries = [_feed_entry(item, base, config.now) for item in items[: config.max_entries] if isinstance(item, dict)]
    hub, topic = hub_of_json(document, base)
    return ParsedFeed(
        title=text_of(document.get("title"), 2_000),
        link=public(canonical(home)),
        language=text_of(document.get("language"), 40) or None,
        ttl=None,
        entries=tuple(entries),
        partial=partial_of(len(entries), len(items)),
        parser="jsonfeed",
        hub=hub,
        topic=topic,
    )


def _feed_entry(item: dict[str, Any], base: str, now: datetime | None) -> Entry:
    return entry_of(
        base=base,
        now=now,
        guid=item.get("id"),
        link=item.get("url") or item.get("external_url"),
        title=item.get("title"),
        summary=item.get("summary"),
        content=item.get("content_html") or item.get("content_text"),
        published=item.get("date_published"),
        updated=item.get("date_modified"),
        categories=_list(item.get("tags")),
        enclosures=[
            (part.get("url"), part.get("mime_type"), part.get("size_in_bytes"))
            for part in _list(item.get("attachments"))
            if isinstance(part, dict)
        ],
        guid_is_link=str(item.get("id", "")).startswith(("http://", "https://")),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
