"""What should be stored: the values that ingest hands to store. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.feeds.parsed import Entry
from monitor.text import Analysis


@dataclass(frozen=True, slots=True)
class Known:
    """What ItemKey remembers of an entry."""

    item_id: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Analysed:
    """An entry after masking and analysis: all that the database may see of it. Times are aware UTC."""

    identity: bytes
    content_digest: bytes
    link: str
    at: datetime
    published: datetime | None
    analysis: Analysis
    by_hand: bool = False
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of one poll: `fresh` were never seen, `edited` have other words than last time."""

    fresh: tuple[Entry, ...] = ()
    edited: tuple[Entry, ...] = ()
    too_old: int = 0
    unreadable: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Tagged:
    """Entries ready to store; `poisoned` could not be analysed."""

    items: tuple[Analysed, ...] = field(default=(), repr=False)
    poisoned: int = 0


def item_time(entry: Entry, *, trusted: bool, first_seen: datetime) -> datetime:
    """The one time of an item: published if the source's dates are trusted and not in the future, else first seen."""
    if trusted and entry.published is not None and entry.published <= first_seen:
        return entry.published
    return first_seen


def entries_sort(
    entries: Sequence[Entry], *, known: Mapping[bytes, Known], trusted: bool, now: datetime, keep_days: int
) -> Sorted:
    """Decide for each entry: new, edited, as before, too old, unreadable. The first of a repeated guid counts."""
    oldest = now - timedelta(days=keep_days)
    seen: dict[bytes, Entry] = {}
    fresh: list[Entry] = []
    edited: list[Entry] = []
    too_old = unreadable = 0
    for entry in entries:
        first = seen.setdefault(entry.identity, entry)
        if not entry.readable or (first is not entry and first.title != entry.title and first.link != entry.link):
            unreadable += 1
        if first is not entry or not entry.readable:
            continue
        before = known.get(entry.identity)
        if before is not None:
            if before.content != entry.content_digest:
                edited.append(entry)
        elif item_time(entry, trusted=trusted, first_seen=now) < oldest:
            too_old += 1
        else:
            fresh.append(entry)
    return Sorted(tuple(fresh), tuple(edited), too_old, unreadable, len(entries))


def entries_tag(
    entries: Iterable[Entry],
    *,
    known: Mapping[bytes, Known],
    trusted: bool,
    now: datetime,
    analyse: Callable[[Entry], Analysis],
    on_poison: Callable[[Exception], None],
) -> Tagged:
    """Analyse each entry. One that makes the analysis fail is set aside, so that it cannot hold up the feed."""
    items: list[Analysed] = []
    poisoned = 0
    for entry in entries:
        try:
            analysis = analyse(entry)
        except Exception as error:  # noqa: BLE001 - any fault of one text; reported, counted, shown as partial
            on_poison(error)
            poisoned += 1
            continue
        items.append(
            Analysed(
                identity=entry.identity,
                content_digest=entry.content_digest,
                link=entry.link,
                at=item_time(entry, trusted=trusted, first_seen=now),
                published=entry.published,
                analysis=analysis,
                known=known.get(entry.identity),
            )
        )
    return Tagged(tuple(items), poisoned)
