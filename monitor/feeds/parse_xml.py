"""RSS, Atom and RDF: fastfeedparser first, feedparser when the fast one may have lost something. Pure.

A document without a fault goes to the fast parser as it came (tidy_xml.py), any other is repaired before (prepare_xml.py).

Both read author fields for themselves; only the fields named here leave this module.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any

import fastfeedparser
import feedparser

from monitor.errors import ParseError
from monitor.feeds.build import entry_of, legal_text, text_of
from monitor.feeds.hub import hub_of_xml
from monitor.feeds.links import absolute, canonical, public
from monitor.feeds.list_dates import read_written
from monitor.feeds.parsed import Entry, ParseConfig, ParsedFeed, partial_of
from monitor.feeds.prepare_xml import guid_told, is_marked, prepare
from monitor.feeds.tidy_xml import read_tidy

# The fast parser hands every text that is no date, guids too, to dateparser where that is installed (trafilatura needs it):
# slow, and "t1" becomes the first of January of some year. Dates that it cannot read stay without a date.
fastfeedparser.main._slow_dateparser = lambda value: None
FEED_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
HTML_ROOT = re.compile(r"\s*(?:<!--.*?-->\s*)*+<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
ESCAPED_ROOT = re.compile(r"&lt;(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf)(?:\s|&gt;)", re.IGNORECASE)
LOOSE = re.compile(r"<(item|entry)[\s>]")
ENCLOSED = re.compile(r"""<link\s([^<>]{0,2000}\brel\s*=\s*["']enclosure["'][^<>]{0,2000})>""")
LENGTH = re.compile(r"""\b(?:(href|length)\s*=\s*(?:"([^"]*)"|'([^']*)'))""")
TEXT_TAG, CONTENT_TAG = re.compile(r"<(/?)text>"), r"<\1content:encoded>"
BASE = re.compile(r"\bxml:base\s*=")
ODD_TYPE = re.compile(r"""\btype\s*=\s*["'](?:xhtml|application/(?:xhtml\+xml|octet-stream))""")
MODE = re.compile(r"<(?:title|content|summary)\s[^<>]{0,200}?\bmode\s*=")
MARKED_TITLE = re.compile(r"<title(?:\s[^<>]{0,200})?>[^<]{0,2000}<(?!/title)")
ATOM = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?feed\b", re.IGNORECASE)
SUMMARY = re.compile(r"<(?:description|summary)[\s>]")
REGISTERED = "http://www.iana.org/assignments/relation/"
NO_TEXT = re.compile(r"(?:image|audio|video|font)/|application/(?!octet-stream|x?html|xml|[\w.-]*\+(?:ht)?xml)")
WRAPPED = re.compile(r"\A<div[^<>]*>(.*)</div>\Z", re.DOTALL)
SYNTHETIC = 512  # characters of a summary that the fast parser makes of the content
SLOW_MAX = 3_000_000  # characters; feedparser reads about 1 MB a second
SLOW_TAGS = 150_000
ANY_TAG = re.compile("<|&lt;")
TTL = re.compile(r"<ttl[^>]{0,50}>\s*(?:<!\[CDATA\[)?\s*(\d{1,6})", re.IGNORECASE)
LANGUAGE = re.compile(
    r"<(?:dc:)?language[^>]{0,50}>\s*(?:<!\[CDATA\[)?\s*([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3})", re.IGNORECASE
)
DUBLIN_TITLE = re.compile(r"<dc:title(?:\s[^<>]{0,300})?>\s*(?:<!\[CDATA\[)?([^<\]]{1,2000})")
ROOT_LANGUAGE = re.compile(r"""<[A-Za-z][^>]{0,1500}?\bxml:lang\s*=\s*["']([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3})""")
PERIOD = re.compile(r"<(?:\w{1,10}:)?updatePeriod[^>]{0,50}>\s*(hourly|daily|weekly|monthly|yearly)", re.IGNORECASE)
FREQUENCY = re.compile(r"<(?:\w{1,10}:)?updateFrequency[^>]{0,50}>\s*(\d{1,4})", re.IGNORECASE)
PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def parse_xml(text: str, *, url: str, replaced: int, config: ParseConfig, body: bytes | None = None) -> ParsedFeed:
    """Raises ParseError (`not_a_feed`) when there is no feed in the text. `body`: the same as UTF-8, if nothing was replaced."""
    tidy = read_tidy(body, text, config.now) if body is not None else None
    if tidy is not None:
        base = url or text_of(tidy.raw.get("link"))
        text_by = legal_text if tidy.legal else text_of
        read = [
            _fast_entry(item, base, config.now, told=tidy.told, text=text_by)
            for item in tidy.entries[: config.max_entries]
        ]
        read = _with_lengths(read, text) if tidy.atom else read
        return _feed(tidy.raw, read, tidy.head, url, expected=len(tidy.entries), parser="fastfeedparser")
    return _repaired(text, url=url, replaced=replaced, config=config)


def _repaired(text: str, *, url: str, replaced: int, config: ParseConfig) -> ParsedFeed:
    """The long way, for any document."""
    if not FEED_ROOT.search(text):
        text = unescape(text) if ESCAPED_ROOT.search(text[:5_000]) else _rooted(text)
    if not FEED_ROOT.search(text) or (HTML_ROOT.match(text) and not FEED_ROOT.search(text[:20_000])):
        raise ParseError("HTML" if HTML_ROOT.match(text) else "", label="not_a_feed")
    prepared = prepare(text, config.now)
    if prepared is None:
        raise ParseError("", label="not_a_feed")
    document, expected = prepared.text, prepared.expected
    told = not ATOM.match(prepared.plain) and SUMMARY.search(prepared.plain, prepared.first) is not None
    raw, entries = (
        ({}, None) if replaced or _needs_slow(prepared.plain) else _fast(document, url, config.now, told=told)
    )
    parser = "fastfeedparser"
    if entries is None or len(entries) < expected:
        slow_raw, slow = _slow(document, url, config.now, told=told)
        if entries is None or len(slow) > len(entries):
            raw, entries, parser = slow_raw, slow, "feedparser"
    expected = max(expected, len(entries))
    entries = _with_lengths(entries, document)
    feed = _feed(raw, entries[: config.max_entries], prepared.head, url, expected=expected, parser=parser)
    return replace(feed, cut=True) if prepared.cut else feed


def _rooted(text: str) -> str:
    """Entries that stand in no feed, as in the protocol of Baidu's news search, within one; else the text as it is."""
    found = None if HTML_ROOT.match(text) else LOOSE.search(text)
    end = text.rfind(f"</{found[1]}>") if found else -1
    if found is None or "<title" not in (inside := text[found.start() : max(end, 0)]) or "<link" not in inside:
        return text
    if found[1] == "entry":
        return f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</entry></feed>'
    return f'<rss version="2.0"><channel>{TEXT_TAG.sub(CONTENT_TAG, inside)}</item></channel></rss>'


def _feed(raw: dict[str, Any], kept: list[Entry], head: str, url: str, *, expected: int, parser: str) -> ParsedFeed:
    ttl = _number(TTL, head)
    hub, topic = hub_of_xml(head, url)
    home = absolute(text_of(raw.get("link"), 4_000), url)
    return ParsedFeed(
        title=WRAPPED.sub(r"\1", text_of(raw.get("title"), 2_000)) or _dublin_title(head),
        link=public(canonical(home)) if home != hub else "",  # the fast parser gives the hub where there is no page
        language=_language(head, raw),
        ttl=ttl,
        entries=tuple(kept),
        partial=partial_of(len(kept), expected),
        floor_s=_floor(head, ttl),
        parser=parser,
        hub=hub,
        topic=topic,
    )


def _with_lengths(entries: list[Entry], document: str) -> list[Entry]:
    """With the lengths of what an entry of Atom encloses, which the fast parser leaves out."""
    if all(part.length is not None for entry in entries for part in entry.enclosures):
        return entries
    links = [
        {name: double or single for name, double, single in LENGTH.findall(tag)} for tag in ENCLOSED.findall(document)
    ]
    lengths = {
        unescape(link["href"]).strip(): int(link["length"])
        for link in links
        if len(link) == 2 and link["length"].isdecimal()
    }
    return [_with_length(entry, lengths) for entry in entries] if lengths else entries


def _with_length(entry: Entry, lengths: dict[str, int]) -> Entry:
    parts = (replace(part, length=lengths.get(part.url)) if part.length is None else part for part in entry.enclosures)
    return replace(entry, enclosures=tuple(parts)) if entry.enclosures else entry


def _dublin_title(head: str) -> str:
    """Of a feed whose title is Dublin Core's only."""
    found = DUBLIN_TITLE.search(head)
    return text_of(unescape(found[1])) if found else ""


def _needs_slow(plain: str) -> bool:
    """What the fast parser reads wrongly: xml:base, XHTML and base64 content, markup inside a title, long texts of RSS 1.0."""
    return bool(
        ("xml:base" in plain and BASE.search(plain))
        or (("xhtml" in plain or "octet-stream" in plain) and ODD_TYPE.search(plain))
        or (" mode" in plain and MODE.search(plain))
        or MARKED_TITLE.search(plain)
        or ("RDF" in plain[:1_000] and "<content:encoded" in plain)
    )


def _fast(document: str, url: str, now: datetime | None, *, told: bool) -> tuple[dict[str, Any], list[Entry] | None]:
    """(feed fields, entries); None for entries when the fast parser gave up."""
    try:
        feed = fastfeedparser.parse(document.encode("utf-8"), include_media=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return {}, None
    raw = feed["feed"]
    base = url or text_of(raw.get("link"))
    return raw, [_fast_entry(item, base, now, told=told) for item in feed["entries"]]


def _fast_entry(
    item: Any, base: str, now: datetime | None, *, told: bool, text: Callable[[object, int], str] = text_of
) -> Entry:
    raw, plain = text_of(item.get("id")), text_of(item.get("link"), 4_000)
    guid, may_link = guid_told(raw)
    short, long = _texts(item, told=told)
    return entry_of(
        base=base,
        now=now,
        guid="" if raw == plain[:2_000] and "#" not in raw else guid,  # it gives the link where there is none
        link=_link(item, plain),
        title=item.get("title"),
        summary=short,
        content=long,
        published=_dated(item.get("published")),
        updated=_dated(item.get("updated")),
        categories=[tag.get("label") or tag.get("term") for tag in item.get("tags") or ()],
        enclosures=_attached(item),
        guid_is_link=may_link and ("://" in guid or guid.startswith("/")),
        text=text,
    )


def _texts(item: Any, *, told: bool) -> tuple[str, str]:
    """(summary, content) as published; `told`: it is RSS with summaries, where a text that stands in both is a summary.

    The fast parser gives the one for the other where it is missing, or makes a summary of the content.
    """
    short, contents = item.get("description") or "", item.get("content")
    long = (contents[0].get("value") or "") if contents and not _is_packed(contents[0]) else ""
    if short == long:
        return (short, "") if told else ("", long)
    if long and short and len(short) <= SYNTHETIC:
        made = fastfeedparser.main.FastFeedParserDict({"content": contents})
        fastfeedparser.main._synthesize_entry_description(made)
        short = "" if made.get("description") == short else short
    return short, long


def _is_packed(content: Any) -> bool:
    """A picture or a document within the entry: its letters are no text."""
    kind = content.get("type")
    return bool(kind) and "/" in kind and kind[:5] != "text/" and NO_TEXT.match(kind.lower()) is not None


def _slow(document: str, url: str, now: datetime | None, *, told: bool) -> tuple[dict[str, Any], list[Entry]]:
    try:
        feed = feedparser.parse(
            io.BytesIO(_readable_slowly(document).encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, AssertionError) as error:
        raise ParseError(type(error).__name__, label="not_a_feed") from None
    raw = feed.get("feed") or {}
    base = url or text_of(raw.get("link"))
    return raw, [_slow_entry(item, base, now, told=told) for item in feed.get("entries") or ()]


def _readable_slowly(document: str) -> str:
    """What feedparser reads within seconds: its time goes with the tags, escaped ones too."""
    document = document[:SLOW_MAX]
    if document.count("<") + document.count("&lt;") <= SLOW_TAGS:
        return document
    last = next(islice(ANY_TAG.finditer(document), SLOW_TAGS, None))
    return document[: last.start()]


def _slow_entry(item: Any, base: str, now: datetime | None, *, told: bool) -> Entry:
    contents = [part for part in item.get("content") or () if part.get("value") and not _is_packed(part)]
    rich = next((part for part in contents if "html" in (part.get("type") or "")), contents[0] if contents else {})
    short, long = text_of(item.get("summary")), text_of(rich.get("value"))
    if short == long:
        short, long = (short, "") if told else ("", long)
    guid, may_link = guid_told(text_of(item.get("id")))
    return entry_of(
        base=base,
        now=now,
        guid=guid,
        link=_link(item, text_of(item.get("link"), 4_000)),
        title=WRAPPED.sub(r"\1", text_of(item.get("title"))),
        summary=_unwrapped(short),
        content=_unwrapped(long),
        published=_dated(item.get("published") or item.get("created")),
        updated=_dated(dict.get(item, "updated")),
        categories=[tag.get("label") or tag.get("term") for tag in item.get("tags") or ()],
        enclosures=_attached(item),
        guid_is_link=may_link and ("://" in guid or guid.startswith("/")),
    )


def _unwrapped(text: str) -> str:
    """Without the one division that XHTML stands in."""
    inside = WRAPPED.match(text)
    return inside.group(1) if inside and "<div" not in inside.group(1) else text


def _link(item: Any, plain: str) -> str:
    """The page of an entry: its alternate link (HTML first), else its `plain` one, never an enclosure or a link to itself."""
    plain = "" if is_marked(plain) else plain
    every = item.get("links")
    if not every:
        return plain
    links = [link for link in every if _relation(link) == "alternate" and link.get("href")]
    pages = [link for link in links if "html" in (link.get("type") or "html")]
    best = text_of((pages or links or [{}])[0].get("href"), 4_000)
    others = {link.get("href") for link in every if link not in links}
    return ("" if is_marked(best) else best) or ("" if plain in others else plain)


def _relation(link: Any) -> str:
    """In lower case, a registered one by its name."""
    return (link.get("rel") or "alternate").lower().removeprefix(REGISTERED)


def _dated(raw: object) -> object:
    return read_written(raw) or raw


def _attached(item: Any) -> list[tuple[object, object, object]]:
    every, attached = item.get("links"), item.get("enclosures")
    if not every and not attached:
        return []
    links = [link for link in every or () if link.get("rel") == "enclosure"]
    found = {text_of(part.get("url") or part.get("href")): part for part in [*links, *(attached or ())]}
    return [(url, part.get("type"), part.get("length")) for url, part in found.items()]


def _language(head: str, raw: dict[str, Any]) -> str | None:
    match = LANGUAGE.search(head) or ROOT_LANGUAGE.search(head[:4_000])
    return match.group(1) if match else text_of(raw.get("language"), 40) or None


def _number(pattern: re.Pattern[str], head: str) -> int | None:
    match = pattern.search(head)
    return int(match.group(1)) if match else None


def _floor(head: str, ttl: int | None) -> int | None:
    """Seconds between polls that the feed itself asks for: `ttl` (minutes), or the syndication module's period."""
    period = PERIOD.search(head)
    asked = [ttl * 60] if ttl else []
    if period:
        asked.append(PERIODS[period.group(1).lower()] // max(_number(FREQUENCY, head) or 1, 1))
    return max(asked) if asked else None
