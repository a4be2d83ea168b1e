"""Due sources claimed, fetched, parsed, analysed and stored: the service of the feeds stage.

source_fetch_due: claim ─▶ fetch (concurrently, in a thread) ─▶ as they come in, some at a time:
    parse ─▶ sort by what is known ─▶ analyse ─▶ one transaction: items, counts, ledger, sources, validators

While slow sites keep their requests waiting, the next sources are claimed and fetched: nobody waits for another's site.
A kill at any moment leaves either all of a group of polls or nothing; the lease runs out and they are claimed again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

from django.db import InterfaceError, OperationalError, connection, transaction

from monitor.feeds.exchange import FetchRequest, FetchResult
from monitor.feeds.labels import OK, UNCHANGED
from monitor.feeds.ledger import side_lines
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.polls import poll_fault, polls_make
from monitor.feeds.record import Poll, poll_record, polls_record
from monitor.feeds.store import StoreOutcome
from monitor.feeds.stream import FetchStream
from monitor.lib.clock import utc_now
from monitor.models import Source
from monitor.models.bulk import rows_insert
from monitor.queries.config import current_config

LEASE = timedelta(minutes=2)
GROUP = 25  # polls in one transaction, at most
WAITING = 4  # times the policy's concurrency: requests in hand, those that wait for a slow site included
PAUSE = 0.5  # seconds: how soon a source that falls due meanwhile is seen
DEFERRED = "deferred"
# ANY(ARRAY(…)): the inner query runs once; under IN a plan may run it again for each row, and claim more than asked.
CLAIM = """
UPDATE monitor_source SET claimed_until = %s WHERE id = ANY(ARRAY(
    SELECT id FROM monitor_source
    WHERE enabled AND next_check_at <= %s AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY next_check_at FOR UPDATE SKIP LOCKED LIMIT %s
)) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """Counts of one run over several sources."""

    sources: int = 0
    ok: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    updated: int = 0

    def plus_all(self, finished: Iterable[tuple[Poll, StoreOutcome]]) -> FetchSummary:
        return reduce(lambda summary, one: summary.plus(*one), finished, self)

    def plus(self, poll: Poll, stored: StoreOutcome) -> FetchSummary:
        failed = poll.outcome not in {OK, UNCHANGED, "empty"}
        return FetchSummary(
            self.sources + 1,
            self.ok + (not failed and poll.outcome != UNCHANGED),
            self.unchanged + (poll.outcome == UNCHANGED),
            self.failed + failed,
            self.new + len(stored.new),
            self.updated + len(stored.updated),
        )


def source_claim_due(*, now: datetime, limit: int) -> list[int]:
    """Ids of sources that are due, most overdue first, leased to the caller for two minutes."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now, now, limit])
        return [row[0] for row in cursor.fetchall()]


def source_fetch_due(*, seconds: float) -> FetchSummary:
    """Poll what is due, and what falls due meanwhile; claims nothing more after `seconds` or when nothing is due."""
    summary, sources, policy = FetchSummary(), dict[int, Source](), policy_from_settings()
    until, most = time.monotonic() + seconds, max(policy.concurrency * WAITING, GROUP)
    with FetchStream[int](policy) as stream:
        while True:
            room = most - stream.pending if time.monotonic() < until else 0
            claimed = source_claim_due(now=utc_now(), limit=min(room, GROUP)) if room >= GROUP else []
            if claimed:
                sources |= _ask(stream, claimed)
            elif not stream.pending:
                return summary
            results = stream.group(most=GROUP, wait=0.0 if len(claimed) == GROUP else PAUSE)
            summary = summary.plus_all(_finish({sources[pk]: result for pk, result in results}, utc_now()))


def source_fetch_many(*, ids: Sequence[int], now: datetime) -> FetchSummary:
    """Poll these sources and store what is new. Ids that are gone or switched off are passed over quietly."""
    summary = FetchSummary()
    with FetchStream[int](policy_from_settings()) as stream:
        sources = _ask(stream, ids)
        while stream.pending:
            results = stream.group(most=GROUP)
            summary = summary.plus_all(_finish({sources[pk]: result for pk, result in results}, now))
    return summary


def _ask(stream: FetchStream[int], ids: Sequence[int]) -> dict[int, Source]:
    """Begin to fetch; the sources that are there and switched on."""
    sources = Source.objects.filter(enabled=True).exclude(url="").in_bulk(list(ids))
    stream.add({pk: FetchRequest(source.url, source.etag, source.last_modified) for pk, source in sources.items()})
    return sources


def _finish(results: Mapping[Source, FetchResult], now: datetime) -> Sequence[tuple[Poll, StoreOutcome]]:
    """Read and store what came in together; a fault with one of them does not hold up the others."""
    if not results:
        return []
    _put_off({source: result for source, result in results.items() if result.outcome == DEFERRED}, now)
    answered = {source: result for source, result in results.items() if result.outcome != DEFERRED}
    polls = {source.pk: poll for source, poll in polls_make(answered, config=current_config(), now=now).items()}
    try:
        with transaction.atomic():
            outcomes = polls_record(polls, now=now, jitter=random.random)
    except InterfaceError:
        raise  # the database is away: nothing can be noted; the lease runs out and the sources are claimed again
    except Exception:  # noqa: BLE001 - a fault of one of them, or a deadlock: each alone shows whose it is
        return [_record_alone(source_id, poll, now) for source_id, poll in polls.items()]
    return [(poll, outcomes.get(source_id, StoreOutcome())) for source_id, poll in polls.items()]


def _record_alone(source_id: int, poll: Poll, now: datetime) -> tuple[Poll, StoreOutcome]:
    try:
        return poll, _record(source_id, poll, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - put aside as an internal error of this source
        poll = poll_fault(poll.source, poll.result, error)
        return poll, _record(source_id, poll, now)


def _record(source_id: int, poll: Poll, now: datetime) -> StoreOutcome:
    with transaction.atomic():
        return poll_record(source_id=source_id, poll=poll, now=now, jitter=random.random())  # noqa: S311 - spreads load


def _put_off(deferred: Mapping[Source, FetchResult], now: datetime) -> None:
    """Not asked, its host's turn is later: no poll and no failure."""
    for source, result in deferred.items():
        later = {} if result.defer_s is None else {"next_check_at": now + timedelta(seconds=result.defer_s)}
        Source.objects.filter(pk=source.pk).update(claimed_until=None, **later)
    rows_insert([line for source, result in deferred.items() for line in side_lines(source, result, now)])
