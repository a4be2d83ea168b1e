"""Raw fields to an Entry: links, dates, identity. The one place where every format ends up. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from monitor.feeds.links import absolute, is_home, is_plain, public, settled
from monitor.feeds.list_dates import Dated, read_dated
from monitor.feeds.parsed import Enclosure, Entry, digest16

UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
WINDOWS = {chr(n): bytes((n,)).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}
"""What the control characters of ISO 8859-1 are meant to be, as in HTML: `&#147;` is a quotation mark."""

TAGS = re.compile(r"<[^<>]*+>")
REFERENCES = re.compile(r"&[a-zA-Z#0-9]{1,10};")
SENTENCE = re.compile(r"[^\n。！？!?]+[。！？!?]?")
LONGEST_HEADLINE = 60
MAX_TITLE, MAX_TEXT, MAX_CATEGORIES = 2_000, 200_000, 50


def text_of(value: object, longest: int = MAX_TEXT) -> str:
    """A stripped string without what neither XML nor PostgreSQL can hold; '' for anything else."""
    if not isinstance(value, str):
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        value = str(value)
    text = value if len(value) <= longest else value[:longest]
    return text.strip() if text.isprintable() else UNWANTED.sub(_wanted, text).strip()


def _wanted(match: re.Match[str]) -> str:
    return WINDOWS.get(match.group(), "")


def legal_text(value: object, longest: int = MAX_TEXT) -> str:
    """As `text_of`, of a document that is known to hold nothing but what may stay: not looked through once more."""
    return value[:longest].strip() if isinstance(value, str) else text_of(value, longest)


def entry_of(
    *,
    base: str,
    guid: object = "",
    link: object = "",
    title: object = "",
    summary: object = "",
    content: object = "",
    published: object = None,
    updated: object = None,
    categories: Iterable[object] = (),
    enclosures: Iterable[tuple[object, object, object]] = (),
    guid_is_link: bool = False,
    now: datetime | None = None,
    text: Callable[[object, int], str] = text_of,
) -> Entry:
    """Build an entry from what a format calls these things. There is no parameter for an author.

    `text` is `text_of`, or `legal_text` where that may be used.
    `published` and `updated` are as the format has them, or read already (Dated); `now` dates a "3 hours ago" there.
    """
    raw_guid = text_of(guid, 2_000)
    address = _address(link)
    full = settled(address, base)
    if not full and guid_is_link:
        full = settled(raw_guid, base if "/" in raw_guid else "")
    name, short, long = text(title, MAX_TITLE), text(summary, MAX_TEXT), text(content, MAX_TEXT)
    kept = public(full)
    edited = _dated(updated, now)
    at = _dated(published, now) or edited
    identity, shown = (full, raw_guid if kept == full else kept) if _is_same(raw_guid, address) else _known_as(raw_guid)
    guid_key = digest16("id", identity) if raw_guid else b""
    own = full and not is_home(full) and not (raw_guid and kept != full)  # nor a personal page beside a guid
    return Entry(
        guid=shown or kept or digest16(name or short or long).hex(),
        link=kept,
        title=name,
        summary=short,
        content=long,
        published=at.at if at else None,
        updated=edited.at if edited else None,
        categories=_categories(categories) if categories else (),
        enclosures=tuple(_enclosures(enclosures, base)) if enclosures else (),
        guid_key=guid_key,
        link_key=digest16("id", full) if own else b"",
        words_key=b"" if guid_key else digest16("text", *([full] if full else []), name or short or long),
        content_digest=digest16(_words(name), _words(long or short)),
        dated=at.how if at else "second",
    )


def headline(text: str) -> str:
    """What stands for the title of a text that has none: its first sentence, at most 60 characters."""
    first = SENTENCE.match(text.strip())
    found = first.group() if first else ""
    return found if len(found) <= LONGEST_HEADLINE else f"{found[:LONGEST_HEADLINE].rstrip()}…"


def _address(raw: object) -> str:
    """'' for one that has swallowed markup (an attribute without its end): that may hold anything, a name too."""
    text = text_of(raw, 4_000)
    return "" if "<" in text else text


def _dated(raw: object, now: datetime | None) -> Dated | None:
    return raw if isinstance(raw, Dated) else read_dated(raw, now)


def _categories(raw: Iterable[object]) -> tuple[str, ...]:
    words = (text_of(word, 200) for word in raw)
    return tuple(dict.fromkeys(word for word in words if word))[:MAX_CATEGORIES]


def _is_same(guid: str, address: str) -> bool:
    """The guid is the link, as it mostly is, and one that means the same without a base: it need not be taken apart again."""
    return guid == address and is_plain(guid)


def _known_as(guid: str) -> tuple[str, str]:
    """(what a guid identifies, what of it may be shown).

    One that is an address counts without its tracking parameters; its fragment tells the entries of a live page apart. The
    address of a personal page is shown as its host only.
    """
    if "/" not in guid:
        return guid, guid
    full = settled(guid, "")
    kept = public(full)
    shown = guid if kept == full or not guid.startswith(("http://", "https://")) else kept
    fragment = absolute(guid, "").partition("#")[2] if "#" in guid else ""
    return (f"{full}#{fragment}" if fragment and "#" not in full else full or guid), shown


def _enclosures(raw: Iterable[tuple[object, object, object]], base: str) -> Iterable[Enclosure]:
    for url, kind, length in raw:
        full = public(settled(_address(url), base))
        if full:
            size = text_of(length, 20)
            yield Enclosure(full, text_of(kind, 100), int(size) if size.isascii() and size.isdigit() else None)


def _words(text: str) -> str:
    """The words alone: markup that changes at every poll is no edit."""
    if "<" in text:
        text = TAGS.sub(" ", text)  # blanks go next; without one, what stands around a tag could read as a reference
    if "&" in text:
        text = REFERENCES.sub("", text)
    return "".join(text.split())
