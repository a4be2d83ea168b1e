"""Feeds that need no repair, straight from their bytes: what prepare_xml.py would do to these changes nothing. Pure.

The native extractor of fastfeedparser takes well-formed RSS and Atom only (no document type, no undeclared entity or prefix,
nothing cut) and hands any other back. What is well-formed and still read wrongly by it is looked for here, always on the safe
side: in doubt there is no answer, and the document goes the long way through parse_xml.py, which gives the same entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import fastfeedparser

from monitor.feeds.list_dates import read_dated, written
from monitor.feeds.prepare_xml import MAY_LINK, NO_LINK, NOT_A_LINK
from monitor.feeds.repair_xml import ODD_DATES, WHOLE_TEXTS

BEGIN = re.compile(rb"(?:\xef\xbb\xbf|\xe2\x80\x8b|[ \t\r\n]|<\?xml\b[^<>]*>|<!--.*?-->)*+", re.DOTALL)
COMMENTS = re.compile(rb"<!--.*?-->", re.DOTALL)
ROOT = re.compile(rb"<(rss|feed)[\s>]")
ENTRY = {b"rss": re.compile(rb"<item[\s>/]"), b"feed": re.compile(rb"<entry[\s>/]")}
ENTRY_NAME = {b"rss": b"item", b"feed": b"entry"}
TAG = re.compile(rb"<([^\s<>/]+)([^<>]*)>?")
ENTRIES = frozenset({b"item", b"entry"})
REFUSED = {
    b"rss": frozenset({b"media:description", b"atom:content", b"atom:id", *(name.encode() for name in WHOLE_TEXTS)}),
    b"feed": frozenset(
        {b"media:description", b"atom:content", b"atom:id", b"content:encoded", b"description", b"pubDate", b"dc:date"}
    ),
}
"""Elements within entries that repair_xml.py or prepare_xml.py would change."""

SHADOWED = frozenset({b"title", b"description", b"link"})
SPACE = re.compile(rb"\sxmlns\s*=")
LINK = {b"rss": re.compile(rb"<link\s[^<>]{0,500}?\bhref\s*="), b"feed": re.compile(rb"<link>\s*+[^\s<]")}
"""A link that is written as the other format has it."""

ODD_TYPE = re.compile(rb"""\btype\s*=\s*["'](?:xhtml|application/(?:xhtml\+xml|octet-stream))""")
ODD_ATTRIBUTE = re.compile(rb"\bxml:base\b|\bmode\s*=")
CHARACTERS = ("\ufffe", "\uffff", "\u2028", "\u2029")
"""What XML cannot hold though the extractor takes it; line separators, which the fast parser makes line ends of."""

HOLDER = re.compile(rb"<(?:title|description|summary|content)(?:\s[^<>]*+)?(?<!/)>")
AFTER = re.compile(rb"\0\s*+(?!</|\0)")
"""Where a text begins that is to have no markup in it, and anything after a section of it."""

DELETE, CONTROLS = b"\x7f", re.compile(rb"\xc2[\x80-\x9f]")
NUMBERED = re.compile(rb"&#(?:0*1(?:2[7-9]|[345]\d)|[xX]0*(?:7[fF]|[89][0-9a-fA-F]));")
"""What text_of changes though XML allows it, and the same by its number (the extractor refuses the others by theirs)."""

ODD_ZONE = re.compile(rb":\d\d:\d\d\s*+(?!(?:GMT|UTC?|Z|[+-]\d\d:?\d\d)?\s*(?:<|\]\]>))[A-Z(+-]")
"""A time of day with another zone than these behind it, or something behind the zone: the fast parser's dates are not ours."""

GUID = re.compile(rb"((?:\s[^<>]{0,200})?)>")
SUMMARY = re.compile(rb"<(?:description|summary)[\s>]")
DATE = re.compile(rb"<(?:[A-Za-z]{1,10}:)?(?:pubDate|published|updated|date|issued|modified)[\s>]", re.IGNORECASE)
ODD_DATE = re.compile(rf"<(?:{ODD_DATES})[\s>]".encode(), re.IGNORECASE)
OPEN, CLOSE = b"<![CDATA[", b"]]>"
FIRST_YEAR, LAST_YEAR = "1980", "2200"
MARKS = (NO_LINK, MAY_LINK)


