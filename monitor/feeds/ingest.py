"""Due sources claimed, fetched, parsed, analysed and stored: the service of the feeds stage.

source_claim_due ─▶ ids ─▶ source_fetch_many: fetch (concurrently, in a thread) ─▶ as each comes in:
    parse ─▶ sort by what is known ─▶ analyse ─▶ one transaction: items, counts, ledger, source, validators

A kill at any moment leaves either all of a poll or nothing; the lease runs out and the source is claimed again.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from monitor.errors import ParseError
from monitor.feeds.distrust import Doubt, doubt_moving, doubt_poll_time
from monitor.feeds.exchange import FetchRequest, FetchResult
from monitor.feeds.fetch import fetch_stream
from monitor.feeds.identity import Known, lookups
from monitor.feeds.intents import Sorted, Tagged, entries_sort, entries_tag
from monitor.feeds.labels import OK, UNCHANGED
from monitor.feeds.parse import parse
from monitor.feeds.parsed import Entry, ParsedFeed
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.reading import source_parse_config
from monitor.feeds.record import Poll, poll_record
from monitor.feeds.store import NO_ITEM, StoreOutcome
from monitor.models import Item, ItemKey, Source
from monitor.queries.config import current_config
from monitor.text import Analysis, Config, RawText, analyse

LEASE = timedelta(minutes=2)
COMPARED = 100  # entries whose date is compared with the stored one
CLAIM = """
UPDATE monitor_source SET claimed_until = %s WHERE id IN (
    SELECT id FROM monitor_source
    WHERE enabled AND next_check_at <= %s AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY next_check_at FOR UPDATE SKIP LOCKED LIMIT %s
) RETURNING id
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """Counts of one run over several sources."""

    sources: int = 0
    ok: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    updated: int = 0

    def plus(self, poll: Poll, new: int, updated: int) -> FetchSummary:
        failed = poll.outcome not in {OK, UNCHANGED, "empty"}
        return FetchSummary(
            self.sources + 1,
            self.ok + (not failed and poll.outcome != UNCHANGED),
            self.unchanged + (poll.outcome == UNCHANGED),
            self.failed + failed,
            self.new + new,
            self.updated + updated,
        )


