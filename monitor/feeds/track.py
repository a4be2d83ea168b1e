"""What a source row remembers to judge its state by: rhythm, durations, oddities, a permanent redirect.

The rules are pure (quiet, signs, moved, health); here they meet the row. Nothing here saves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.feeds.exchange import FetchResult
from monitor.feeds.health import Signs
from monitor.feeds.moved import KNOWN, Move, move_done, move_seen
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.quiet import quiet_at, times_merge
from monitor.feeds.signs import EMPTY, all_new, concern_after, dates_ahead, is_slow, recent_merge
from monitor.models import Source, SourceChange, SourceState, audit_record


@dataclass(frozen=True, slots=True)
class Seen:
    """What a good poll showed. `feed` None: unchanged. `fresh` of `total` entries were new, `news` are their times."""

    result: FetchResult
    feed: ParsedFeed | None
    fresh: int
    total: int
    news: tuple[datetime, ...]


def source_track(source: Source, seen: Seen, now: datetime) -> Signs:
    """Remember what a good poll showed; call before the row's health is changed."""
    found = None if seen.feed is None else _concern(source, seen.feed, seen, now)
    concern = concern_after(source.concern, source.concern_at, found, now)
    if concern.partition(" ")[0] != source.concern.partition(" ")[0]:
        source.concern_at = now if concern else None
    source.concern = concern
    if seen.feed is not None:
        source.recent_times = times_merge(source.recent_times, _times(source, seen.feed, seen, now), now=now)
        source.quiet_at = quiet_at(source.recent_times)
    source.recent_ms = recent_merge(source.recent_ms, seen.result.duration_ms - seen.result.waited_ms)
    source_move(source, seen.result, now)
    return source_signs(source, now)


def source_signs(source: Source, now: datetime) -> Signs:
    """What the row says of a source that answers."""
    return Signs(
        slow=is_slow(source.recent_ms, before=source.state == SourceState.SLOW),
        silent=source.quiet_at is not None and source.quiet_at <= now,
        moved=_move(source).shown(now),
        concern=source.concern,
    )


def source_changed(source: Source, before: str, now: datetime, reason: str = "") -> SourceChange | None:
    """The row to write when the state is another than before; sets `state_since`."""
    if source.state == before:
        return None
    source.state_since = now
    return SourceChange(source=source, at=now, before=before, after=source.state, reason=reason[:40])


def source_move(source: Source, result: FetchResult, now: datetime) -> None:
    """Believe a permanent redirect when it was seen often enough; the change is audited."""
    before = _move(source)
    move = move_seen(before, url=source.url, target=result.moved_to, hops=result.redirects, now=now)
    if move.confirmed(now) and not move.why_not:
        if Source.objects.filter(url=move.target).exclude(pk=source.pk).exists():
            move = Move(move.target, move.polls, move.first_at, move.origin, move.at, KNOWN)
        else:
            detail = {"name": source.name, "url": [source.url, move.target], "polls": move.polls}
            audit_record(actor="feeds", action="source_move", target=f"source:{source.pk}", detail=detail)
            target, move = move.target, move_done(move, url=source.url, now=now)
            source.url = target
    if move != before:
        source.moved_to, source.moved_polls, source.moved_first_at = move.target[:2000], move.polls, move.first_at
        source.moved_from, source.moved_at, source.moved_why_not = move.origin, move.at, move.why_not


def _move(source: Source) -> Move:
    return Move(
        source.moved_to,
        source.moved_polls,
        source.moved_first_at,
        source.moved_from,
        source.moved_at,
        source.moved_why_not,
    )


def _concern(source: Source, feed: ParsedFeed, seen: Seen, now: datetime) -> str:
    if not feed.entries:
        return EMPTY
    known = source.last_new_at is not None and source.body_digest is not None  # its address was not just changed
    everything = all_new(
        fresh=seen.fresh,
        total=seen.total,
        last_ok_at=source.last_ok_at if known else None,
        times=source.recent_times,
        now=now,
    )
    return (dates_ahead(feed.entries, now=now) if source.trusted_dates else "") or everything


def _times(source: Source, feed: ParsedFeed, seen: Seen, now: datetime) -> list[datetime]:
    """Moments of publication in a document. News with old dates is news all the same: then now counts."""
    published = [entry.published for entry in feed.entries if entry.published] if source.trusted_dates else []
    times = [*published, *seen.news]
    last = source.recent_times[-1] if source.recent_times else None
    late = last is not None and seen.news and max(seen.news) <= last
    return [*times, now] if late else times