@dataclass(frozen=True, slots=True)
class Tidy:
    """`raw` are the feed's fields, `entries` those of its entries, both as the fast parser names them; `head`, `told` as parse_xml has them.

    `legal`: no text in it holds a character that build.text_of would take out.
    """

    raw: dict[str, Any]
    entries: list[dict[str, Any]]
    head: str
    told: bool
    legal: bool
    atom: bool


def read_tidy(body: bytes, text: str, now: datetime | None) -> Tidy | None:
    """From UTF-8 and the same as text; None when the document may need more. `now` as in ParseConfig."""
    if fastfeedparser.main._core is None:  # a platform without its native part
        return None
    begun = BEGIN.match(body)
    root = ROOT.match(body, begun.end()) if begun else None
    if (
        root is None
        or _is_spaced(body, root)
        or ODD_ZONE.search(body)
        or any(character in text for character in CHARACTERS)
    ):
        return None
    plain, sections = _set_aside(body[root.start() :])
    first = ENTRY[root[1]].search(plain, len(root[0]))
    if first is None:
        return None
    head, plain = COMMENTS.sub(b"", plain[: first.start()]), plain[first.start() :]
    tags = TAG.findall(plain)
    if LINK[root[1]].search(plain) or not _is_plain(head, plain, root[1], [*TAG.findall(head), *tags]):
        return None
    marked, marks = _marked(plain, root[1])
    document = _restored(head + marked, sections)
    dates = _Dates(now)
    result = fastfeedparser.main._core.parse_entries(document, dict, dates, unescape, True, True, False, True)
    if isinstance(result, str) or dates.odd:
        return None
    kind, namespace, header, entries = result
    if len(entries) != sum(name == ENTRY_NAME[root[1]] for name, _ in tags) or not _is_read(entries, marks, plain):
        return None
    feed = _feed_info(header, kind, namespace)
    if feed is None:
        return None
    told = kind == "rss" and SUMMARY.search(plain) is not None
    legal = (
        DELETE not in body
        and (b"\xc2" not in body or CONTROLS.search(body) is None)
        and (b"&#" not in plain or NUMBERED.search(plain) is None)
    )
    return Tidy(feed, entries, _restored(head, sections).decode(), told, legal, kind == "atom")


