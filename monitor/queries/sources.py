"""The read side of sources: each with what it brought, what is wrong with it, and its ledger of fetches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from monitor.lib.clock import hour_of, month_of
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
from monitor.queries.together import read_alone, rows_reading

DAY = timedelta(hours=24)
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
    """One page of the list; `total` of all that fit, `pages` at least 1."""

    lines: list[SourceLine]
    total: int
    number: int
    pages: int


def source_page(*, now: datetime, state: str = "", kind: str = "", words: str = "", page: int = 1) -> SourcePage:
    """Sources in trouble first, then in the order in which they came, PAGE at a time."""
    rows = sources_found(kind=kind, words=words)
    if state == SourceFormat.BY_HAND:
        rows = rows.filter(format=SourceFormat.BY_HAND)
    elif state in SourceState.values:
        rows = rows.filter(state=state).exclude(format=SourceFormat.BY_HAND)
    well = Case(When(state__in=TROUBLE, then=0), When(enabled=False, then=2), default=1)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    found = rows.order_by(well, "id")[(number - 1) * PAGE : number * PAGE]
    return SourcePage(_lines(found, now), total, number, pages)


def sources_found(*, kind: str = "", words: str = "") -> QuerySet[Source]:
    """By kind, and by a part of name or address."""
    rows = Source.objects.all()
    if kind in SourceKind.values:
        rows = rows.filter(kind=kind)
    return rows.filter(Q(name__icontains=words) | Q(url__icontains=words)) if words else rows


def source_lines(*, now: datetime, after: int = 0, limit: int, kind: str = "", state: str = "") -> list[SourceLine]:
    """Sources whose number is above `after`, in the order in which they came. Two queries."""
    rows = sources_found(kind=kind).filter(pk__gt=after)
    rows = rows.filter(state=state) if state in SourceState.values else rows
    return _lines(rows.order_by("pk")[:limit], now)


def source_line(*, source: Source, now: datetime) -> SourceLine:
    """One source as a line."""
    return _lines([source], now)[0]


def _lines(sources: Iterable[Source], now: datetime) -> list[SourceLine]:
    sources = list(sources)
    ids = [source.pk for source in sources]
    week = Outage.objects.filter(_overlaps(now - timedelta(days=7)), source__in=ids).order_by()
    away = week.values_list("source_id", "started_at", "ended_at")
    counted, own, outages = read_alone(rows_reading(*_last_day(ids, now), away))
    items = dict(counted) | dict(own)
    down: dict[int, list[timedelta]] = {}
    for pk, started, ended in outages:
        down.setdefault(pk, []).append(max((ended or now) - max(started, now - timedelta(days=7)), timedelta()))
    return [
        SourceLine(
            source,
            items.get(source.pk, 0),
            len(down.get(source.pk, ())),
            sum(down.get(source.pk, ()), timedelta()),
        )
        for source in sources
    ]


def _overlaps(since: datetime) -> Q:
    return Q(ended_at=None) | Q(ended_at__gt=since)


def _last_day(ids: list[int], now: datetime) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """(source, items) from the rollups (whole hours, up to one more than 24); the union's own, never counted there, from items."""
    since = hour_of(now - DAY)
    rows = HourCount.objects.filter(hour__gte=since, area="", unit=0, source_id__in=ids).order_by()
    own = Item.objects.filter(own=True, at__gte=since, month__gte=month_of(since), source_id__in=ids).order_by()
    return (
        rows.values_list("source_id").annotate(total=Sum("n")),
        own.values_list("source_id").annotate(total=Count("*")),
    )


def source_states(*, kind: str = "", words: str = "") -> dict[str, int]:
    """{state: sources}; those that nobody fetches are counted as `by_hand`."""
    shown = Case(When(format=SourceFormat.BY_HAND, then=Value(SourceFormat.BY_HAND)), default="state")
    rows = sources_found(kind=kind, words=words).order_by().values(shown=shown).annotate(n=Count("*"))
    return {row["shown"]: row["n"] for row in rows}


def source_ledger(source: Source) -> QuerySet[Fetch]:
    """Every fetch of a source, newest first (kept 90 days)."""
    return Fetch.objects.filter(source=source)


def source_changes(source: Source) -> list[SourceChange]:
    """Its latest changes of state, newest first."""
    return list(source.changes.all()[:CHANGES])


def source_outages(source: Source, *, limit: int = 20) -> list[Outage]:
    """Its latest outages, newest first."""
    return list(source.outages.all()[:limit])
