"""One poll becomes rows: items, ledger, outage, the source's state, rhythm and validators, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from monitor.feeds.exchange import FetchResult
from monitor.feeds.health import Health, after_failure, after_success
from monitor.feeds.intents import Analysed, Sorted
from monitor.feeds.labels import OK, UNCHANGED
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.schedule import Limits, Plan, next_check
from monitor.feeds.store import StoreOutcome, items_store
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Fetch, Outage, Source

MAX_NOTICE = 200
NOTHING = Sorted()


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of one poll, ready to be stored."""

    result: FetchResult
    outcome: str
    detail: str = ""
    body_digest: bytes | None = None
    feed: ParsedFeed | None = None
    sorted: Sorted = NOTHING
    items: tuple[Analysed, ...] = field(default=(), repr=False)
    partial: str | None = None
    poisoned: int = 0  # entries whose analysis failed: they must be offered again

    @property
    def ok(self) -> bool:
        """The source answered with a feed, be it one without entries."""
        return self.outcome in {OK, UNCHANGED} or (self.outcome == "empty" and self.feed is not None)


def poll_record(*, source_id: int, poll: Poll, now: datetime, jitter: float) -> StoreOutcome:
    """Call inside a transaction. A source that was deleted meanwhile is passed over."""
    source = Source.objects.select_for_update(of=("self",)).filter(pk=source_id).first()
    if source is None:
        return StoreOutcome()
    outcome = items_store(source=source, analysed=poll.items, now=now) if poll.items else StoreOutcome()
    before = _health(source)
    after = _judge(before, source, poll, now)
    _outage(source, before, after, now)
    plan = _plan(source, poll, after, now, len(outcome.new), jitter)
    _apply(source, poll, after, plan, now, stored=bool(outcome.new))
    _ledger(source, poll, outcome, now)
    items = [*outcome.new, *outcome.updated][:MAX_NOTICE]
    notice_publish_on_commit({"sources": [source.pk], **({"items": items} if items else {})})
    return outcome


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


def _judge(before: Health, source: Source, poll: Poll, now: datetime) -> Health:
    if poll.ok:
        note = poll.outcome if poll.outcome not in {OK, UNCHANGED} else ""
        return after_success(before, now=now, partial=poll.partial, note=note)
    return after_failure(before, now=now, interval_s=source.interval_s, label=poll.outcome, detail=poll.detail)


def _outage(source: Source, before: Health, after: Health, now: datetime) -> None:
    """Opened from the first failed poll on, closed by the first good one."""
    if after.down and not before.down:
        Outage.objects.get_or_create(
            source=source,
            ended_at=None,
            defaults={"started_at": after.failing_since or now, "label": after.error_label},
        )
    elif not after.down:
        Outage.objects.filter(source=source, ended_at=None).update(ended_at=now)


def _plan(source: Source, poll: Poll, after: Health, now: datetime, new: int, jitter: float) -> Plan:
    floors = [poll.result.max_age or 0, (poll.feed.floor_s or 0) if poll.feed else 0]
    times = [entry.published for entry in poll.feed.entries if entry.published] if poll.feed else []
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
        jitter=jitter,
    )


def _apply(source: Source, poll: Poll, after: Health, plan: Plan, now: datetime, *, stored: bool) -> None:
    for name in ("state", "failures", "failing_since", "last_ok_at", "error_label", "error_detail", "partial"):
        setattr(source, name, getattr(after, name))
    source.needs_decision = source.needs_decision or after.changed
    source.claimed_until = None
    source.last_checked_at = now
    source.interval_s = plan.interval_s
    source.next_check_at = None if after.state == "gone" else plan.at
    if stored:
        source.last_new_at = now
    if poll.ok and not poll.poisoned:  # validators only with what they stand for
        source.etag = poll.result.etag or (source.etag if poll.outcome == UNCHANGED else "")
        source.last_modified = poll.result.last_modified or (source.last_modified if poll.outcome == UNCHANGED else "")
        source.body_digest = poll.body_digest or source.body_digest
    source.save()


def _ledger(source: Source, poll: Poll, outcome: StoreOutcome, now: datetime) -> None:
    moved = f"{'301' if poll.result.moved_to else '302'} → {poll.result.url}" if poll.result.redirects else ""
    Fetch.objects.create(
        source=source,
        at=now,
        duration_ms=poll.result.duration_ms,
        status=poll.result.status,
        outcome=poll.outcome,
        detail=(poll.detail or moved)[:300],
        bytes=poll.result.raw_bytes,
        entries=len(poll.feed.entries) if poll.feed else 0,
        new=len(outcome.new),
        updated=len(outcome.updated),
        too_old=poll.sorted.too_old,
    )
