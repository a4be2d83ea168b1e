"""Atom feeds (RFC 4287): stable ids, escaping, self link. The feed's one name is the organisation's: entries have none (SCOPE 2).

Generic: give `atom` an `AtomFeed` with its entries. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as Tree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# What XML 1.0 cannot hold at all, escaped or not (production 2, Char).
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Tree.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """One entry. `key` says for ever which one it is (`alert/12`); times aware; `categories` are (code, name)."""

    key: str
    title: str
    link: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """A feed. `base` is the address of this installation, `key` which feed it is, `updated` when nothing is in it yet."""

    base: str
    key: str
    title: str
    organisation: str
    self_link: str
    page_link: str
    language: str
    updated: datetime
    entries: tuple[AtomEntry, ...] = field(default=())

    @property
    def changed(self) -> datetime:
        """The latest change of an entry."""
        return max((entry.updated for entry in self.entries), default=self.updated)


def atom(feed: AtomFeed) -> bytes:
    """The document, UTF-8."""
    root = Tree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _text(root, "id", atom_id(feed.base, feed.key))
    _text(root, "title", feed.title)
    _text(root, "updated", _time(feed.changed))
    _text(_child(root, "author"), "name", feed.organisation)
    _child(root, "link", rel="self", type="application/atom+xml", href=feed.self_link)
    _child(root, "link", rel="alternate", type="text/html", href=feed.page_link)
    _text(root, "generator", "Tingchao")
    for entry in feed.entries:
        _entry(root, feed.base, entry)
    body: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def atom_id(base: str, key: str) -> str:
    """A tag URI (RFC 4151) of this installation: the same for ever, whatever happens to addresses below it."""
    return f"tag:{urlsplit(base).hostname or 'localhost'},2025:tingchao/{key}"


def _entry(root: Tree.Element, base: str, entry: AtomEntry) -> None:
    found = _child(root, "entry")
    _text(found, "id", atom_id(base, entry.key))
    _text(found, "title", entry.title or "—")
    _child(found, "link", rel="alternate", type="text/html", href=entry.link)
    _text(found, "updated", _time(entry.updated))
    if entry.published:
        _text(found, "published", _time(entry.published))
    if entry.summary:
        _text(found, "summary", entry.summary)
    for code, name in entry.categories:
        _child(found, "category", term=code, label=name)


def _child(parent: Tree.Element, name: str, **values: str) -> Tree.Element:
    return Tree.SubElement(parent, f"{{{ATOM}}}{name}", {key: _speakable(value) for key, value in values.items()})


def _text(parent: Tree.Element, name: str, text: str) -> None:
    _child(parent, name).text = _speakable(text)


def _speakable(text: str) -> str:
    return UNSPEAKABLE.sub("", text)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def atom_entries(entries: Iterable[AtomEntry]) -> tuple[AtomEntry, ...]:
    """The latest change first; an id twice would make the feed invalid: the first stays."""
    kept: dict[str, AtomEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.updated, reverse=True):
        kept.setdefault(entry.key, entry)
    return tuple(kept.values())
