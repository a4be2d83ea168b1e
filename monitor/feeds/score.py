"""A feed as we read it beside the result that somebody else expects (JSON of gofeed's shapes). Pure.

Compared is what Tingchao keeps: how many entries; title, link, language of the feed; title, link, guid, text, dates, categories,
enclosures of each entry. A field that the expected JSON does not name is not compared. Texts are compared as clean
text (that is what is stored), links as they are kept: canonical, without tracking parameters, a personal page as its host only.
Not compared: authors, contributors, pictures, generator, rights, extensions, comments: none of them is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.feeds.links import absolute, canonical, public
from monitor.feeds.parsed import Entry, ParsedFeed
from monitor.text.clean import clean_html

ENTRY_FIELDS = ("title", "link", "guid", "summary", "content", "published", "updated", "categories", "enclosures")
FEED_FIELDS = ("feed_title", "feed_link", "language")
FIELDS = ("entries", *FEED_FIELDS, *ENTRY_FIELDS)


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` is one of FIELDS; `entry` counts from 0, None for the feed itself."""

    field: str
    entry: int | None
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class Compared:
    """`fields` is how often each field was compared."""

    fields: Mapping[str, int]
    differences: tuple[Difference, ...]


def feed_compare(feed: ParsedFeed, expected: Mapping[str, Any]) -> Compared:
    """Everything that the expected JSON says of what we keep."""
    items = [item for item in expected.get("items") or expected.get("entries") or () if isinstance(item, Mapping)]
    counts = dict.fromkeys(FIELDS, 0) | {"entries": 1}
    differences = []
    if len(items) != len(feed.entries):
        differences.append(Difference("entries", None, len(items), len(feed.entries)))
    pairs: list[tuple[int | None, Iterator[tuple[str, object, object]]]] = [(None, _feed(feed, expected))]
    pairs += [
        (number, _entry(entry, item)) for number, (entry, item) in enumerate(zip(feed.entries, items, strict=False))
    ]
    for number, fields in pairs:
        for field, wanted, found in fields:
            counts[field] += 1
            if wanted != found:
                differences.append(Difference(field, number, wanted, found))
    return Compared(counts, tuple(differences))


def _feed(feed: ParsedFeed, expected: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    if "title" in expected:
        yield "feed_title", _text(expected["title"]), _text(feed.title)
    if link := _page(expected):
        yield "feed_link", _link(link), feed.link
    if "language" in expected:
        yield "language", expected["language"], feed.language


def _entry(entry: Entry, item: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    if "title" in item:
        yield "title", _text(item["title"]), _text(entry.title)
    if link := _page(item):
        yield "link", _link(link), entry.link
    if guid := _value(item.get("guid") or item.get("id")):
        yield "guid", guid.strip(), entry.guid
    yield from _texts(entry, item)
    for field, name in (("published", "date_published"), ("updated", "date_modified")):
        if raw := _date(item, field, name):
            yield field, raw, getattr(entry, field)
    if raw_categories := item.get("categories") or item.get("tags"):
        yield "categories", _categories(raw_categories), entry.categories
    if raw_enclosures := item.get("enclosures") or item.get("attachments"):
        yield "enclosures", _enclosures(raw_enclosures), tuple((part.url, part.type) for part in entry.enclosures)


def _texts(entry: Entry, item: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    """Both forms are looked for in both places: where a feed has one of them only, which it is called does not matter."""
    ours = (_text(entry.summary), _text(entry.content))
    for field, names in (("summary", ("summary", "description")), ("content", ("content_html", "content"))):
        wanted = next((_text(_value(item[name])) for name in names if item.get(name)), "")
        if wanted:
            yield field, wanted, wanted if wanted in ours else ours[field == "content"]


def _page(thing: Mapping[str, Any]) -> str:
    """The address of the page, in any of the shapes."""
    for name in ("link", "url", "home_page_url"):
        if isinstance(thing.get(name), str):
            return str(thing[name])
    links = [link for link in thing.get("links") or () if isinstance(link, Mapping)]
    pages = [link for link in links if link.get("rel", "alternate") == "alternate" and link.get("href")]
    return str(pages[0]["href"]) if pages else ""


def _link(link: str) -> str:
    return public(canonical(absolute(link, "")))


def _value(value: object) -> str:
    return str(value.get("value") or "") if isinstance(value, Mapping) else str(value or "")


def _text(value: object) -> str:
    return clean_html(value if isinstance(value, str) else "")


def _date(item: Mapping[str, Any], field: str, name: str) -> datetime | None:
    """Also RSS's own `pubDateParsed`."""
    names = (f"{field}Parsed", name, "pubDateParsed" if field == "published" else "")
    raw = next((item[key] for key in names if item.get(key)), None)
    return datetime.fromisoformat(str(raw)) if raw else None


def _categories(raw: Sequence[Any]) -> tuple[str, ...]:
    words = [
        one if isinstance(one, str) else str(one.get("term") or one.get("label") or one.get("value") or "")
        for one in raw
    ]
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _enclosures(raw: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_link(str(part.get("url") or "")), str(part.get("type") or part.get("mime_type") or "")) for part in raw
    )
