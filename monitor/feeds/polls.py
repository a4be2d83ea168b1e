"""Answers become polls ready to be stored: read, compared with what is known, analysed. Needs no lock, changes no row.

Several sources go through together, so that what is known of their entries is one query each step, not one a source, and
their texts are read at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection

from monitor.errors import ParseError
from monitor.feeds.build import headline
from monitor.feeds.distrust import Doubt, doubt_moving, doubt_poll_time
from monitor.feeds.exchange import FetchResult
from monitor.feeds.identity import Known, lookups, lookups_otherwise
from monitor.feeds.intents import Sorted, Tagged, entries_sort, entries_tag
from monitor.feeds.labels import OK, UNCHANGED
from monitor.feeds.parsed import Entry, ParsedFeed
from monitor.feeds.poison import entries_aside
from monitor.feeds.reading import parse_answer, source_parse_config
from monitor.feeds.record import Poll
from monitor.feeds.store import NO_ITEM
from monitor.models import Item, Source
from monitor.models.copying import array_literal
from monitor.queries import site
from monitor.text import Analysis, Config, RawText, analyse_many

COMPARED = 100  # entries of a source whose date is compared with the stored one
KNOWN = """
SELECT k.source_id, k.digest, k.item_id, k.content, k.month FROM monitor_itemkey k
JOIN unnest(%s::bigint[], %s::bytea[]) AS wanted(source_id, digest)
    ON k.source_id = wanted.source_id AND k.digest = wanted.digest
"""
T = TypeVar("T")
KnownKeys = dict[bytes, Known]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer with a feed in it."""

    poll: Poll
    feed: ParsedFeed


@dataclass(frozen=True, slots=True)
class Compared:
    """A feed beside what is stored: `trusted` is sorted by the dates of the feed, `untrusted` makes it by first-seen."""

    reading: Reading
    trusted: Sorted
    untrusted: Callable[[], Sorted]


@dataclass(frozen=True, slots=True)
class Settled:
    """A feed of which is known what to store: `doubt` is set when its dates are not those of its entries."""

    reading: Reading
    sorted: Sorted
    doubt: Doubt | None


def polls_make(results: Mapping[Source, FetchResult], *, config: Config, now: datetime) -> dict[Source, Poll]:
    """A fault in one source makes its poll an `internal` error and leaves the others alone."""
    polls: dict[Source, Poll] = {}
    read = _each(results, lambda source: _read(source, results[source], now), results, polls)
    readings = {source: found for source, found in read.items() if isinstance(found, Reading)}
    polls.update((source, found) for source, found in read.items() if isinstance(found, Poll))
    known = keys_known_of({source.pk: lookups(reading.feed.entries) for source, reading in readings.items()})
    _known_otherwise(readings, known)
    compared = _each(readings, lambda source: _compare(source, readings[source], known[source.pk], now), results, polls)
    aside = entries_aside(compared, now=now)
    published = _published(found.trusted for source, found in compared.items() if source.trusted_dates)
    settled = _each(
        compared,
        lambda source: _settle(source, compared[source], published, aside.get(source.pk, set()), now),
        results,
        polls,
    )
    ready = _analyse_ahead(settled, config)
    polls.update(_each(settled, lambda source: _finish(source, settled[source], ready, config, now), results, polls))
    return polls


def _each(
    sources: Iterable[Source],
    step: Callable[[Source], T],
    results: Mapping[Source, FetchResult],
    polls: dict[Source, Poll],
) -> dict[Source, T]:
    """The step for each source; where it fails, `polls` gets the error."""
    done: dict[Source, T] = {}
    for source in sources:
        try:
            done[source] = step(source)
        except (OperationalError, InterfaceError):
            raise  # the database is away, which is no fault of the source
        except Exception as error:  # noqa: BLE001 - a fault with one source must not hold up the others
            polls[source] = poll_fault(source, results[source], error)
    return done


def poll_fault(source: Source, result: FetchResult, error: Exception) -> Poll:
    """The source put aside with an internal error."""
    log_fault("source_fault", source.pk, error)
    return Poll(source, result, outcome="internal", detail=type(error).__name__)


def _read(source: Source, result: FetchResult, now: datetime) -> Reading | Poll:
    """A Poll when there is nothing to compare."""
    poll = Poll(source, result, outcome=result.outcome, detail=result.detail)
    if result.outcome != OK:
        return poll
    digest = blake2b(result.body, digest_size=16).digest()
    if source.body_digest is not None and bytes(source.body_digest) == digest:
        return replace(poll, outcome=UNCHANGED, body_digest=digest)
    try:
        feed = parse_answer(result, source_parse_config(source, now=now))
    except ParseError as error:
        if result.truncated:  # nothing of the half could be read: the connection is what failed
            return replace(poll, outcome="truncated", detail=f"{len(result.body):,} bytes")
        return replace(poll, outcome=error.label, detail=error.detail)
    return Reading(replace(poll, body_digest=digest, feed=feed), feed)


def _known_otherwise(readings: Mapping[Source, Reading], known: Mapping[int, KnownKeys]) -> None:
    """Adds the entries of sources that were read before whose address is written otherwise than it was: http became https."""
    others = {
        source.pk: otherwise
        for source, reading in readings.items()
        if source.last_ok_at is not None and (otherwise := lookups_otherwise(reading.feed.entries, known[source.pk]))
    }
    for source_id, found in keys_known_of(others).items():
        for digest, one in found.items():
            if one.item_id != NO_ITEM:
                known[source_id].setdefault(others[source_id][digest], one)


