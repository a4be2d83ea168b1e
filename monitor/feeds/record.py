"""One poll becomes rows: items, ledger, outage, the source's state, rhythm and validators, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from monitor.feeds.distrust import Doubt
from monitor.feeds.exchange import FetchResult
from monitor.feeds.health import NO_SIGNS, Health, Signs, after_failure, after_success
from monitor.feeds.hosts import host_of
from monitor.feeds.intents import Analysed, Failed, Sorted
from monitor.feeds.labels import OK, TRUNCATED, UNCHANGED
from monitor.feeds.ledger import asked_at, side_lines
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.poison import entries_failed
from monitor.feeds.push import hub_of
from monitor.feeds.schedule import Limits, Plan, next_check
from monitor.feeds.store import Batch, StoreOutcome, batches_store, links_mark
from monitor.feeds.track import Seen, source_changed, source_track
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import DOWN_STATES, Asked, Fetch, Outage, Source, SourceChange, audit_record
from monitor.models.bulk import rows_insert, rows_update
from monitor.models.copying import array_literal

MAX_NOTICE = 200
WRITTEN = [
    field.attname
    for field in Source._meta.concrete_fields
    if field.attname not in {"id", "name", "format", "kind", "options", "homepage", "region", "own", "weight"}
    and field.attname not in {"enabled", "read_articles", "created_at"}
]
"""The columns that a poll may change."""
READ = ("url", "format", "options")  # where an answer comes from and how it is read
NOTHING = Sorted()
OUTAGES_END = "UPDATE monitor_outage SET ended_at = %s WHERE source_id = ANY(%s::bigint[]) AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of one poll, ready to be stored. `source`: as it was when it was asked."""

    source: Source = field(repr=False)
    result: FetchResult
    outcome: str
    detail: str = ""
    body_digest: bytes | None = None
    feed: ParsedFeed | None = None
    sorted: Sorted = NOTHING
    items: tuple[Analysed, ...] = field(default=(), repr=False)
    partial: str | None = None
    failed: tuple[Failed, ...] = ()  # entries whose analysis failed: they must be offered again
    doubt: Doubt | None = None  # set when the source's dates are found not to be those of its entries

    @property
    def cut(self) -> bool:
        """Only the first part of the document was there; the rest must be offered again."""
        return self.result.truncated or (self.feed is not None and self.feed.cut)

    @property
    def ok(self) -> bool:
        """The source answered with a feed, be it one without entries."""
        return self.outcome in {OK, UNCHANGED} or (self.outcome == "empty" and self.feed is not None)

    def answers(self, source: Source) -> bool:
        """Whether it is what this row asks for: not when a person paused the source, or changed what is read, meanwhile."""
        return source.enabled and all(getattr(source, name) == getattr(self.source, name) for name in READ)


def poll_record(*, source_id: int, poll: Poll, now: datetime, jitter: float) -> StoreOutcome:
    """Call inside a transaction. A source that was deleted, paused or changed meanwhile is passed over."""
    return polls_record({source_id: poll}, now=now, jitter=lambda: jitter).get(source_id, StoreOutcome())


def polls_record(polls: Mapping[int, Poll], *, now: datetime, jitter: Callable[[], float]) -> dict[int, StoreOutcome]:
    """Several polls in one transaction (the caller's): each statement is one for all of them.

    Sources are locked in the order of their ids. `jitter` gives 0..1. Deleted sources are missing from the answer, and those
    that a person paused or pointed elsewhere meanwhile: of their polls only the request is noted.
    """
    sources = list(Source.objects.select_for_update(of=("self",)).filter(pk__in=polls).order_by("id"))
    found = [(source, polls[source.pk]) for source in sources if polls[source.pk].answers(source)]
    _pass_over([(source, polls[source.pk]) for source in sources if not polls[source.pk].answers(source)], now)
    outcomes = batches_store([Batch(source, poll.items) for source, poll in found], now=now)
    entries_failed({source.pk: poll.failed for source, poll in found if poll.failed}, now=now)
    links_mark(((source.pk, mark) for source, poll in found for mark in poll.sorted.marks), now=now)
    changes = []
    for source, poll in found:
        change = _note(source, poll, outcomes[source.pk], now, jitter())
        changes += [change] if change else []
    _outages_end([source.pk for source, _ in found if source.state not in DOWN_STATES], now)
    rows_update([source for source, _ in found], WRITTEN)
    rows_insert(changes)
    rows_insert([line for source, poll in found for line in _ledger(source, poll, outcomes[source.pk], now)])
    _tell(outcomes)
    return outcomes


def _pass_over(found: Sequence[tuple[Source, Poll]], now: datetime) -> None:
    """Free to be asked again, as it is now; nothing of the answer is kept."""
    Source.objects.filter(pk__in=[source.pk for source, _ in found]).update(claimed_until=None)
    rows_insert([line for _, poll in found for line in _ledger(poll.source, poll, StoreOutcome(), now)])


def _note(source: Source, poll: Poll, outcome: StoreOutcome, now: datetime, jitter: float) -> SourceChange | None:
    """Bring the row up to date; the caller saves it."""
    if poll.doubt and source.trusted_dates:
        _distrust(source, poll.doubt)
    before = _health(source)
    signs = source_track(source, _seen(poll), now) if poll.ok else NO_SIGNS
    after = _judge(before, source, poll, signs, now)
    if after.down and not before.down:
        _outage_begin(source, after, now)
    plan = _plan(source, poll, after, now, len(outcome.new), jitter)
    return _apply(source, poll, after, plan, now, stored=bool(outcome.new))


