"""What the markup of a page says is a person: cut out before the page is read. Pure.

Certain marks (rel=author, itemprop, RDFa, schema.org/Person, class names for bylines and boxes about the author, links to
personal pages) and likely ones (a class name in which such a word stands). A theme may mark a whole article with its
author's name (WordPress: `hentry author-zhang`): what holds most of the page, or a likely one with headings, paragraphs or
much text in it, is no byline and is read on.
"""

from __future__ import annotations

import re

from lxml import etree

from monitor.feeds.links import is_personal, settled

ROLES = frozenset({"author", "creator", "contributor", "editor", "reviewedby", "accountableperson", "translator"})
CERTAIN = re.compile(
    r"(?:(?:post|entry|article|news|c|meta|p|the|about)?[-_]*authors?"
    r"(?:[-_]*(?:name|box|bio|info|card|meta|link|desc|description|avatar|intro|profile|area|line|wrap|wrapper|about))*"
    r"|by-?line|vcard|user-?name|nick-?name|zuozhe)"
)
LIKELY = re.compile(
    r"author(?!i[tzs])|byline|writer|reporter|journalist|columnist|editor|user-?name|nick-?name"
    r"|zuozhe|jizhe|bianji|zebian|tongxunyuan|\bfn\b"
)
KEPT = frozenset({"html", "body", "main", "article"})
HEADINGS = frozenset({"h1", "h2", "article", "main"})
SHORT, NAME = 200, 40  # characters of a likely byline, of a link to a person
BREAK = " "


def people_cut(tree: etree._Element, url: str) -> None:
    """Takes them out of the tree; the text behind them stays."""
    body = tree.find("body")
    most = _size(tree if body is None else body, 10**9) // 2
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is None or element.tag in KEPT:
            continue
        if (
            (_is_certain(element) and _size(element, most) <= most)
            or (_is_likely(element) and _is_line(element, min(SHORT, most)))
            or (_is_link(element, url) and _size(element, NAME) <= NAME)
        ):
            _cut(element)


def _is_certain(element: etree._Element) -> bool:
    roles = {re.split(r"[:./#]", word)[-1] for name in ("itemprop", "property") for word in _words(element, name)}
    return (
        element.tag == "address"
        or "author" in _words(element, "rel")
        or not roles.isdisjoint(ROLES)
        or any(word.endswith("/person") for word in _words(element, "itemtype"))
        or any(CERTAIN.fullmatch(word) for name in ("class", "id") for word in _words(element, name))
    )


def _is_likely(element: etree._Element) -> bool:
    return any(LIKELY.search(element.get(name, "").lower()) for name in ("class", "id"))


def _is_line(element: etree._Element, longest: int) -> bool:
    """Short, without a heading, of one paragraph at most."""
    if _size(element, longest) > longest:
        return False
    inner = [child.tag for child in element.iterdescendants(etree.Element)]
    return inner.count("p") <= 1 and HEADINGS.isdisjoint(inner)


def _is_link(element: etree._Element, url: str) -> bool:
    if element.tag != "a":
        return False
    href = element.get("href", "").strip()
    return bool(href) and not href.startswith("#") and is_personal(settled(href, url))


def _words(element: etree._Element, name: str) -> list[str]:
    return element.get(name, "").lower().split()


def _size(element: etree._Element, enough: int) -> int:
    """Characters of its text, counted until there are more than `enough`."""
    size = 0
    for text in element.itertext(etree.Element):
        size += len(text.strip())
        if size > enough:
            break
    return size


def _cut(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), BREAK + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
