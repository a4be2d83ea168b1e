"""The manual that comes with the product: docs/*.md, shown as pages in the reader's language, without the internet.

`NAME.zh-CN.md` stands beside `NAME.md`. A page that has no Chinese yet is shown in English. Pure but for reading the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

import markdown
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

DOCS = Path(settings.BASE_DIR) / "docs"
INDEX = "README"
CHINESE = ".zh-CN.md"
LINK = re.compile(r"(?P<name>[\w-]+?)(?:\.zh-CN)?\.md(?P<anchor>#.*)?")


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page: its first heading, its body (the heading left out), (anchor, words) of its second-level headings."""

    name: str
    title: str
    body: SafeString
    parts: tuple[tuple[str, str], ...]
    language: str


def manual_names() -> list[str]:
    """Names of all pages, that of the index included."""
    return sorted(path.stem for path in DOCS.glob("*.md") if not path.name.endswith(CHINESE))


def manual_page(name: str) -> ManualPage | None:
    """A page in the language of the reader; None when there is none of that name."""
    if name not in manual_names():
        return None
    chinese = DOCS / f"{name}{CHINESE}"
    language = "zh-CN" if (get_language() or "").startswith("zh") and chinese.exists() else "en"
    path = chinese if language == "zh-CN" else DOCS / f"{name}.md"
    return _rendered(name, path, language, path.stat().st_mtime_ns, get_language() or "")


def anchor(heading: str, _separator: str = "-") -> str:
    """The anchor of a heading, as GitHub makes it, so that a link holds there and here."""
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower())
    return kept.replace(" ", "-")


@lru_cache(maxsize=128)
def _rendered(name: str, path: Path, language: str, _changed: int, _reader: str) -> ManualPage:
    text = path.read_text(encoding="utf-8")
    title, _line, rest = text.partition("\n")
    toc = TocExtension(slugify=anchor)
    reader = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", toc])
    reader.preprocessors.deregister("html_block")  # what looks like markup is words
    reader.inlinePatterns.deregister("html")
    reader.treeprocessors.register(_Served(reader), "served", 0)
    body = reader.convert(rest)
    parts = tuple((str(part["id"]), str(part["name"])) for part in reader.toc_tokens if part["level"] == 2)
    return ManualPage(name, title.lstrip("# "), mark_safe(body), parts, language)  # noqa: S308


class _Served(Treeprocessor):  # type: ignore[misc]
    """Links lead to the pages as they are served, tables can be scrolled, what is not served here is left out."""

    def run(self, root: Element) -> None:
        names = set(manual_names())
        for one in root.iter():
            if one.tag == "a":
                _link(one, names)
            elif one.tag == "code" and one.text:
                one.text = one.text.replace("\\|", "|")
        for parent, child in list(_pairs(root)):
            if child.tag == "img":
                _drop(parent, child)
            elif child.tag == "table":
                _wrap(parent, child)


def _pairs(root: Element) -> Iterator[tuple[Element, Element]]:
    return ((parent, child) for parent in root.iter() for child in parent)


def _link(one: Element, names: set[str]) -> None:
    href = one.get("href", "")
    found = LINK.fullmatch(href)
    if found and found["name"] in names:
        name = found["name"]
        where = reverse("manual") if name == INDEX else reverse("manual_page", args=[name])
        one.set("href", where + (found["anchor"] or ""))
    elif "://" in href:
        one.set("rel", "noopener noreferrer")
    elif not href.startswith("#"):
        one.tag = "span"
        del one.attrib["href"]


def _drop(parent: Element, picture: Element) -> None:
    """Pictures are not served: the page must stand without them."""
    at = list(parent).index(picture)
    if picture.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + picture.tail
        else:
            parent.text = (parent.text or "") + picture.tail
    parent.remove(picture)


def _wrap(parent: Element, table: Element) -> None:
    at = list(parent).index(table)
    parent.remove(table)
    frame = Element("div", {"class": "manual-table", "tabindex": "0", "role": "region", "aria-label": _("表格")})
    frame.tail, table.tail = table.tail, None
    table.set("class", "table")
    frame.append(table)
    parent.insert(at, frame)
