"""Makes XML harmless and plain before a parser sees it. Pure.

No document type (so no entities to expand or load), named HTML entities as characters, dates as ISO UTC (the parsers
would read "CST" as US Central), UTF-8 with a declaration that says so, nothing before or after the feed. CDATA sections
and comments are set aside meanwhile: what stands in them is text, and most of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html.entities import html5

from monitor.feeds.list_dates import read_dated, written
from monitor.feeds.repair_xml import CDATA, CDATA_END, cut_out, repair, restored, set_aside, without_stray_ends
from monitor.lib.halves import halves_joined

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
ILLEGAL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]));"
)
DECLARATION = re.compile(r"<\?xml\b[^<>]*>", re.IGNORECASE)
DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
DOCTYPE_MARKS = re.compile(r""""[^"]*"|'[^']*'|[\[\]>]""")
REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{0,31});)?|<(?=[^A-Za-z/!?_:])"
)
"""A named reference beyond those of XML (group 1), a bare `&` or `<`."""

DATE = re.compile(
    r"<((?:[A-Za-z]{1,10}:)?(?:pubDate|published|updated|date|issued|modified|created|lastBuildDate))((?:\s[^<>]{0,300})?)>"
    r"([^<]{0,200}+)</\1\s*>",
    re.IGNORECASE,
)
NOT_A_LINK = re.compile(r"""isPermaLink\s*=\s*["']\s*false""", re.IGNORECASE)
GUID = re.compile(r"<guid((?:\s[^<>]{0,200})?)>", re.IGNORECASE)
ENTRY_ID = re.compile(r"<((?:atom:)?id)((?:\s[^<>]{0,200})?)>")
NO_LINK, MAY_LINK = "tingchao-id:", "tingchao-link:"
"""Before each guid: keeps the parsers from taking it for a date or completing it as a relative link, and says what it is."""

TAIL = 300
MARK = re.compile(
    r"<(/?)(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>/])[^<>]{0,500}>"
    r"|</((?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf|channel))\s*>",
    re.IGNORECASE,
)
"""Where an entry begins or ends (group 1 is '' or '/'), where the whole document does (group 2)."""

ROOT = re.compile(r"<((?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf|channel))[\s>]", re.IGNORECASE)
ENTRY_TAG = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
LONGEST_HEAD = 100_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """`text` is for the parsers, `head` what stands before its first entry, `plain` the text without CDATA and comments,
    `first` where its first entry begins.

    `expected` is how many entries go in; `cut` that the document ended in its middle: it is closed after its last whole
    entry.
    """

    text: str
    head: str
    plain: str
    first: int
    expected: int
    cut: bool


def prepare(text: str, now: datetime | None = None) -> Prepared | None:
    """None when no feed is in it outside of CDATA and comments. `now` as in ParseConfig."""
    plain, parts = set_aside(_legal(text).replace("<![cdata[", CDATA))
    plain = DECLARATION.sub("", ILLEGAL_REFERENCE.sub("", halves_joined(plain)))
    plain, parts = _without_doctype(plain, parts)
    root = ROOT.search(plain)
    if root is None:
        return None
    plain, parts = cut_out(plain, parts, 0, root.start())
    plain = without_stray_ends(repair(REFERENCE.sub(_plain, plain).replace(CDATA_END, "]]&gt;"), root.group(1)))
    expected = len(ENTRY_TAG.findall(plain))
    plain, cut = close(plain)
    found = ENTRY_TAG.search(plain)
    first = found.start() if found else min(len(plain), LONGEST_HEAD)
    head = restored(plain[:first], parts)
    marked = GUID.sub(_marked, DATE.sub(partial(_iso, now=now), plain))
    mark = MAY_LINK if root.group(1).lower().endswith("feed") else NO_LINK
    marked = ENTRY_ID.sub(rf"<\1\2>{mark}", marked) if "<id" in marked or "<atom:id" in marked else marked
    return Prepared(HEAD + restored(marked, parts), head, plain, first, expected, cut)


def _legal(text: str) -> str:
    """Without what XML cannot hold. Nearly always there is nothing: bytes are looked through faster than characters."""
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        return ILLEGAL.sub("", text)
    clean = b"\xef\xbf" not in raw and len(raw) == len(raw.translate(None, CONTROLS))  # U+FFC0 to U+FFFF: a closer look
    return text if clean else ILLEGAL.sub("", text)


def guid_told(raw: str) -> tuple[str, bool]:
    """(a guid as published, whether it may be a link) for what a parser made of one."""
    return raw.removeprefix(NO_LINK).removeprefix(MAY_LINK).strip(), raw.startswith(MAY_LINK)


def is_marked(raw: str) -> bool:
    return raw.startswith((NO_LINK, MAY_LINK))


def close(plain: str) -> tuple[str, bool]:
    """(document, whether it ended in its middle). What follows its end is left out."""
    marks = list(MARK.finditer(plain, max(len(plain) - TAIL, 0)))
    if not marks or not marks[-1].group(2):
        marks = list(MARK.finditer(plain))
    root = ROOT.search(plain)
    if root is None or not marks:
        return plain, False
    name, last = root.group(1), marks[-1]
    if last.group(2) and last.group(2).lower() == name.lower():
        return plain[: last.end()], False
    closing = f"</channel></{name}>" if name.lower().endswith("rss") else f"</{name}>"
    if last.group(2):  # the channel's end, without the root's
        return plain[: last.start()] + closing, False
    ends = [mark.end() for mark in marks if mark.group(1)]
    return plain[: ends[-1] if ends else marks[0].start()] + closing, True


def _without_doctype(plain: str, parts: list[str]) -> tuple[str, list[str]]:
    """Cut every document type, its internal subset included."""
    match = DOCTYPE.search(plain)
    if match is None:
        return plain, parts
    plain, parts = cut_out(plain, parts, match.start(), _doctype_end(plain, match.end()))
    return DOCTYPE.sub("&lt;!DOCTYPE", plain), parts  # a second one is no document type


def _doctype_end(plain: str, position: int) -> int:
    depth = 0
    for found in DOCTYPE_MARKS.finditer(plain, position):
        mark = found.group()
        depth += {"[": 1, "]": -1}.get(mark, 0)
        if mark == ">" and depth <= 0:
            return found.end()
    return len(plain)


def _plain(match: re.Match[str]) -> str:
    """Named HTML entities as characters; bare `&` and `<` as the text they were meant to be."""
    name = match.group(1)
    if match.group() == "<":
        return "&lt;"
    if name is None:
        return "&amp;"
    known = html5.get(f"{name};")
    return known if known is not None and known not in "<>&" else f"&amp;{name};"


def _marked(match: re.Match[str]) -> str:
    no_link = NOT_A_LINK.search(match[1]) if match[1] else None
    return f"<guid{match[1]}>{NO_LINK if no_link else MAY_LINK}"


def _iso(match: re.Match[str], now: datetime | None) -> str:
    tag, attributes, raw = match.groups()
    dated = read_dated(raw, now)
    return f"<{tag}{attributes}>{written(dated) if dated else ''}</{tag}>"
