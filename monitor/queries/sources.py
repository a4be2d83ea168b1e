"""The read side of sources: each with what it brought, what is wrong with it, and its ledger of fetches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from monitor.lib.clock import DAY, WEEK, hour_of, month_of
from monitor.models import (
    ANSWERING_STATES,
    DOWN_STATES,
    Fetch,
    HourCount,
    Item,
    Outage,
    Source,
    SourceChange,
    SourceFormat,
    SourceKind,
    SourceState,
)
from monitor.queries.shapes import Shaped, any_of, shaped
from monitor.queries.together import Reading, read_alone

TROUBLE = frozenset(ANSWERING_STATES | DOWN_STATES) - {SourceState.HEALTHY, SourceState.MOVED}
CHANGES = 10
PAGE = 50


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as a list shows it. `items` are those of the last 24 hours; outages of the last 7 days."""

    source: Source
    items: int
    outages: int
    down: timedelta

    @property
    def tone(self) -> str:
        """For the state's mark: ok, warn, bad or off."""
        state = SourceState(self.source.state)
        if state in DOWN_STATES:
            return "bad"
        if state in TROUBLE or self.source.moved_why_not:
            return "warn"
        if self.source.format == SourceFormat.BY_HAND:
            return "off"
        return "ok" if state in ANSWERING_STATES else "off"

    @property
    def state_name(self) -> str:
        """In words; one that nobody fetches is neither well nor ill."""
        if self.source.format == SourceFormat.BY_HAND:
            return str(SourceFormat.BY_HAND.label)
        return str(SourceState(self.source.state).label)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of the list; `total` of all that fit, `pages` at least 1. `states`: how many are in each, whatever state was asked for;
    those that nobody fetches are counted as `by_hand`."""

    lines: list[SourceLine]
    total: int
    number: int
    pages: int
    states: dict[str, int]


def source_page(*, now: datetime, state: str = "", kind: str = "", words: str = "", page: int = 1) -> SourcePage:
    """Sources in trouble first, then in the order in which they came, PAGE at a time."""
    return read_alone(source_page_reading(now=now, state=state, kind=kind, words=words, page=page))


def source_page_reading(*, now: datetime, state: str, kind: str, words: str, page: int) -> Reading[SourcePage]:
    """The same; two rounds, three for a page beyond the last."""
    state = state if state in (*SourceState.values, SourceFormat.BY_HAND) else ""
    kind = kind if kind in SourceKind.values else ""
    number = max(page, 1)
    rows, counts = yield [_page(number, state, kind, words), _states(kind, words)]
    states = dict(counts)
    total = states.get(state, 0) if state else sum(states.values())
    pages = max(1, -(-total // PAGE))
    if number > pages:
        number = pages
        (rows,) = yield [_page(number, state, kind, words)]
    return SourcePage((yield from _lines_reading(rows, now)), total, number, pages, states)


def _page(number: int, state: str, kind: str, words: str) -> QuerySet[Source] | Shaped:
    """The first page without words is the one that is opened: its statement is kept. Words become part of a pattern."""
    if words or number > 1:
        return _page_rows(state, (number - 1) * PAGE, words, kind=kind)
    return shaped(_page_rows, state, 0, kind=kind)


def _page_rows(state: str, first: int, words: str = "", *, kind: str) -> QuerySet[Source]:
    rows = _found(words, kind=kind)
    if state == SourceFormat.BY_HAND:
        rows = rows.filter(format=SourceFormat.BY_HAND)
    elif state:
        rows = rows.filter(state=state).exclude(format=SourceFormat.BY_HAND)
    well = Case(When(state__in=TROUBLE, then=0), When(enabled=False, then=2), default=1)
    return rows.order_by(well, "id")[first : first + PAGE]


def _states(kind: str, words: str) -> QuerySet[Any, Any] | Shaped:
    return _state_rows(words, kind=kind) if words else shaped(_state_rows, kind=kind)


def _state_rows(words: str = "", *, kind: str) -> QuerySet[Any, Any]:
    """(state, sources)."""
    shown = Case(When(format=SourceFormat.BY_HAND, then=Value(SourceFormat.BY_HAND)), default="state")
    rows = _found(words, kind=kind).order_by().values_list(shown)
    counted: QuerySet[Any, Any] = rows.annotate(n=Count("*"))
    return counted


def _found(words: str, *, kind: str) -> QuerySet[Source]:
    """By kind, and by a part of name or address."""
    rows = Source.objects.filter(kind=kind) if kind else Source.objects.all()
    return rows.filter(Q(name__icontains=words) | Q(url__icontains=words)) if words else rows


def source_lines(*, now: datetime, after: int = 0, limit: int, kind: str = "", state: str = "") -> list[SourceLine]:
    """Sources whose number is above `after`, in the order in which they came. Two queries."""
    rows = _found("", kind=kind if kind in SourceKind.values else "").filter(pk__gt=after)
    rows = rows.filter(state=state) if state in SourceState.values else rows
    return _lines(rows.order_by("pk")[:limit], now)


def source_line(*, source: Source, now: datetime) -> SourceLine:
    """One source as a line."""
    return _lines([source], now)[0]


def _lines(sources: Iterable[Source], now: datetime) -> list[SourceLine]:
    return read_alone(_lines_reading(list(sources), now))


def _lines_reading(sources: list[Source], now: datetime) -> Reading[list[SourceLine]]:
    """Sources as lines, in the order given. One round."""
    if not sources:
        return []
    ids, week = [source.pk for source in sources], now - WEEK
    since = hour_of(now - DAY)
    counted, own, outages = yield [
        shaped(_counted_rows, since=since, ids=ids),
        shaped(_own_rows, since=since, month=month_of(since), ids=ids),
        shaped(_outage_rows, since=week, ids=ids),
    ]
    items = dict(counted) | dict(own)
    down: dict[int, list[timedelta]] = {}
    for pk, started, ended in outages:
        down.setdefault(pk, []).append(max((ended or now) - max(started, week), timedelta()))
    return [
        SourceLine(
            source,
            items.get(source.pk, 0),
            len(down.get(source.pk, ())),
            sum(down.get(source.pk, ()), timedelta()),
        )
        for source in sources
    ]


def _counted_rows(*, since: datetime, ids: list[int]) -> QuerySet[Any, Any]:
    """(source, items) of whole hours from the rollups."""
    rows = HourCount.objects.filter(any_of("source_id", ids), hour__gte=since, area="", unit=0).order_by()
    counted: QuerySet[Any, Any] = rows.values_list("source_id").annotate(total=Sum("n"))
    return counted


def _own_rows(*, since: datetime, month: date, ids: list[int]) -> QuerySet[Any, Any]:
    """The same of the union's own, never counted there, from items."""
    rows = Item.objects.filter(any_of("source_id", ids), own=True, at__gte=since, month__gte=month).order_by()
    counted: QuerySet[Any, Any] = rows.values_list("source_id").annotate(total=Count("*"))
    return counted


def _outage_rows(*, since: datetime, ids: list[int]) -> QuerySet[Outage, Any]:
    """(source, began, ended or None) of what went on after `since`."""
    rows = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), any_of("source_id", ids)).order_by()
    return rows.values_list("source_id", "started_at", "ended_at")


def source_ledger(source: Source) -> QuerySet[Fetch]:
    """Every fetch of a source, newest first (kept 90 days)."""
    return Fetch.objects.filter(source=source)


def source_changes(source: Source) -> list[SourceChange]:
    """Its latest changes of state, newest first."""
    return list(source.changes.all()[:CHANGES])


def source_outages(source: Source, *, limit: int = 20) -> list[Outage]:
    """Its latest outages, newest first."""
    return list(source.outages.all()[:limit])
