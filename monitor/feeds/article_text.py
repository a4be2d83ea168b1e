"""The text of the public page that an entry links to. Pure.

Extraction is trafilatura's; what names an author is cut out before by its markup and after by its words, comments and
pictures are left out. A page that is not the entry's article (a login page, a moved page, a cookie wall) is told by where
it is and by its words: they must be those of the entry.
"""

from __future__ import annotations

import re
from copy import deepcopy
from urllib.parse import urlsplit

import trafilatura
from lxml import etree
from trafilatura.settings import DEFAULT_CONFIG
from trafilatura.utils import load_html

from monitor.feeds.article_people import people_cut
from monitor.feeds.credits import credits_cut
from monitor.feeds.decode import decode
from monitor.feeds.links import canonical, is_home, is_personal
from monitor.text.fold import fold

MAX_BYTES = 3_000_000
MAX_TAGS = 30_000
"""What extraction costs grows with the square of the elements at worst: a table of 320,000 cells did not end within
eight minutes. At this limit it is about a second; articles have hundreds to some thousands."""
MAX_TEXT = 200_000  # characters, as of an entry's own text
SHORTEST = 60  # characters that are worth having
GAIN = 1.2  # times the text that the feed gave
SHARED = 0.4  # of the character pairs of title and feed text that the page must have
COMPARED = 80  # characters of each
CONFIG = deepcopy(DEFAULT_CONFIG)
CONFIG["DEFAULT"].update(min_extracted_size=str(SHORTEST))
HTML = ("text/html", "application/xhtml+xml")


def article_text(body: bytes, *, content_type: str, url: str) -> str:
    """Clean paragraphs, one a line; '' when the page is no HTML or has no text of its own. Never raises."""
    kind = content_type.partition(";")[0].strip().lower()
    if (kind and kind not in HTML) or len(body) > MAX_BYTES:
        return ""
    page = decode(body, content_type)
    if not page.readable or page.text.count("<") > MAX_TAGS:
        return ""
    try:
        return credits_cut(_extracted(page.text, url)[:MAX_TEXT]).strip()
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return ""


def _extracted(page: str, url: str) -> str:
    tree = load_html(page)
    if tree is None:
        return ""
    people_cut(tree, url)
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
    return text or ""


def article_elsewhere(link: str, landed: str) -> bool:
    """Whether redirects led away from the entry's page: to a front page, to the section above it, to a person's page."""
    if link == landed:
        return False
    if is_home(landed) or is_personal(canonical(landed)):
        return True
    here, there = urlsplit(link), urlsplit(landed)
    return here.hostname == there.hostname and here.path.startswith(f"{there.path.rstrip('/')}/") and not there.query


def article_better(article: str, *, title: str, text: str) -> bool:
    """Whether an extracted text is that of the entry and says more than what the feed gave."""
    if len(article) < SHORTEST or len(article) < len(text) * GAIN:
        return False
    wanted = _pairs(title[:COMPARED]) | _pairs(text[:COMPARED])
    return bool(wanted) and len(wanted & _pairs(article)) >= SHARED * len(wanted)


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\W_]+", "", fold(text))
    return {plain[n : n + 2] for n in range(len(plain) - 1)}