def _feed_info(header: Any, kind: str, namespace: str) -> dict[str, Any] | None:
    """The feed's own fields; None for a head that only a repair makes readable."""
    try:
        tree = fastfeedparser.main._parse_xml_root(header)
        channel = tree.find("channel") if kind == "rss" else tree
        feed: dict[str, Any] = fastfeedparser.main._parse_feed_info(channel, kind, namespace, include_tags=False)[
            "feed"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    return feed


class _Dates:
    """Reads the dates of which the extractor is not sure. `odd`: there was one that nobody can read."""

    def __init__(self, now: datetime | None) -> None:
        self.now, self.odd = now, False

    def __call__(self, raw: str) -> str | None:
        if raw.startswith(MARKS):  # a guid, which the extractor takes for a date where there is none
            return None
        dated = read_dated(raw, self.now)
        self.odd = self.odd or dated is None
        return written(dated) if dated else None


def _is_spaced(body: bytes, root: re.Match[bytes]) -> bool:
    """Whether it is RSS in a namespace."""
    return root[1] == b"rss" and SPACE.search(body, root.start(), max(body.find(b">", root.start()), 0)) is not None


def _set_aside(body: bytes) -> tuple[bytes, list[bytes]]:
    """(the document with `\\0` for each CDATA section, the sections), as repair_xml.set_aside for what is well-formed.

    Nothing of one with a section that was left open: it swallows entries up to the end of another.
    """
    first, *pieces = body.split(OPEN)
    plain, sections = [first], []
    begun: list[bytes] = []
    for piece in pieces:
        end = piece.find(CLOSE)
        if end < 0 and (b"</item" in piece or b"</entry" in piece):
            return b"", []
        begun.append(piece if end < 0 else piece[: end + 3])
        if end >= 0:  # else the beginning of a section is quoted in this one
            sections.append(OPEN + OPEN.join(begun))
            plain.append(piece[end + 3 :])
            begun.clear()
    return b"\0".join(plain), sections


def _restored(plain: bytes, sections: list[bytes]) -> bytes:
    """With the first sections where they were."""
    first, *pieces = plain.split(b"\0")
    both = [part for pair in zip(sections, pieces, strict=False) for part in pair]
    return b"".join([first, *both])


def _is_plain(head: bytes, plain: bytes, root: bytes, tags: list[tuple[bytes, bytes]]) -> bool:
    """Nothing in it that prepare_xml.py or repair_xml.py would change, or feedparser should read."""
    attributes = b" ".join({attributes for _, attributes in tags if attributes})
    return not (
        b"RDF" in head[:1_000]
        or any(_is_odd(name, root) for name in {name for name, _ in tags})
        or attributes.count(b'"') % 2
        or ODD_ATTRIBUTE.search(attributes)
        or ODD_TYPE.search(attributes)
        or _is_shadowed(tags)
        or any(_is_naked(part) or AFTER.search(part) for part in (head, plain))
    )


def _is_naked(part: bytes) -> bool:
    """Whether another element than its own end is the next in a text."""
    return any(not part.startswith(b"</", part.find(b"<", text.end())) for text in HOLDER.finditer(part))


def _is_odd(name: bytes, root: bytes) -> bool:
    """Comments, entries with a prefix or in capitals, and elements that the long way changes."""
    local = name.rpartition(b":")[2].lower()
    return (
        name.startswith((b"!", b"?"))
        or name in REFUSED[root]
        or (root == b"rss" and local == b"id")
        or (local in ENTRIES and name != ENTRY_NAME[root])
    )


def _is_shadowed(tags: list[tuple[bytes, bytes]]) -> bool:
    """Whether an element of another vocabulary stands before an entry's own of that name."""
    names = {name for name, _ in tags if b":" in name}
    if SHADOWED.isdisjoint(name.rpartition(b":")[2] for name in names):
        return False
    seen: set[bytes] = set(SHADOWED)  # in the head the parser knows them apart
    for name, _ in tags:
        if name in ENTRIES:
            seen.clear()
        local = name.rpartition(b":")[2]
        if local in SHADOWED:
            if name in names and local not in seen:
                return True
            seen.add(local)
    return False


def _marked(plain: bytes, kind: bytes) -> tuple[bytes, int]:
    """(the entries with their guids marked, as prepare_xml.py does; how many there are)."""
    if kind == b"feed":
        return plain.replace(b"<id>", b"<id>" + MAY_LINK.encode()), plain.count(b"<id")
    first, *pieces = plain.split(b"<guid")
    return b"<guid".join([first, *map(_guid, pieces)]), len(pieces)


def _guid(piece: bytes) -> bytes:
    """What follows the name of the tag, with the mark behind the tag."""
    tag = GUID.match(piece)
    if tag is None:
        return piece
    no_link = NOT_A_LINK.search(tag[1].decode()) if tag[1] else None
    return tag[0] + (NO_LINK if no_link else MAY_LINK).encode() + piece[tag.end() :]


def _is_read(entries: list[dict[str, Any]], marks: int, plain: bytes) -> bool:
    """Every guid is an entry's, every date of an entry was read, and lies in years that there are."""
    dated = [entry["published"] for entry in entries if "published" in entry]
    dated += [entry["updated"] for entry in entries if "updated" in entry]
    return (
        sum(entry.get("id", "").startswith(MARKS) for entry in entries) == marks
        and (marks == len(entries) or all(_is_marked(entry) for entry in entries))
        and all(FIRST_YEAR < at < LAST_YEAR for at in dated)
        and (all("published" in entry for entry in entries) or not (DATE.search(plain) or ODD_DATE.search(plain)))
    )


def _is_marked(entry: dict[str, Any]) -> bool:
    """Its id is a guid that was marked, or its link in the place of one."""
    return entry.get("id", "").startswith(MARKS) or entry.get("id") == entry.get("link")
