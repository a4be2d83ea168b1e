"""What tells the entries of one source apart, also when it gives every entry a new guid at each poll. Pure.

An entry is known by its guid; else by its link, if that link is the entry's own; an entry without a guid also by its
words. A link that several different entries share (a live page, a hot list, the home page) is nobody's own: that is
remembered as a mark, so that it stays so when only one of them is left in the feed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import product

from monitor.feeds.parsed import Entry, digest16


@dataclass(frozen=True, slots=True)
class Known:
    """What ItemKey remembers of an entry: `digest` is the key by which it was found, `month` that of the item."""

    item_id: int
    content: bytes
    digest: bytes
    month: date


def shared_mark(link_key: bytes) -> bytes:
    """The key whose presence says that this link is shared."""
    return blake2b(b"shared" + link_key, digest_size=16).digest()


def lookups(entries: Iterable[Entry]) -> set[bytes]:
    """Every key that may say something of these entries."""
    keys: set[bytes] = set()
    for entry in entries:
        keys.update((entry.guid_key, entry.link_key, b"" if entry.guid_key else entry.words_key))
        keys.add(shared_mark(entry.link_key) if entry.link_key else b"")
    return keys - {b""}


def lookups_otherwise(entries: Iterable[Entry], known: Collection[bytes]) -> dict[bytes, bytes]:
    """For entries that are not known: keys of their addresses as written before a site moved to https and the like, by
    the entry's own key that stands for each.
    """
    found: dict[bytes, bytes] = {}
    for entry in entries:
        keys = {entry.guid_key, entry.link_key, b"" if entry.guid_key else entry.words_key} - {b""}
        if not keys.isdisjoint(known):
            continue
        for address, key in ((entry.guid, entry.guid_key), (entry.link, entry.link_key)):
            if key and address.startswith("http") and digest16("id", address) == key:
                found.update((digest16("id", other), key) for other in addresses_otherwise(address))
    return found


def addresses_otherwise(address: str) -> Iterator[str]:
    """The same address with the other scheme, with or without `www.`, with or without a slash at its end."""
    scheme, _mark, rest = address.partition("://")
    if scheme not in {"http", "https"}:
        return
    path, mark, query = rest.partition("?")
    hosts = (path, path[4:] if path.startswith("www.") else f"www.{path}")
    ends = (lambda text: text, lambda text: text[:-1] if text.endswith("/") else f"{text}/")
    for start, host, end in product(("http", "https"), hosts, ends):
        other = f"{start}://{end(host)}{mark}{query}"
        if other != address:
            yield other


def links_shared(entries: Sequence[Entry]) -> frozenset[bytes]:
    """Keys of links that different entries of one document carry."""
    guids = {entry.guid_key: entry for entry in entries if entry.guid_key}
    first: dict[bytes, Entry] = {}
    shared: set[bytes] = set()
    for entry in entries:
        if not entry.link_key:
            continue
        others = (first.setdefault(entry.link_key, entry), guids.get(entry.link_key, entry))
        if any(_differ(entry, other) for other in others):
            shared.add(entry.link_key)
    return frozenset(shared)


def link_of(homepage: str) -> frozenset[bytes]:
    """The key of the feed's own page, which is no entry's."""
    return frozenset({digest16("id", homepage)} if homepage else ())


def links_marked(entries: Iterable[Entry], marks: Collection[bytes]) -> frozenset[bytes]:
    """Keys of links that were shared in an earlier document."""
    if not marks:
        return frozenset()
    return frozenset(entry.link_key for entry in entries if entry.link_key and shared_mark(entry.link_key) in marks)


def entry_find(entry: Entry, known: Mapping[bytes, Known], shared: Collection[bytes]) -> Known | None:
    """The stored item that this entry is. Through a shared link only when the words are the same too."""
    if entry.guid_key and entry.guid_key in known:
        return known[entry.guid_key]
    linked = known.get(entry.link_key) if entry.link_key else None
    if linked and (entry.link_key not in shared or linked.content == entry.content_digest):
        return linked
    return None if entry.guid_key else known.get(entry.words_key)


def entry_keys(entry: Entry, known: Mapping[bytes, Known], shared: Collection[bytes]) -> tuple[bytes, ...]:
    """The keys under which a new item is stored, so that either finds it."""
    link = entry.link_key if entry.link_key not in shared and entry.link_key not in known else b""
    own = entry.guid_key or link or entry.words_key
    return (own, link) if link and link != own else (own,)


def entries_distinct(entries: Sequence[Entry], shared: Collection[bytes]) -> Iterator[tuple[Entry, Entry]]:
    """(entry, the first one in the document that is the same; itself when it is the first)."""
    seen: dict[bytes, Entry] = {}
    for entry in entries:
        keys = {entry.guid_key, b"" if entry.link_key in shared else entry.link_key}
        keys = (keys if any(keys) else {entry.words_key}) - {b""}
        first = next((seen[key] for key in (entry.guid_key, *keys) if key in seen), entry)
        for key in keys:
            seen.setdefault(key, first)
        yield entry, first


def _differ(one: Entry, other: Entry) -> bool:
    """Two entries of one document, not one that stands in it twice."""
    if one is other or one.content_digest == other.content_digest:
        return False
    if one.guid_key and other.guid_key:
        return one.guid_key != other.guid_key
    return one.title != other.title or not one.title
