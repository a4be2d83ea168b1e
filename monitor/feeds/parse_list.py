"""HTML lists without a feed: entries by CSS selectors, or guessed. Pure. No author is read: their elements go first."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from monitor.errors import ParseError
from monitor.feeds.build import entry_of, text_of
from monitor.feeds.links import absolute, canonical, public
from monitor.feeds.list_dates import Dated, find_date, read_as
from monitor.feeds.list_guess import guess_blocks
from monitor.feeds.list_read import block_date, block_link, block_summary, block_title, leads, squeezed
from monitor.feeds.parsed import SELECTORS, Entry, ListPage, ParseConfig, ParsedFeed, partial_of

Node = Any
NOT_READ = "script, style, noscript, template, select, [rel~=author], [itemprop~=author], .author, .byline, .username, .nickname"
RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,10})\b", re.IGNORECASE)
CLOSE_THEMSELVES = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option".split()  # noqa: SIM905
)
DEEPEST = 2_000
"""Levels of elements: the time of the HTML parser grows with their square."""
PERSON = re.compile(r"author|byline|nick-?name|user-?name|avatar|profile", re.IGNORECASE)


def parse_list(text: str, *, url: str, config: ParseConfig, truncated: bool = False) -> ParsedFeed:
    """Raises ParseError: `no_list` when no entry is found, `selector` for one that cannot be understood."""
    page = config.list_page or ListPage()
    if records := RECORD.findall(text):  # lists that a script unpacks, common on government sites
        text = f"{text}<ul>{''.join(records)}</ul>"
    if _too_deep(text):
        raise ParseError(f"> {DEEPEST} levels", label="no_list")
    tree = LexborHTMLParser(text)
    named = _attribute(tree.css_first("link[rel=canonical]"), "href")
    home = url or absolute(named, "")
    base = absolute(_attribute(tree.css_first("base[href]"), "href"), home) or home
    title = squeezed(tree.css_first("title"))
    language = _attribute(tree.css_first("html"), "lang")
    for node in tree.css(NOT_READ):
        node.decompose()
    blocks = _select(tree, page.entry) if page.entry else guess_blocks(tree, config.now)
    blocks = blocks[:-1] if truncated else blocks  # the last one may be half
    read = [_entry(block, page, base, config.now) for block in blocks[: config.max_entries]]
    entries = [entry for entry in read if entry is not None]
    expected = len(entries) + sum(
        entry is None and bool(squeezed(block)) and not _is_head(block)
        for block, entry in zip(blocks, read, strict=False)
    )
    if not entries:
        raise ParseError(page.entry[:100], label="no_list")
    return ParsedFeed(
        title=text_of(title, 2_000),
        link=public(canonical(absolute(home, ""))),
        language=text_of(language, 40) or None,
        ttl=None,
        entries=tuple(entries),
        partial=partial_of(len(entries), expected + max(len(blocks) - config.max_entries, 0)),
        parser="list_page",
    )


def selector_fault(page: ListPage) -> str:
    """The field whose selector cannot be understood or asks for a person; '' when all can be used."""
    tree = LexborHTMLParser("<ul><li></li></ul>")
    for name in SELECTORS:
        selector = getattr(page, name)
        if PERSON.search(selector):
            return name
        try:
            if selector:
                tree.css(selector)
        except SelectolaxError:
            return name
    return "date_attr" if PERSON.search(page.date_attr) else ""


def _entry(block: Node, page: ListPage, base: str, now: datetime | None) -> Entry | None:
    """None when there is no title or no link; of a page of which nobody knows the address the link is its guid only."""
    anchor = block_link(_first(block, page.link)) if page.link else block_link(block)
    named = _first(block, page.title) if page.title else None
    address = _attribute(anchor, "href")
    link = absolute(address, base)
    guid = address if not base and not link and leads(address) else ""
    dated, dated_node = _date(block, page, now)
    title = block_title(named if page.title else anchor, None if page.title else dated_node)
    if not title or not (link or guid):
        return None
    summary = squeezed(_first(block, page.summary)) if page.summary else block_summary(block, title)
    return entry_of(
        base=base,
        guid=guid,
        link=link,
        title=title,
        summary=summary,
        published=dated,
    )


def _date(block: Node, page: ListPage, now: datetime | None) -> tuple[Dated | None, Node | None]:
    if not page.date and not page.date_attr and not page.date_format:
        return block_date(block, now)
    node = _first(block, page.date) if page.date else block
    if node is None:
        return None, None
    raw = _attribute(node, page.date_attr) if page.date_attr else squeezed(node)
    found = read_as(raw, page.date_format) if page.date_format else None
    return found or find_date(raw, now), node if page.date else None


def _first(block: Node, selector: str) -> Node | None:
    found = _select(block, selector)
    return found[0] if found else None


def _select(root: Node, selector: str) -> list[Node]:
    try:
        return list(root.css(selector))
    except SelectolaxError:
        raise ParseError(selector[:100], label="selector") from None


def _too_deep(text: str) -> bool:
    depth = 0
    for closing, name in TAG.findall(text):
        if name.lower() not in CLOSE_THEMSELVES:
            depth += -1 if closing else 1
            if depth > DEEPEST:
                return True
    return False


def _is_head(block: Node) -> bool:
    """The head of a table."""
    return block.tag == "tr" and block.css_first("td") is None


def _attribute(node: Node | None, name: str) -> str:
    return (node.attributes.get(name) or "").strip() if node is not None else ""
