"""Published items that a person brings: as a file (history, another tool's export) or one by one from the grassroots.

They go through the same pipeline as what is fetched: identity, cleaning and masking, tags, counts, topics. Who brought them
is in the audit log and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from monitor.feeds.build import entry_of
from monitor.feeds.hand_rows import HandRow
from monitor.feeds.identity import lookups
from monitor.feeds.intents import Analysed, entries_sort, entries_tag
from monitor.feeds.parsed import Entry
from monitor.feeds.polls import KnownKeys, entry_analyse, keys_known_of, log_fault
from monitor.feeds.store import NO_ITEM, Batch, batches_store
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Source, SourceFormat, SourceKind, SourceState
from monitor.queries.config import current_config
from monitor.text import Analysis, Config, RawText, analyse

BATCH = 500
MAX_NOTICE = 200
NAMELESS = "导入"  # the source of rows that name none


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
    """Store rows, BATCH in one transaction; the same rows again change nothing. Memory does not grow with their number."""
    counts = HandCounts()
    for batch in _batches(rows):
        counts += hand_store(batch, now=now)
    return counts


@transaction.atomic
def hand_store(rows: Sequence[HandRow], *, now: datetime) -> HandCounts:
    """One batch, in which no entry stands twice."""
    sources = _sources({row.source or NAMELESS for row in rows})
    entries: dict[int, list[tuple[Entry, HandRow]]] = {source.pk: [] for source in sources.values()}
    for row in rows:
        entries[sources[row.source or NAMELESS].pk].append((_entry(row), row))
    known = keys_known_of({pk: lookups(entry for entry, _ in found) for pk, found in entries.items()})
    config, batches, counts = current_config(), [], HandCounts(read=len(rows))
    for source in sources.values():
        items, part = _analysed(source, entries[source.pk], known[source.pk], config, now)
        batches.append(Batch(source, items))
        counts += part
    outcomes = batches_store(batches, now=now)
    new = [item for outcome in outcomes.values() for item in outcome.new]
    updated = [item for outcome in outcomes.values() for item in outcome.updated]
    if new or updated:
        notice_publish_on_commit({"sources": list(outcomes), "items": [*new, *updated][:MAX_NOTICE]})
    return counts + HandCounts(new=len(new), updated=len(updated))


def _batches(rows: Iterable[HandRow]) -> Iterator[list[HandRow]]:
    """A row that comes again begins a new batch: it may be an edit of the first."""
    batch: list[HandRow] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        names = {(row.source, name) for name in (row.id, row.url) if name} or {(row.source, row.title + row.text)}
        if len(batch) >= BATCH or names & seen:
            yield batch
            batch, seen = [], set()
        batch.append(row)
        seen |= names
    if batch:
        yield batch


def _entry(row: HandRow) -> Entry:
    entry = entry_of(base="", guid=row.id, link=row.url, title=row.title, content=row.text)
    return replace(entry, published=row.at)


def _analysed(
    source: Source, found: Sequence[tuple[Entry, HandRow]], known: KnownKeys, config: Config, now: datetime
) -> tuple[tuple[Analysed, ...], HandCounts]:
    regions = {id(entry): row.region for entry, row in found}
    sorted_ = entries_sort(
        [entry for entry, _ in found],
        known={digest: key for digest, key in known.items() if key.item_id != NO_ITEM},
        marks={digest for digest, key in known.items() if key.item_id == NO_ITEM},
        trusted=True,
        now=now,
        keep_days=settings.RETENTION_DAYS,
    )

    def tag(entry: Entry) -> Analysis:
        region = regions.get(id(entry), "")
        if not region:
            return entry_analyse(entry, source=source, config=config)
        return analyse(RawText(entry.title, entry.text, source.name, region), config)

    tagged = entries_tag(
        sorted_, trusted=True, now=now, analyse=tag, on_poison=lambda error: log_fault("row_poisoned", source.pk, error)
    )
    failed = tagged.poisoned + sorted_.unreadable
    return tagged.items, HandCounts(known=len(sorted_.same), too_old=sorted_.too_old, failed=failed)


def _sources(names: set[str]) -> dict[str, Source]:
    """By name: those that are there, whatever they are, else new ones that nobody fetches."""
    found = {source.name: source for source in Source.objects.filter(name__in=names).order_by("-id")}
    for name in sorted(names - found.keys()):
        found[name] = hand_source(name)
    return found


def hand_source(name: str, kind: str = SourceKind.NEWS) -> Source:
    """A source that is brought by hand, made when it is not there. It is never asked, late or silent."""
    source, _ = Source.objects.get_or_create(
        name=name,
        format=SourceFormat.BY_HAND,
        defaults={"kind": kind, "url": "", "state": SourceState.HEALTHY, "next_check_at": None},
    )
    return source
