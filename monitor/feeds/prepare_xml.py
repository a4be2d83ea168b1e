"""Makes XML harmless and plain before a parser sees it. Pure.

No document type (so no entities to expand or load), named HTML entities as characters, dates as ISO UTC (the parsers
would read "CST" as US Central), UTF-8 with a declaration that says so.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from html.entities import html5

from monitor.feeds.list_dates import read_dated, written

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
ILLEGAL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]));"
)
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
DOCTYPE_MARKS = re.compile(r""""[^"]*"|'[^']*'|[\[\]>]""")
REFERENCE = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    r"|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{0,31});)?"
    r"|<(?=[^A-Za-z/!?_:])",
    re.DOTALL,
)
"""CDATA or a comment (group 1, left alone), a named reference beyond those of XML (group 2), a bare `&` or `<`."""

DATE = re.compile(
    r"<((?:[A-Za-z]{1,10}:)?(?:pubDate|published|updated|date|issued|modified|created|lastBuildDate))((?:\s[^<>]{0,300})?)>"
    r"\s*+(?:<!\[CDATA\[)?+\s*+([^<\]]{0,120}+)(?:\]\]>)?+\s*+</\1\s*>",
    re.IGNORECASE,
)
QUIET = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
ENTRY_MARK = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry))(?=[\s>/])[^<>]{0,500}>"
    r"|(</(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf|channel)\s*>)",
    re.DOTALL | re.IGNORECASE,
)
"""Where an entry begins or ends (group 1), where the whole document does (group 2); CDATA and comments are skipped."""

ROOT = re.compile(r"<((?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|rdf|channel))[\s>]", re.IGNORECASE)
ENTRY_TAG = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)


def prepare(text: str, now: datetime | None = None) -> str:
    """The document without what could do harm or be misread; a feed begins at its first tag. `now` as in ParseConfig."""
    text = ILLEGAL.sub("", text)
    text = ILLEGAL_REFERENCE.sub("", text)
    text = DECLARATION.sub("", text, count=1) if DECLARATION.match(text) else text
    text = _without_doctype(text).lstrip()
    text = REFERENCE.sub(_plain, text)
    text = DATE.sub(partial(_iso, now=now), text)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + text


def count_entries(text: str) -> int:
    """How many `<item` or `<entry` tags go in, those inside CDATA and comments left out."""
    return len(ENTRY_TAG.findall(QUIET.sub("", text)))


def close(text: str) -> tuple[str, bool]:
    """(document, whether it ended in its middle). One that did is cut after its last whole entry and closed."""
    marks = [match for match in ENTRY_MARK.finditer(text) if match.group(1) or match.group(2)]
    root = ROOT.search(text)
    if root is None or not marks or marks[-1].group(2):
        return text, False
    ends = [match.end() for match in marks if (match.group(1) or "").startswith("/")]
    name = root.group(1)
    closing = f"</channel></{name}>" if name.lower().endswith("rss") else f"</{name}>"
    return text[: ends[-1] if ends else marks[0].start()] + closing, True


def _without_doctype(text: str) -> str:
    """Cut every document type, its internal subset included."""
    match = DOCTYPE.search(text)
    if match is not None and "<![CDATA[" not in text[: match.start()]:
        text = text[: match.start()] + text[_doctype_end(text, match.end()) :]
    return DOCTYPE.sub("&lt;!DOCTYPE", text)  # a second one is no document type; inside CDATA it is text anyway


def _doctype_end(text: str, position: int) -> int:
    depth = 0
    for found in DOCTYPE_MARKS.finditer(text, position):
        mark = found.group()
        depth += {"[": 1, "]": -1}.get(mark, 0)
        if mark == ">" and depth <= 0:
            return found.end()
    return len(text)


def _plain(match: re.Match[str]) -> str:
    """Named HTML entities as characters; bare `&` and `<` as the text they were meant to be."""
    whole, name = match.group(), match.group(2)
    if match.group(1):
        return whole
    if whole == "<":
        return "&lt;"
    if name is None:
        return "&amp;"
    known = html5.get(f"{name};")
    return known if known is not None and known not in "<>&" else f"&amp;{name};"


def _iso(match: re.Match[str], now: datetime | None) -> str:
    tag, attributes, raw = match.groups()
    dated = read_dated(raw, now)
    return f"<{tag}{attributes}>{written(dated) if dated else ''}</{tag}>"
