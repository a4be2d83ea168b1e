"""The text of the public page that an entry links to. Pure.

Extraction is trafilatura's; what names an author is cut out before, comments and pictures are left out. A page that is not the
entry's article (a login page, a moved page, a cookie wall) is told by its words: they must be those of the entry.
"""

from __future__ import annotations

import re
from copy import deepcopy

import trafilatura
from lxml import etree
from trafilatura.settings import DEFAULT_CONFIG
from trafilatura.utils import load_html

from monitor.feeds.decode import decode
from monitor.text.fold import fold

MAX_BYTES = 3_000_000
MAX_TREE = 200_000  # elements
SHORTEST = 60  # characters that are worth having
GAIN = 1.2  # times the text that the feed gave
SHARED = 0.4  # of the character pairs of title and feed text that the page must have
COMPARED = 80  # characters of each
PEOPLE = [
    "//*[@rel='author' or @itemprop='author' or @itemprop='creator' or @itemprop='editor']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' vcard ')]",
    *(
        f"//*[contains(translate(@{where}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), '{word}')]"
        for where in ("class", "id")
        for word in (
            "author",
            "byline",
            "writer",
            "reporter",
            "editor-name",
            "zuozhe",
            "bianji",
            "username",
            "nickname",
        )
    ),
    "//address",
]
CONFIG = deepcopy(DEFAULT_CONFIG)
CONFIG["DEFAULT"].update(max_tree_size=str(MAX_TREE), min_extracted_size=str(SHORTEST))
HTML = ("text/html", "application/xhtml+xml")


def article_text(body: bytes, *, content_type: str, url: str) -> str:
    """Clean paragraphs, one a line; '' when the page is no HTML or has no text of its own. Never raises."""
    kind = content_type.partition(";")[0].strip().lower()
    if (kind and kind not in HTML) or len(body) > MAX_BYTES:
        return ""
    try:
        tree = load_html(decode(body, content_type).text)
        if tree is None:
            return ""
        for path in PEOPLE:
            for element in tree.xpath(path):
                _cut(element)
        text = trafilatura.extract(
            tree,
            url=url,
            include_comments=False,
            include_images=False,
            include_links=False,
            include_tables=True,
            favor_precision=True,
            config=CONFIG,
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return ""
    return (text or "").strip()


def _cut(element: etree._Element) -> None:
    """Take it out and leave the text behind it. A page whose whole body is marked so keeps its body."""
    parent = element.getparent()
    if parent is None or element.tag in {"body", "html", "main", "article"}:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def article_better(article: str, *, title: str, text: str) -> bool:
    """Whether an extracted text is that of the entry and says more than what the feed gave."""
    if len(article) < SHORTEST or len(article) < len(text) * GAIN:
        return False
    wanted = _pairs(title[:COMPARED]) | _pairs(text[:COMPARED])
    return bool(wanted) and len(wanted & _pairs(article)) >= SHARED * len(wanted)


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\W_]+", "", fold(text))
    return {plain[n : n + 2] for n in range(len(plain) - 1)}
