"""Published items that a person brings: as a file (history, another tool's export) or one by one from the grassroots.

They go through the same pipeline as what is fetched: identity, cleaning and masking, tags, counts, topics. Who brought them
is in the audit log and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from monitor.feeds.hand_known import HandEntry, batches_of, hand_sort, row_name
from monitor.feeds.hand_rows import HandRow
from monitor.feeds.hand_sources import NAMELESS, hand_sources, hand_sources_fresh
from monitor.feeds.intents import Analysed, Sorted, entries_tag
from monitor.feeds.parsed import Entry
from monitor.feeds.polls import log_fault, titled
from monitor.feeds.store import Batch, batches_store, links_mark
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Source
from monitor.queries.config import current_config
from monitor.text import Analysis, Config, RawText, analyse_many

MAX_NOTICE = 200


@dataclass(frozen=True, slots=True)
class HandCounts:
    """What became of rows. `known` were there already, `failed` could not be analysed."""

    read: int = 0
    new: int = 0
    updated: int = 0
    known: int = 0
    too_old: int = 0
    failed: int = 0

    def __add__(self, other: HandCounts) -> HandCounts:
        return HandCounts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def hand_import(rows: Iterable[HandRow], *, now: datetime) -> HandCounts:
    """Store rows, some hundred in one transaction; the same rows again change nothing. Memory does not grow with their number."""
    counts = HandCounts()
    for batch in batches_of(rows):
        counts += hand_store(batch, now=now)
    return counts


def hand_plan(rows: Iterable[HandRow], *, now: datetime) -> Iterator[tuple[HandRow, str]]:
    """Each row with what would become of it: new, updated, known, too_old or failed. Stores nothing."""
    before: dict[int, int] = {}  # hashes of a row's name and of its words: earlier rows count as stored
    for batch in batches_of(rows):
        sources = {source.name: source for source in Source.objects.filter(name__in=_names(batch)).order_by("-id")}
        fates = _fates(_sorted(batch, sources, now))
        yield from ((row, _fate(row, fates.get(n, "known"), before)) for n, row in enumerate(batch))


def _fate(row: HandRow, fate: str, before: dict[int, int]) -> str:
    if fate in {"too_old", "failed"}:
        return fate
    name, words = hash(row_name(row)), hash(row.keys[3] if row.keys else (row.title, row.text))
    said = before.get(name)
    before[name] = words
    return fate if said is None else "known" if said == words else "updated"


@transaction.atomic
def hand_store(rows: Sequence[HandRow], *, now: datetime) -> HandCounts:
    """One batch, in which no entry stands twice."""
    sources = hand_sources(_regions(rows))
    config, batches, marks, failed = current_config(), [], set[tuple[int, bytes]](), 0
    sorted_ = _sorted(rows, sources, now)
    for name, (found, entries) in sorted_.items():
        source = sources[name]
        items, poisoned = _analysed(source, found, entries, config, now)
        batches.append(Batch(source, items))
        marks |= {(source.pk, mark) for mark in found.marks}
        failed += poisoned
    outcomes = batches_store(batches, now=now)
    links_mark(marks, now=now)
    new = [item for outcome in outcomes.values() for item in outcome.new]
    updated = [item for outcome in outcomes.values() for item in outcome.updated]
    hand_sources_fresh([pk for pk, outcome in outcomes.items() if outcome.new], now=now)
    if new or updated:
        notice_publish_on_commit({"sources": list(outcomes), "items": [*new, *updated][:MAX_NOTICE]})
    fates = Counter(_fates(sorted_).values())
    failed += fates["failed"]
    known = len(rows) - len(new) - len(updated) - fates["too_old"] - failed
    return HandCounts(len(rows), len(new), len(updated), known, fates["too_old"], failed)


Found = Mapping[str, tuple[Sorted, Sequence[HandEntry]]]  # by name of the source


def _sorted(rows: Sequence[HandRow], sources: Mapping[str, Source], now: datetime) -> Found:
    named: dict[str, list[tuple[int, HandRow]]] = {}
    for n, row in enumerate(rows):
        named.setdefault(row.source or NAMELESS, []).append((n, row))
    return hand_sort(named, sources={name: source.pk for name, source in sources.items()}, now=now)


def _fates(found: Found) -> dict[int, str]:
    """By number of the row; those that are not here repeat another, or are ours already."""
    fates: dict[int, str] = {}
    for sorted_, entries in found.values():
        numbers = {id(one.entry): one.n for one in entries}
        fates.update((numbers[id(entry)], "new") for entry, _ in sorted_.fresh)
        fates.update((numbers[id(entry)], "updated") for entry, _ in sorted_.edited)
        fates.update((one.n, "too_old") for one in entries if one.too_old)
        fates.update((one.n, "failed") for one in entries if not one.entry.readable)
    return fates


def _analysed(
    source: Source, sorted_: Sorted, entries: Sequence[HandEntry], config: Config, now: datetime
) -> tuple[tuple[Analysed, ...], int]:
    rows = {id(one.entry): one.row for one in entries}

    def tag(entries: Sequence[Entry]) -> list[Analysis]:
        theirs = [rows[id(entry)] for entry in entries]
        raws = [
            RawText(entry.title, entry.text, source.name, row.region or source.region or None)
            for entry, row in zip(entries, theirs, strict=True)
        ]
        read = zip(analyse_many(raws, config), theirs, strict=True)
        return [replace(titled(found), masked=found.masked or row.masked) for found, row in read]

    tagged = entries_tag(
        sorted_, trusted=True, now=now, analyse=tag, on_poison=lambda error: log_fault("row_poisoned", source.pk, error)
    )
    typed = {one.entry.content_digest for one in entries if one.row.by_hand}
    return tuple(
        replace(item, by_hand=item.content_digest in typed) if typed else item for item in tagged.items
    ), tagged.poisoned


def _names(rows: Iterable[HandRow]) -> set[str]:
    return {row.source or NAMELESS for row in rows}


def _regions(rows: Iterable[HandRow]) -> dict[str, str]:
    """{name of a source: the region of its rows, when it is one}."""
    regions: dict[str, set[str]] = {}
    for row in rows:
        regions.setdefault(row.source or NAMELESS, set()).add(row.region)
    return {name: next(iter(found)) if len(found) == 1 else "" for name, found in regions.items()}
