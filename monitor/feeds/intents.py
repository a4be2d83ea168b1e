"""What should be stored: the values that ingest hands to store. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from monitor.feeds.identity import (
    Known,
    entries_distinct,
    entry_find,
    entry_keys,
    link_of,
    links_marked,
    links_shared,
    shared_mark,
)
from monitor.feeds.parsed import Entry
from monitor.lib.clock import SHANGHAI
from monitor.text import Analysis

Analyse = Callable[[Sequence[Entry]], Sequence[Analysis]]
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Analysed:
    """An entry after masking and analysis: all that the database may see of it. Times are aware UTC.

    `keys` are what a new item is claimed under, or all by which an edited one may be known.
    """

    keys: tuple[bytes, ...]
    content_digest: bytes
    link: str
    at: datetime
    published: datetime | None
    analysis: Analysis
    by_hand: bool = False
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of one poll: `fresh` were never seen (with their keys), `edited` have other words than last time.

    `same` are as they were. `marks` are keys that say that a link is shared, seen here for the first time.
    """

    fresh: tuple[tuple[Entry, tuple[bytes, ...]], ...] = ()
    edited: tuple[tuple[Entry, Known], ...] = ()
    same: tuple[tuple[Entry, Known], ...] = ()
    marks: tuple[bytes, ...] = ()
    too_old: int = 0
    unreadable: int = 0
    total: int = 0
    aside: int = 0

    @property
    def wanted(self) -> Iterator[Entry]:
        """The entries to store or to edit."""
        yield from (entry for entry, _ in self.fresh)
        yield from (entry for entry, _ in self.edited)

    def without(self, digests: Collection[bytes]) -> Sorted:
        """Less the entries whose words are among these: set aside, since they made the analysis fail three times."""
        if not digests:
            return self
        fresh = tuple(pair for pair in self.fresh if pair[0].content_digest not in digests)
        edited = tuple(pair for pair in self.edited if pair[0].content_digest not in digests)
        aside = len(self.fresh) - len(fresh) + len(self.edited) - len(edited)
        return replace(self, fresh=fresh, edited=edited, aside=aside)


@dataclass(frozen=True, slots=True)
class Failed:
    """An entry that could not be analysed: the digest of its words, the name of the error; nothing that was said."""

    digest: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """Entries ready to store, and those that could not be analysed."""

    items: tuple[Analysed, ...] = field(default=(), repr=False)
    failed: tuple[Failed, ...] = ()

    @property
    def poisoned(self) -> int:
        """How many could not be analysed."""
        return len(self.failed)


def item_time(entry: Entry, *, trusted: bool, first_seen: datetime, since: datetime | None = None) -> datetime:
    """The one time of an item: published if the source's dates are trusted and not in the future, else first seen.

    A bare date is no time of day: on its own day first-seen is the best we know. Seen first on a later day it is noon of
    its day, or, when the source was read after that noon without it (`since`, the last good poll), that moment, at most
    the last second of its day.
    """
    if not trusted or entry.published is None or entry.published > first_seen:
        return first_seen
    if entry.dated != "day":
        return entry.published
    day = entry.published.astimezone(SHANGHAI).date()
    if day >= first_seen.astimezone(SHANGHAI).date():
        return first_seen
    last = datetime.combine(day, LAST_SECOND, SHANGHAI).astimezone(UTC)
    return min(max(entry.published, since or entry.published), last)


def entries_sort(
    entries: Sequence[Entry],
    *,
    known: Mapping[bytes, Known],
    marks: Collection[bytes] = (),
    homepage: str = "",
    trusted: bool,
    now: datetime,
    keep_days: int,
    since: datetime | None = None,
) -> Sorted:
    """Decide for each entry: new, edited, as before, too old, unreadable. The first of a repeated entry counts."""
    oldest = now - timedelta(days=keep_days)
    here = links_shared(entries)
    shared = here | links_marked(entries, marks) | link_of(homepage)
    guids = [(entry.guid_key, known[entry.guid_key]) for entry in entries if entry.guid_key in known]
    taken = {found.item_id for key, found in guids if found.digest == key}  # not those with another address
    fresh: list[tuple[Entry, tuple[bytes, ...]]] = []
    edited: list[tuple[Entry, Known]] = []
    same: list[tuple[Entry, Known]] = []
    too_old = unreadable = 0
    for entry, first in entries_distinct(entries, shared):
        if not entry.readable or (first is not entry and first.title != entry.title and first.link != entry.link):
            unreadable += 1
        if first is not entry or not entry.readable:
            continue
        before = entry_find(entry, known, shared)
        if before is not None and before.digest != entry.guid_key:  # found by its link: not another entry's item
            before = None if before.item_id in taken else before
            taken.update((before.item_id,) if before else ())
        if before is not None:
            (same if before.content == entry.content_digest else edited).append((entry, before))
        elif item_time(entry, trusted=trusted, first_seen=now, since=since) < oldest:
            too_old += 1
        else:
            fresh.append((entry, entry_keys(entry, known, shared)))
    new_marks = {shared_mark(key) for key in here} - set(marks)
    return Sorted(tuple(fresh), tuple(edited), tuple(same), tuple(sorted(new_marks)), too_old, unreadable, len(entries))


def entries_tag(
    sorted_: Sorted,
    *,
    trusted: bool,
    now: datetime,
    since: datetime | None = None,
    analyse: Analyse,
    on_poison: Callable[[Exception], None],
) -> Tagged:
    """Analyse the entries together. One that makes the analysis fail is set aside, so that it cannot hold up the feed."""
    wanted = list(_to_store(sorted_))
    analyses = _analysed([entry for entry, _, _ in wanted], analyse, on_poison)
    items = [
        Analysed(
            keys=keys,
            content_digest=entry.content_digest,
            link=entry.link,
            at=item_time(entry, trusted=trusted, first_seen=now, since=since),
            published=entry.published,
            analysis=analysis,
            known=known,
        )
        for (entry, keys, known), analysis in zip(wanted, analyses, strict=True)
        if isinstance(analysis, Analysis)
    ]
    failed = [
        Failed(entry.content_digest, error)
        for (entry, _, _), error in zip(wanted, analyses, strict=True)
        if isinstance(error, str)
    ]
    return Tagged(tuple(items), tuple(failed))


def _analysed(
    entries: Sequence[Entry], analyse: Analyse, on_poison: Callable[[Exception], None]
) -> list[Analysis | str]:
    """The name of the error for an entry that cannot be analysed; each is tried alone only when they fail together."""
    try:
        return list(analyse(entries))
    except Exception as error:  # noqa: BLE001 - any fault of one text; reported, counted, shown as partial
        if len(entries) == 1:
            on_poison(error)
            return [type(error).__name__]
    return [found for entry in entries for found in _analysed([entry], analyse, on_poison)]


def _to_store(sorted_: Sorted) -> Iterator[tuple[Entry, tuple[bytes, ...], Known | None]]:
    for entry, keys in sorted_.fresh:
        yield entry, keys, None
    for entry, known in sorted_.edited:
        yield entry, tuple(key for key in (entry.guid_key, entry.link_key) if key), known
