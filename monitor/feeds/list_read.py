"""What one block of a list page says: its link, title, date, summary. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.feeds.dates import read_date
from monitor.feeds.list_dates import LONGEST, Dated, find_date

Node = Any
SPACE = re.compile(r"\s+")
CUT_SHORT = ("…", "...", "．．．", "..")
HEADINGS = "h1, h2, h3, h4, h5, h6"
PERSON_LINE = re.compile(
    r"\s*(?:作者|记者|编辑|责编|责任编辑|通讯员|楼主|发布人|发帖人|撰稿|摄影|by\b|author\b)", re.IGNORECASE
)
SHORTEST_SUMMARY = 10


def squeezed(node: Node | None) -> str:
    """The text of a node, its blanks made one."""
    return SPACE.sub(" ", node.text(separator=" ")).strip() if node is not None else ""


def block_link(block: Node | None) -> Node | None:
    """The anchor with the longest words among those that lead to a page."""
    if block is None:
        return None
    anchors = [node for node in block.css("a[href]") if leads(node.attributes.get("href") or "")]
    return max(anchors, key=lambda node: len(_words(node)), default=None)


def block_title(node: Node | None, dated: Node | None) -> str:
    """A heading within the anchor, else its words without the date; the title attribute where the words are cut short."""
    if node is None:
        return ""
    heading = node.css_first(HEADINGS)
    shown = squeezed(heading if heading is not None else node)
    if heading is None and dated is not None:
        date_words = squeezed(dated)
        if date_words and date_words != shown and _within(dated, node):
            shown = shown.replace(date_words, " ", 1).strip()
    told = SPACE.sub(" ", node.attributes.get("title") or "").strip()
    stem = shown.rstrip(".…． ")
    if told and (not shown or (shown.endswith(CUT_SHORT) and told.startswith(stem[:10]))):
        return told
    return shown


def block_date(block: Node, now: datetime | None) -> tuple[Dated | None, Node | None]:
    """(the date, the element that holds it): a `time` element, else the smallest element or text with a date in it.

    Titles name days too: what stands outside of the link comes first.
    """
    for node in block.css("time[datetime]"):
        raw = (node.attributes.get("datetime") or "").strip()
        if at := read_date(raw):
            return (Dated(at, "second") if ":" in raw or "T" in raw else find_date(raw, now)), node
    own = block.tag == "a"
    for node in _elements(block):
        words = squeezed(node) if own else _beside_links(node)
        found = find_date(words, now) if 0 < len(words) <= LONGEST else None
        if found and (not own or found.end - found.start >= len(words) - 2):
            return found, node
    if not own and (found := find_date(_beside_links(block)[:LONGEST], now)):
        return found, None
    return _within_link(block, now)


def _within_link(block: Node, now: datetime | None) -> tuple[Dated | None, Node | None]:
    """In the anchor: an element that holds nothing but a date, or a date with its year where the words begin or end."""
    anchor = block_link(block)
    if anchor is None:
        return None, None
    for node in _elements(anchor):
        words = squeezed(node)
        if (found := find_date(words, now)) and found.end - found.start >= len(words) - 2:
            return found, node
    words = squeezed(anchor)
    found = find_date(words, None)
    return (found if found and (found.start <= 1 or found.end >= len(words) - 1) else None), None


def block_summary(block: Node, title: str) -> str:
    """The first paragraph that is neither title nor a line about who wrote it."""
    for node in block.css("p"):
        words = squeezed(node)
        if len(words) >= SHORTEST_SUMMARY and title not in words and not PERSON_LINE.match(words):
            return words
    return ""


def _elements(block: Node) -> Iterator[Node]:
    """The elements of a block that may hold a date, outer ones first (a calendar leaf has its date in two parts)."""
    for node in block.traverse():
        if node.mem_id != block.mem_id and node.tag not in {"a", "p", "h1", "h2", "h3", "h4", "h5", "h6", "img", "br"}:
            yield node


def _beside_links(node: Node) -> str:
    """The words of an element that are no part of a link."""
    if node.tag != "a" and node.css_first("a") is None:
        return squeezed(node)
    parts = [
        child.text(deep=True)
        for child in node.traverse(include_text=True)
        if child.tag == "-text" and not _is_linked(child, node)
    ]
    return SPACE.sub(" ", " ".join(parts)).strip()


def _is_linked(node: Node, outer: Node) -> bool:
    while node is not None and node.mem_id != outer.mem_id:
        if node.tag == "a":
            return True
        node = node.parent
    return False


def _within(node: Node, outer: Node) -> bool:
    while node is not None:
        if node.mem_id == outer.mem_id:
            return True
        node = node.parent
    return False


def _words(anchor: Node) -> str:
    return max(squeezed(anchor), (anchor.attributes.get("title") or "").strip(), key=len)


def leads(href: str) -> bool:
    href = href.strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:"))