def _compare(source: Source, reading: Reading, known: KnownKeys, now: datetime) -> Compared:
    feed = reading.feed
    marks = {digest for digest, found in known.items() if found.item_id == NO_ITEM}
    items = {digest: found for digest, found in known.items() if found.item_id != NO_ITEM}

    def sort(*, trusted: bool) -> Sorted:
        return entries_sort(
            feed.entries,
            known=items,
            marks=marks,
            homepage=feed.link if feed.parser != "list_page" else "",
            trusted=trusted,
            now=now,
            keep_days=site.retention_days(),
            since=source.last_ok_at,
        )

    return Compared(reading, sort(trusted=source.trusted_dates), lambda: sort(trusted=False))


def _settle(
    source: Source, compared: Compared, published: Mapping[int, datetime | None], aside: set[bytes], now: datetime
) -> Settled:
    feed, sorted_ = compared.reading.feed, compared.trusted
    doubt: Doubt | None = None
    if source.trusted_dates:
        asked = now - timedelta(milliseconds=compared.reading.poll.result.duration_ms)
        doubt = doubt_poll_time(feed.entries, now=asked) or doubt_moving(sorted_.same, published)
        sorted_ = compared.untrusted() if doubt else sorted_
    return Settled(compared.reading, sorted_.without(aside), doubt)


def _analyse_ahead(settled: Mapping[Source, Settled], config: Config) -> dict[int, Analysis]:
    """Analyses by `id` of the entry, of all sources together, which costs less than one source after the other.

    Empty when one of them makes the analysis fail: then each source is tried for itself, and shows whose fault it is.
    """
    entries = [(source, entry) for source, one in settled.items() for entry in one.sorted.wanted]
    try:
        found = analyse_many([_raw(entry, source) for source, entry in entries], config)
        return {id(entry): titled(one) for (_, entry), one in zip(entries, found, strict=True)}
    except Exception:  # noqa: BLE001 - tried again, reported there
        return {}


def _finish(source: Source, settled: Settled, ready: Mapping[int, Analysis], config: Config, now: datetime) -> Poll:
    feed, sorted_, doubt = settled.reading.feed, settled.sorted, settled.doubt

    def analyse(entries: Sequence[Entry]) -> list[Analysis]:
        known = [ready.get(id(entry)) for entry in entries]
        return [one for one in known if one] if all(known) else entries_analyse(entries, source=source, config=config)

    tagged = entries_tag(
        sorted_,
        trusted=source.trusted_dates and doubt is None,
        now=now,
        since=source.last_ok_at,
        analyse=analyse,
        on_poison=lambda error: log_fault("entry_poisoned", source.pk, error),
    )
    return replace(
        settled.reading.poll,
        outcome=OK if feed.entries else "empty",
        sorted=sorted_,
        items=tagged.items,
        partial=_partial(feed, sorted_, tagged),
        failed=tagged.failed,
        doubt=doubt,
    )


def _published(sorted_: Iterable[Sorted]) -> dict[int, datetime | None]:
    """What unchanged entries said of their time at first storing, by item id."""
    known = [found for one in sorted_ for found in [found for entry, found in one.same if entry.published][:COMPARED]]
    if not known:
        return {}
    rows = Item.objects.filter(month__in={found.month for found in known}, id__in=[found.item_id for found in known])
    return dict(rows.values_list("id", "published"))


def keys_known_of(wanted: Mapping[int, Iterable[bytes]]) -> dict[int, KnownKeys]:
    """Which of these keys, by source id, are there already; one query for all."""
    found: dict[int, KnownKeys] = {source_id: {} for source_id in wanted}
    pairs = [(source_id, digest) for source_id, digests in wanted.items() for digest in digests]
    if not pairs:
        return found
    with connection.cursor() as cursor:
        columns = [array_literal(column) for column in zip(*pairs, strict=True)]
        cursor.execute(KNOWN, columns)
        for source_id, digest, item_id, content, month in cursor.fetchall():
            found[source_id][bytes(digest)] = _known(item_id, content, digest, month)
    return found


def _known(item_id: int, content: bytes, digest: bytes, month: date) -> Known:
    return Known(item_id, bytes(content), bytes(digest), month)


def keys_known(*, source_id: int, digests: Iterable[bytes]) -> KnownKeys:
    """Which of these keys of one source are there already."""
    return keys_known_of({source_id: digests})[source_id]


def entries_analyse(entries: Sequence[Entry], *, source: Source, config: Config) -> list[Analysis]:
    """Clean, mask and tag entries of a source; one without a title is shown by its first sentence."""
    return [titled(found) for found in analyse_many([_raw(entry, source) for entry in entries], config)]


def _raw(entry: Entry, source: Source) -> RawText:
    return RawText(entry.title, entry.text, source.name, source.region or None)


def titled(found: Analysis) -> Analysis:
    """With the first sentence for a title where there is none."""
    return found if found.title else replace(found, title=headline(found.text))


def _partial(feed: ParsedFeed, sorted_: Sorted, tagged: Tagged) -> str:
    """ "n of m" over all reasons why an entry could not be taken; '' when every one could."""
    lost = sorted_.unreadable + sorted_.aside + tagged.poisoned
    read, total = sorted_.total, sorted_.total
    if feed.partial:
        words = feed.partial.split()
        read, total = int(words[0]), int(words[-1])
    return f"{read - lost} of {total}" if lost or read < total else ""


def log_fault(event: str, source_id: int, error: Exception) -> None:
    """Where it broke, never what the text was: messages of exceptions quote their values."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    log.error(event, source=source_id, error=type(error).__name__, where=where)
