"""Rows of a file beside what is stored: which are new, edited, there already.

A row is known by its id, else by its address, else by its words; and by all that `export_items` wrote of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.feeds.build import entry_of
from monitor.feeds.hand_rows import HandRow
from monitor.feeds.identity import lookups, shared_mark
from monitor.feeds.intents import Sorted, entries_sort, item_time
from monitor.feeds.parsed import Entry
from monitor.feeds.polls import KnownKeys, keys_known_of
from monitor.feeds.store import NO_ITEM
from monitor.lib.clock import month_of
from monitor.models import Item, ItemKey
from monitor.queries import site

BATCH = 500
MAX_DIGITS = 18  # of a bigint
Numbered = Sequence[tuple[int, HandRow]]


@dataclass(frozen=True, slots=True, eq=False)
class HandEntry:
    """Row number `n` of a batch as an entry."""

    n: int
    row: HandRow
    entry: Entry
    too_old: bool = False


def batches_of(rows: Iterable[HandRow]) -> Iterator[list[HandRow]]:
    """A row that comes again begins a new batch: it may be an edit of the first."""
    batch: list[HandRow] = []
    ids: set[tuple[str, str]] = set()
    links: dict[tuple[str, str], str] = {}
    for row in rows:
        own, (own_id, link, _words) = row_name(row), _names(row)
        linked = links.get((row.source, link)) if link else None
        again = own in ids or (linked is not None and (not linked or not own_id))
        if again or len(batch) >= BATCH:
            yield batch
            batch, ids, links = [], set(), {}
        batch.append(row)
        ids.add(own)
        if link:
            links.setdefault((row.source, link), own_id)
    if batch:
        yield batch


def row_keys(row: HandRow) -> tuple[str, ...]:
    """What is known of a row when its words are masked: digests of id, address, words, and of the content."""
    entry = row_entry(row)
    return tuple(key.hex() for key in (entry.guid_key, entry.link_key, entry.words_key, entry.content_digest))


def row_name(row: HandRow) -> tuple[str, str]:
    """(source, what tells the row from others of it)."""
    own_id, link, words = _names(row)
    return row.source, own_id or link or words


def _names(row: HandRow) -> tuple[str, str, str]:
    """(id, address, words)."""
    if row.keys:
        return row.keys[0], row.keys[1], row.keys[2]
    return row.id, row.url, row.title + row.text


def hand_sort(
    named: Mapping[str, Numbered], *, sources: Mapping[str, int], now: datetime
) -> dict[str, tuple[Sorted, list[HandEntry]]]:
    """By name of the source; one whose id is not in `sources` is new, and so is all of it. Rows that are our own are left out."""
    ours = _exported({sources[name]: rows for name, rows in named.items() if name in sources})
    found = {
        name: [HandEntry(n, row, row_entry(row)) for n, row in rows if (sources.get(name), row) not in ours]
        for name, rows in named.items()
    }
    known = keys_known_of(
        {sources[name]: lookups(one.entry for one in entries) for name, entries in found.items() if name in sources}
    )
    return {
        name: _sort(entries, sources.get(name), known.get(sources.get(name, 0), {}), now)
        for name, entries in found.items()
    }


def _sort(
    entries: list[HandEntry], source_id: int | None, known: KnownKeys, now: datetime
) -> tuple[Sorted, list[HandEntry]]:
    items = {digest: key for digest, key in known.items() if key.item_id != NO_ITEM}
    marks = {digest for digest, key in known.items() if key.item_id == NO_ITEM}
    shared = _shared_now([one.entry for one in entries], source_id, items, now) - marks
    sorted_ = entries_sort(
        [one.entry for one in entries],
        known=items,
        marks=marks | shared,
        trusted=True,
        now=now,
        keep_days=site.retention_days(),
    )
    oldest = now - timedelta(days=site.retention_days())
    placed = {id(entry) for entry, _ in (*sorted_.fresh, *sorted_.edited, *sorted_.same)}
    dated = [
        replace(one, too_old=one.entry.readable and _time(one.entry, now) < oldest and id(one.entry) not in placed)
        for one in entries
    ]
    return replace(sorted_, marks=(*sorted_.marks, *sorted(shared))), dated


def _time(entry: Entry, now: datetime) -> datetime:
    return item_time(entry, trusted=True, first_seen=now)


def _shared_now(entries: Iterable[Entry], source_id: int | None, known: KnownKeys, now: datetime) -> set[bytes]:
    """Marks of links under which this very run (it has one `now`) stored a row with another id: nobody's own then."""
    links = {
        entry.link_key
        for entry in entries
        if entry.guid_key and entry.guid_key not in known and entry.link_key in known
    }
    if not links or source_id is None:
        return set()
    keys = ItemKey.objects.filter(source_id=source_id, digest__in=links, seen_at=now)
    return {shared_mark(bytes(digest)) for digest in keys.values_list("digest", flat=True)}


def _exported(named: Mapping[int, Numbered]) -> set[tuple[int | None, HandRow]]:
    """(source, row) of rows that say of an item of ours what is stored of it: id, time and title."""
    rows = {
        (source_id, int(row.id), row.at, row.title): row
        for source_id, numbered in named.items()
        for _, row in numbered
        if row.at and row.id.isascii() and row.id.isdigit() and len(row.id) <= MAX_DIGITS
    }
    if not rows:
        return set()
    months = {month_of(at) for _, _, at, _ in rows if at}
    found = Item.objects.filter(month__in=months, id__in={item_id for _, item_id, _, _ in rows})
    stored = set(found.values_list("source_id", "id", "at", "title"))
    return {(key[0], row) for key, row in rows.items() if key in stored}


def row_entry(row: HandRow) -> Entry:
    """As a feed would have it."""
    entry = replace(entry_of(base="", guid=row.id, link=row.url, title=row.title, content=row.text), published=row.at)
    if not row.keys:
        return entry
    guid, link, words, content = map(bytes.fromhex, row.keys)
    return replace(entry, guid_key=guid, link_key=link, words_key=words, content_digest=content)
