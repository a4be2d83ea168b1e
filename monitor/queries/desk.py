"""What the duty desk shows besides topics and items: numbers against the span before, the series, sources, data age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Value

from monitor.models import ANSWERING_STATES, DOWN_STATES, Alert, Outage, Source, Topic
from monitor.queries.alerts import AlertLine, alerts_open_reading
from monitor.queries.counts import HourBar, Tally, cells_both_reading, hour_bars, tally
from monitor.queries.scope import Scope, shaped_scope
from monitor.queries.shapes import any_of, array_of, shaped
from monitor.queries.together import Reading, read_alone
from monitor.queries.topics import topics_tagged

STALE_AFTER = timedelta(minutes=5)
"""So long after its time a source that nobody has read makes what is stored old."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A span against the one before it, and its hours. `computed_at` is when they were read."""

    scope: Scope
    now: Tally
    before: Tally
    bars: list[HourBar]
    computed_at: datetime

    @property
    def negative_points(self) -> float | None:
        """Change of the negative share in percentage points."""
        if self.now.negative_share is None or self.before.negative_share is None:
            return None
        return (self.now.negative_share - self.before.negative_share) * 100


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a source gave no data (UTC; `end` of an open one is the end of the span)."""

    source: str
    start: datetime
    end: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """An alert on the time axis."""

    id: int
    at: datetime
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """How the sources are. `data_at` is when any of them was last read, `due_at` the earliest moment at which one is to be read
    next (None where none is)."""

    total: int
    ok: int
    failing: tuple[tuple[str, datetime | None], ...]  # name, since
    data_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DataState:
    """The same in short, for pages that show figures: how many sources are down, and the two moments."""

    down: int = 0
    data_at: datetime | None = None
    due_at: datetime | None = None


def numbers(scope: Scope, *, now: datetime, before: Scope | None = None) -> Numbers:
    """Counts of the scope and of what it is compared with (else the equal span before it). One query."""
    return read_alone(numbers_reading(scope, now=now, before=before))


def numbers_reading(scope: Scope, *, now: datetime, before: Scope | None = None) -> Reading[Numbers]:
    """The same; one round."""
    before = before or scope.before()
    cells, cells_before = yield from cells_both_reading(scope, before)
    return Numbers(
        scope,
        tally(cells),
        tally(cells_before),
        hour_bars(scope, cells),
        now,
    )


def gaps(scope: Scope) -> list[Gap]:
    """Outages of counted sources (of the kind asked for) that overlap the span, cut to it, oldest first."""
    return read_alone(gaps_reading(scope))


def gaps_reading(scope: Scope) -> Reading[list[Gap]]:
    """The same; one round."""
    (found,) = yield [shaped(_gap_rows, start=scope.start, end=scope.end, kind=scope.kind)]
    return [
        Gap(name, max(start, scope.start), min(end or scope.end, scope.end), end is None) for name, start, end in found
    ]


def _gap_rows(*, start: datetime, end: datetime, kind: str) -> QuerySet[Outage, Any]:
    overlap = Q(started_at__lt=end) & (Q(ended_at=None) | Q(ended_at__gt=start))
    rows = Outage.objects.filter(overlap, source__own=False, source__enabled=True).order_by("started_at")
    rows = rows.filter(source__kind=kind) if kind else rows
    return rows.values_list("source__name", "started_at", "ended_at")


def marks(scope: Scope) -> list[Mark]:
    """Alerts raised in the span on topics that the filters let through, oldest first."""
    return read_alone(marks_reading(scope))


def marks_reading(scope: Scope) -> Reading[list[Mark]]:
    """The same; one round."""
    (found,) = yield [shaped_scope(_mark_rows, scope)]
    return [Mark(pk, at, level, title or "") for pk, at, level, title in found]


def _mark_rows(scope: Scope) -> QuerySet[Alert, Any]:
    rows = Alert.objects.filter(raised_at__gte=scope.start, raised_at__lt=scope.end, topic__isnull=False)
    if scope.sight is not None:
        rows = rows.filter(Q(topic__units__overlap=array_of(scope.sight)) | Q(topic__units=[]))
    if scope.area:
        rows = rows.filter(areas__contains=[scope.area])
    if scope.unit or scope.place or scope.kind or scope.sentiment:
        rows = rows.filter(topic__in=Topic.objects.filter(topics_tagged(replace(scope, area=""))))
    return rows.order_by("raised_at").values_list("pk", "raised_at", "level", "topic__title")


def source_summary_reading() -> Reading[SourceSummary]:
    """How many sources are well, which are not, and how fresh the data are. One round; of the sources only those that are down."""
    totals, failing = yield [shaped(_source_totals), shaped(_down_rows)]
    total, ok, data_at, due_at = totals[0] if totals else (0, 0, None, None)
    return SourceSummary(total, ok, tuple((name, since) for name, since in failing), data_at, due_at)


def _source_totals() -> QuerySet[Source, Any]:
    """(how many, how many of them answer, last read at, next to be read at); no row without sources."""
    found = Source.objects.filter(enabled=True).order_by().values_list(Value(1))
    ok = Count("pk", filter=Q(state__in=ANSWERING_STATES))
    found = found.annotate(total=Count("pk"), ok=ok, data_at=Max("last_checked_at"), due_at=Min("next_check_at"))
    return found.values_list("total", "ok", "data_at", "due_at")


def _down_rows() -> QuerySet[Source, Any]:
    down = Source.objects.filter(enabled=True, state__in=DOWN_STATES).order_by("failing_since", "id")
    return down.values_list("name", "failing_since")


def data_state_reading() -> Reading[DataState]:
    """Whether what is stored is fresh and whole; one round, one row however many sources there are."""
    (rows,) = yield [shaped(_data_state)]
    return DataState(*rows[0]) if rows else DataState()


def _data_state() -> QuerySet[Source, Any]:
    """(sources that are down, last read at, next to be read at); no row without sources."""
    found = Source.objects.filter(enabled=True).order_by().values_list(Value(1))
    down = Count("pk", filter=Q(state__in=DOWN_STATES))
    found = found.annotate(down=down, data_at=Max("last_checked_at"), due_at=Min("next_check_at"))
    return found.values_list("down", "data_at", "due_at")


def stale_minutes(found: SourceSummary | DataState, now: datetime) -> int:
    """Whole minutes since any source was read, when one should have been meanwhile; else 0. Where each is asked every quarter of an
    hour, ten quiet minutes are no fault."""
    at, due = found.data_at, found.due_at
    if at is None or due is None or max(at, due) > now - STALE_AFTER:
        return 0
    return int((now - at).total_seconds() // 60)


def open_reading(scope: Scope, *, now: datetime, limit: int) -> Reading[tuple[list[AlertLine], int]]:
    """(open alerts that the filters on tags let through, how many they leave out): an alert is an alert, so the scope's span
    and focus do not matter. Two rounds."""
    lines = yield from alerts_open_reading(now=now, limit=limit, sight=scope.sight)
    ids = {line.topic_id for line in lines if line.topic_id}
    outside: set[int] = set()
    if ids and (scope.area or scope.unit or scope.place or scope.kind or scope.sentiment):
        outside = ids - (yield from inside_reading(scope, ids))
    kept = [line for line in lines if line.topic_id not in outside and (not scope.area or scope.area in line.areas)]
    return kept, len(lines) - len(kept)


def inside_reading(scope: Scope, ids: Iterable[int]) -> Reading[set[int]]:
    """Which of these topics the filters let through. One round."""
    (found,) = yield [shaped_scope(_tagged_ids, scope, ids=list(ids))]
    return set(found)


def _tagged_ids(scope: Scope, *, ids: list[int]) -> QuerySet[Topic, Any]:
    return Topic.objects.filter(topics_tagged(scope), any_of("pk", ids)).order_by().values_list("pk", flat=True)