def source_claim_due(*, now: datetime, limit: int) -> list[int]:
    """Ids of sources that are due, most overdue first, leased to the caller for two minutes."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now, now, limit])
        return [row[0] for row in cursor.fetchall()]


def source_fetch_many(*, ids: Sequence[int], now: datetime) -> FetchSummary:
    """Poll these sources and store what is new. Ids that are gone or switched off are passed over quietly."""
    sources = Source.objects.filter(enabled=True).in_bulk(list(ids))
    requests = {source.pk: FetchRequest(source.url, source.etag, source.last_modified) for source in sources.values()}
    config = current_config()
    summary = FetchSummary()
    for source_id, result in fetch_stream(requests, policy_from_settings()):
        summary = _finish(sources[source_id], result, config, now, summary)
    return summary


def _finish(source: Source, result: FetchResult, config: Config, now: datetime, summary: FetchSummary) -> FetchSummary:
    if result.outcome == "deferred":
        Source.objects.filter(pk=source.pk).update(claimed_until=None)
        return summary
    try:
        poll = _poll(source, result, config, now)
        outcome = _record(source, poll, now)
    except (OperationalError, InterfaceError):
        raise  # the database is away: nothing can be noted; the lease runs out and the source is claimed again
    except Exception as error:  # noqa: BLE001 - a fault with one source must not hold up the others: it is put aside
        _log_fault("source_fault", source.pk, error)
        poll = Poll(result=result, outcome="internal", detail=type(error).__name__)
        outcome = _record(source, poll, now)
    return summary.plus(poll, len(outcome.new), len(outcome.updated))


def _record(source: Source, poll: Poll, now: datetime) -> StoreOutcome:
    with transaction.atomic():
        return poll_record(source_id=source.pk, poll=poll, now=now, jitter=random.random())  # noqa: S311 - spreads load


def _poll(source: Source, result: FetchResult, config: Config, now: datetime) -> Poll:
    """Everything that needs no lock: compare, parse, analyse."""
    poll = Poll(result=result, outcome=result.outcome, detail=result.detail)
    if result.outcome != OK:
        return poll
    digest = blake2b(result.body, digest_size=16).digest()
    if source.body_digest is not None and bytes(source.body_digest) == digest:
        return replace(poll, outcome=UNCHANGED, body_digest=digest)
    try:
        feed = parse(
            result.body,
            url=result.url,
            content_type=result.content_type,
            truncated=result.truncated,
            config=source_parse_config(source, now=now),
        )
    except ParseError as error:
        if result.truncated:  # nothing of the half could be read: the connection is what failed
            return replace(poll, outcome="truncated", detail=f"{len(result.body):,} bytes")
        return replace(poll, outcome=error.label, detail=error.detail)
    sorted_, doubt = _compare(source, feed, now)
    tagged = entries_tag(
        sorted_,
        trusted=source.trusted_dates and doubt is None,
        now=now,
        since=source.last_ok_at,
        analyse=lambda entry: entry_analyse(entry, source=source, config=config),
        on_poison=lambda error: _log_fault("entry_poisoned", source.pk, error),
    )
    return replace(
        poll,
        outcome=OK if feed.entries else "empty",
        body_digest=digest,
        feed=feed,
        sorted=sorted_,
        items=tagged.items,
        partial=_partial(feed, sorted_, tagged),
        poisoned=tagged.poisoned,
        doubt=doubt,
    )


def _compare(source: Source, feed: ParsedFeed, now: datetime) -> tuple[Sorted, Doubt | None]:
    """The entries against what is stored, and whether the source's dates must be doubted from now on."""
    known = keys_known(source_id=source.pk, digests=lookups(feed.entries))
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
            keep_days=settings.RETENTION_DAYS,
            since=source.last_ok_at,
        )

    if not source.trusted_dates:
        return sort(trusted=False), None
    sorted_ = sort(trusted=True)
    doubt = doubt_poll_time(feed.entries, now=now) or doubt_moving(sorted_.same, _published(sorted_))
    return (sort(trusted=False) if doubt else sorted_), doubt


def _published(sorted_: Sorted) -> dict[int, datetime | None]:
    """What the unchanged entries said of their time at first storing, by item id."""
    known = [found for entry, found in sorted_.same if entry.published][:COMPARED]
    if not known:
        return {}
    rows = Item.objects.filter(month__in={found.month for found in known}, id__in=[found.item_id for found in known])
    return dict(rows.values_list("id", "published"))


def keys_known(*, source_id: int, digests: Iterable[bytes]) -> dict[bytes, Known]:
    """Which of these keys are there already."""
    rows = ItemKey.objects.filter(source_id=source_id, digest__in=list(digests))
    return {
        bytes(digest): Known(item_id, bytes(content), bytes(digest), month)
        for digest, item_id, content, month in rows.values_list("digest", "item_id", "content", "month")
    }


def entry_analyse(entry: Entry, *, source: Source, config: Config) -> Analysis:
    """Clean, mask and tag one entry of a source."""
    return analyse(RawText(entry.title, entry.text, source.name, source.region or None), config)


def _partial(feed: ParsedFeed, sorted_: Sorted, tagged: Tagged) -> str:
    """ "n of m" over all reasons why an entry could not be taken; '' when every one could."""
    lost = sorted_.unreadable + tagged.poisoned
    read, total = sorted_.total, sorted_.total
    if feed.partial:
        words = feed.partial.split()
        read, total = int(words[0]), int(words[-1])
    return f"{read - lost} of {total}" if lost or read < total else ""


def _log_fault(event: str, source_id: int, error: Exception) -> None:
    """Where it broke, never what the text was: messages of exceptions quote their values."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    log.error(event, source=source_id, error=type(error).__name__, where=where)
