"""OPML in and out: bytes to lines with an address and a folder, rows to bytes. Pure.

Read by a scanner of `<outline>` tags, not by an XML parser: one bad line costs that line only, each keeps its number in
the file, and nothing is ever expanded or loaded. A file that declares entities is refused. Of the head nothing is read or
written but that it is there: no owner, no address of one.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby

from monitor.errors import ParseError
from monitor.feeds.build import text_of
from monitor.feeds.decode import decode
from monitor.feeds.prepare_xml import ILLEGAL

MAX_BYTES, MAX_LINES = 20_000_000, 50_000
DEEPEST = 10  # names of a folder path that are kept
OWN = "tingchao:"
NAMESPACE = "urn:tingchao:opml"
ROOT = re.compile(r"<opml[\s>]", re.IGNORECASE)
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
QUIET = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
TOKEN = re.compile(
    rf"{QUIET}|<(?P<slash>/?)outline(?=[\s/>]|\Z)|(?P<end></opml\s*>)",
    re.DOTALL | re.IGNORECASE,
)
VALUE = r"""(?:"[^"]{0,8000}+"|'[^']{0,8000}+')"""
TAG = re.compile(rf"((?:\s*+[\w:.-]{{1,60}}+\s*+=\s*+{VALUE})*+)\s*+(/?)>")
ATTRIBUTE = re.compile(rf"([\w:.-]{{1,60}}+)\s*+=\s*+({VALUE})")
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
FEED_SCHEME = re.compile(r"feed:(?://(?=https?://))?", re.IGNORECASE)
NO_FEED_TYPES = frozenset({"link", "include", "html"})


@dataclass(frozen=True, slots=True)
class OpmlLine:
    """One outline that is no folder. `fault` is '' or `malformed`, `no_url`, `no_feed`, `cut`; `line` counts from 1.

    `title` may be ''. `folder` are the names above it, outermost first. `own` are the attributes that our own export adds.
    """

    line: int
    title: str = ""
    url: str = ""
    homepage: str = ""
    folder: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class OpmlRow:
    """One source to write. What other readers do not know (`own`) goes into attributes of our namespace."""

    title: str
    url: str
    homepage: str
    folder: str
    is_feed: bool
    own: Mapping[str, str] = field(default_factory=dict)


def opml_read(body: bytes) -> tuple[OpmlLine, ...]:
    """Every line in the order of the file. Raises ParseError: `too_large`, `bad_encoding`, `not_opml`, `entities`."""
    if len(body) > MAX_BYTES:
        raise ParseError(f"> {MAX_BYTES:,} bytes", label="too_large")
    decoded = decode(body)
    if not decoded.readable:
        raise ParseError(decoded.charset, label="bad_encoding")
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(QUIET, "", text, flags=re.DOTALL)
    if ENTITY.search(plain):
        raise ParseError("<!ENTITY", label="entities")
    if not ROOT.search(plain):
        raise ParseError("", label="not_opml")
    lines: list[OpmlLine] = []
    for line in _scan(text):
        lines.append(line)
        if len(lines) > MAX_LINES:
            raise ParseError(f"> {MAX_LINES:,}", label="too_large")
    return tuple(lines)


def _scan(text: str) -> Iterator[OpmlLine]:
    breaks = [match.start() for match in re.finditer("\n", text)]
    folder: list[str] = []
    position, ended = 0, False
    while token := TOKEN.search(text, position):
        position = token.end()
        if token["end"]:
            ended = True
        elif token["slash"] == "/":
            folder = folder[:-1]
        elif token["slash"] is not None:
            number = bisect_right(breaks, token.start()) + 1
            tag = TAG.match(text, position)
            if tag is None or "<outline" in tag[1].lower():
                yield OpmlLine(number, folder=_path(folder), fault="malformed")
                continue
            position = tag.end()
            attributes = _attributes(tag[1])
            closed = tag[2] == "/"
            if closed or attributes.get("xmlurl") or _is_listed(attributes):
                yield _line(number, attributes, folder)
            if not closed:
                folder = [*folder, _title(attributes)]
    if not ended:
        yield OpmlLine(len(breaks) + 1, fault="cut")


def _line(number: int, attributes: Mapping[str, str], folder: list[str]) -> OpmlLine:
    own = {name.removeprefix(OWN): value for name, value in attributes.items() if name.startswith(OWN)}
    url = attributes.get("xmlurl", "") or (attributes.get("url", "") if "format" in own else "")
    fault = ""
    if not url:
        fault = "no_feed" if attributes.get("type", "").lower() in NO_FEED_TYPES else "no_url"
    return OpmlLine(
        line=number,
        title=_title(attributes),
        url=_plain_scheme(url),
        homepage=attributes.get("htmlurl", ""),
        folder=_path(folder),
        own=own,
        fault=fault,
    )


def _plain_scheme(url: str) -> str:
    """`feed://host/…` and `feed:https://host/…`, as some readers write them, as http or https."""
    match = FEED_SCHEME.match(url)
    rest = url[match.end() :] if match else url
    return f"http:{rest}" if match and rest.startswith("//") else rest


def _is_listed(attributes: Mapping[str, str]) -> bool:
    """One that should be a source although it has no xmlUrl: it says so by its type."""
    return attributes.get("type", "").lower() in {"rss", "atom", *NO_FEED_TYPES}


def _attributes(raw: str) -> dict[str, str]:
    """Names in lower case; entities of HTML as characters, one level; the first of two of a name wins."""
    found: dict[str, str] = {}
    for name, value in ATTRIBUTE.findall(raw):
        plain = REFERENCE.sub(lambda match: unescape(match.group()), " ".join(value[1:-1].split()))
        found.setdefault(name.lower(), text_of(plain, 8_000))
    return found


def _title(attributes: Mapping[str, str]) -> str:
    return attributes.get("title", "") or attributes.get("text", "")


def _path(folder: list[str]) -> tuple[str, ...]:
    return tuple(name for name in folder if name)[:DEEPEST]


def opml_write(rows: Iterable[OpmlRow], *, title: str) -> bytes:
    """OPML 2.0, UTF-8. A source that is no feed is a `link`, which other readers do not take for one."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:tingchao="{NAMESPACE}">',
        f"<head><title>{escape(ILLEGAL.sub('', title))}</title></head>",
        "<body>",
    ]
    for folder, inside in groupby(sorted(rows, key=lambda row: row.folder), key=lambda row: row.folder):
        parts.append(f"<outline {_written({'text': folder, 'title': folder})}>")
        parts.extend(f"  <outline {_written(_fields(row))}/>" for row in inside)
        parts.append("</outline>")
    return ("\n".join([*parts, "</body>", "</opml>"]) + "\n").encode("utf-8")


def _fields(row: OpmlRow) -> dict[str, str]:
    kind = {"type": "rss", "xmlUrl": row.url} if row.is_feed else {"type": "link", "url": row.url}
    home = {"htmlUrl": row.homepage} if row.homepage else {}
    own = {f"{OWN}{name}": value for name, value in row.own.items() if value}
    return {"text": row.title, "title": row.title} | kind | home | own


def _written(attributes: Mapping[str, str]) -> str:
    return " ".join(f'{name}="{escape(ILLEGAL.sub("", value))}"' for name, value in attributes.items())


def options_written(options: Mapping[str, object]) -> str:
    """A source's options as an attribute; '' for none."""
    return json.dumps(options, ensure_ascii=False, sort_keys=True) if options else ""


def options_read(raw: str) -> dict[str, str] | None:
    """The options in an attribute; None when they are no object of strings."""
    try:
        value = json.loads(raw or "{}")
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
        return None
    return value