def _tell(outcomes: Mapping[int, StoreOutcome]) -> None:
    items = [item for outcome in outcomes.values() for item in (*outcome.new, *outcome.updated)][:MAX_NOTICE]
    if outcomes:
        notice_publish_on_commit({"sources": list(outcomes), **({"items": items} if items else {})})


def _distrust(source: Source, doubt: Doubt) -> None:
    """From now on first-seen is the time of this source's items; a person may set it back."""
    source.trusted_dates, source.dates_reason = False, doubt.reason
    detail = {"name": source.name, "reason": doubt.reason, "entries": f"{doubt.n}/{doubt.total}"}
    audit_record(actor="feeds", action="source_dates_distrust", target=f"source:{source.pk}", detail=detail)


def _health(source: Source) -> Health:
    return Health(
        source.state,
        source.failures,
        source.failing_since,
        source.last_ok_at,
        source.error_label,
        source.error_detail,
        source.partial,
    )


def _seen(poll: Poll) -> Seen:
    news = tuple(item.at for item in poll.items if item.known is None)
    return Seen(poll.result, poll.feed, len(poll.sorted.fresh), poll.sorted.total, news)


def _judge(before: Health, source: Source, poll: Poll, signs: Signs, now: datetime) -> Health:
    if poll.ok:
        note = TRUNCATED if poll.cut else poll.outcome if poll.outcome not in {OK, UNCHANGED} else ""
        return after_success(before, now=now, partial=poll.partial, note=note, signs=signs)
    return after_failure(before, now=now, interval_s=source.interval_s, label=poll.outcome, detail=poll.detail)


def _outage_begin(source: Source, after: Health, now: datetime) -> None:
    """From the first failed poll on."""
    Outage.objects.get_or_create(
        source=source,
        ended_at=None,
        defaults={"started_at": after.failing_since or now, "label": after.error_label},
    )


def _outages_end(source_ids: Sequence[int], now: datetime) -> None:
    """The first good poll ends it."""
    with connection.cursor() as cursor:
        cursor.execute(OUTAGES_END, [now, array_literal(source_ids)])


def _plan(source: Source, poll: Poll, after: Health, now: datetime, new: int, jitter: float) -> Plan:
    floors = [poll.result.max_age or 0, (poll.feed.floor_s or 0) if poll.feed else 0]
    entries = poll.feed.entries if poll.feed else ()
    times = [entry.published for entry in entries if entry.published and entry.dated == "second"]
    limits = Limits(settings.FETCH_MIN_INTERVAL, settings.FETCH_MAX_INTERVAL, settings.DRILL)
    return next_check(
        now=now,
        limits=limits,
        interval_s=source.interval_s,
        times=times if source.trusted_dates else (),
        new=new,
        failures=after.failures,
        floor_s=max(floors) or None,
        retry_after_s=poll.result.retry_after,
        first=source.last_checked_at is None,
        jitter=jitter,
    )


def _apply(
    source: Source, poll: Poll, after: Health, plan: Plan, now: datetime, *, stored: bool
) -> SourceChange | None:
    before = source.state
    for name in ("state", "failures", "failing_since", "last_ok_at", "error_label", "error_detail", "partial"):
        setattr(source, name, getattr(after, name))
    source.needs_decision = source.needs_decision or after.changed
    source.claimed_until = None
    source.last_checked_at = now
    source.interval_s = plan.interval_s
    source.next_check_at = None if after.state == "gone" else _next(source, poll, plan, now)
    if stored:
        source.last_new_at = now
    if poll.ok and poll.cut:  # asked for anew and whole, though the half may carry the validators of the whole
        source.etag, source.last_modified, source.body_digest = "", "", None
    elif poll.ok and not poll.failed and not poll.sorted.aside:  # validators only with what they stand for
        source.etag = poll.result.etag or (source.etag if poll.outcome == UNCHANGED else "")
        source.last_modified = poll.result.last_modified or (source.last_modified if poll.outcome == UNCHANGED else "")
        source.body_digest = poll.body_digest or source.body_digest
    if poll.feed is not None:
        named, result = poll.feed, poll.result
        source.hub_url, source.hub_topic = hub_of(named.hub, named.topic, result.link_header, result.url)
    return source_changed(source, before, now, after.error_label or source.concern or source.partial)


def _next(source: Source, poll: Poll, plan: Plan, now: datetime) -> datetime:
    """As planned; sooner when a push or a person asked for a poll while this one was on its way."""
    wish, asked = source.next_check_at, now - timedelta(milliseconds=poll.result.duration_ms)
    return min(wish, plan.at) if poll.ok and wish is not None and wish > asked else plan.at


def _ledger(source: Source, poll: Poll, outcome: StoreOutcome, now: datetime) -> Iterator[Fetch]:
    """The poll, and what else it asked for on its way."""
    result = poll.result
    yield from side_lines(source, result, now)
    moved = f"{'301' if result.moved_to else '302'} → {result.url}" if result.redirects else ""
    yield Fetch(
        source=source,
        at=asked_at(result.begun, now),
        what=Asked.FEED,
        host=host_of(source.url),
        duration_ms=result.duration_ms,
        status=result.status,
        outcome=poll.outcome,
        detail=(poll.detail or _remark(poll) or moved)[:300],
        bytes=result.raw_bytes,
        entries=len(poll.feed.entries) if poll.feed else 0,
        new=len(outcome.new),
        updated=len(outcome.updated),
        too_old=poll.sorted.too_old,
    )


def _remark(poll: Poll) -> str:
    """What the ledger says beside "ok"; labels.ledger_remark puts it into words."""
    return str(poll.doubt or "") or (f"truncated {poll.partial}" if poll.cut else "")
