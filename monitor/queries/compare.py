"""Counts side by side: spans, areas, units, topics; the days of the retention; the sources. All from rollups.

Spans are of whole hours, which is what rollups hold; a reader whose sight is limited to units gets counts from items, as in counts.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from monitor.lib.clock import HOUR, SHANGHAI, hour_of
from monitor.models import HourCount, Item, Source, Topic, TopicHour
from monitor.queries.counts import Cell, cells_of, rollup_rows
from monitor.queries.scope import Scope, seen_by

Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class SourceShare:
    """Items of one source in a span."""

    id: int
    name: str
    kind: str  # code
    items: int


def whole_hours(scope: Scope) -> Scope:
    """The same from the start of its first hour to the end of its last."""
    end = hour_of(scope.end)
    return replace(scope, start=hour_of(scope.start), end=end if end == scope.end else end + HOUR)


def cells_by_area(scope: Scope, areas: Sequence[str]) -> dict[str, list[Cell]]:
    """Cells of each area. One query (limited readers: one each)."""
    if scope.sight is not None:
        return {area: cells_of(replace(scope, area=area)) for area in areas}
    return _grouped(rollup_rows(scope).filter(area__in=areas, unit=scope.unit), "area", areas)


def cells_by_unit(scope: Scope, units: Sequence[int]) -> dict[int, list[Cell]]:
    """Cells of each unit. One query (limited readers: one each)."""
    if scope.sight is not None:
        return {unit: cells_of(replace(scope, unit=unit)) for unit in units}
    return _grouped(rollup_rows(scope).filter(area=scope.area, unit__in=units), "unit", units)


def cells_by_topic(scope: Scope, topics: Sequence[int]) -> dict[int, list[Cell]]:
    """Cells of each topic; of the filters only the span counts. A repost is neutral here: its tone is counted nowhere. One query."""
    found: dict[int, list[Cell]] = {topic: [] for topic in topics}
    rows = TopicHour.objects.filter(topic__in=topics, hour__gte=scope.start, hour__lt=scope.end).order_by("hour")
    for row in rows:
        neutral = max(0, row.n_originals - row.n_neg - row.n_pos)
        tones = (("neg", row.n_neg), ("neu", neutral), ("pos", row.n_pos))
        cells = found[row.topic_id]
        cells += [(row.hour, tone, True, n) for tone, n in tones if n]
        if row.n_items > row.n_originals:
            cells.append((row.hour, "neu", False, row.n_items - row.n_originals))
    return found


def topics_named(ids: Iterable[int], *, sight: tuple[int, ...] | None) -> dict[int, str]:
    """Titles of the topics among these that the reader may see."""
    return dict(Topic.objects.filter(seen_by(sight), pk__in=ids, merged_into=None).values_list("pk", "title"))


def area_totals(scope: Scope) -> dict[str, int]:
    """Items of each area that has any, most first. One query."""
    if scope.sight is not None:
        items = Item.objects.filter(scope.condition(), own=False).values_list("areas", flat=True)
        counts: dict[str, int] = defaultdict(int)
        for areas in items:
            for area in areas:
                counts[area] += 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))
    rows = rollup_rows(scope).exclude(area="").filter(unit=scope.unit).values_list("area").annotate(total=Sum("n"))
    return dict(rows.order_by("-total", "area"))


def day_totals(scope: Scope) -> dict[date, int]:
    """Items of each day in Shanghai that has any. One query."""
    if scope.sight is not None:
        items = Item.objects.filter(scope.condition(), own=False).annotate(day=TruncDate("at", tzinfo=SHANGHAI))
        return dict(items.order_by().values_list("day").annotate(total=Count("*")))
    rows = rollup_rows(scope).filter(area=scope.area, unit=scope.unit).annotate(day=TruncDate("hour", tzinfo=SHANGHAI))
    return dict(rows.values_list("day").annotate(total=Sum("n")))


def source_shares(scope: Scope) -> list[SourceShare]:
    """Every source with items in the span, most first. Two queries."""
    if scope.sight is not None:
        items = Item.objects.filter(scope.condition(), own=False).order_by().values_list("source_id")
        counts = dict(items.annotate(total=Count("*")))
    else:
        rows = rollup_rows(scope).filter(area=scope.area, unit=scope.unit).values_list("source_id")
        counts = dict(rows.annotate(total=Sum("n")))
    known = Source.objects.filter(pk__in=counts).values_list("pk", "name", "kind")
    found = [SourceShare(pk, name, kind, counts[pk]) for pk, name, kind in known if counts[pk]]
    return sorted(found, key=lambda one: (-one.items, one.id))


def _grouped(rows: QuerySet[HourCount], by: str, keys: Sequence[Key]) -> dict[Key, list[Cell]]:
    found: dict[Key, list[Cell]] = {key: [] for key in keys}
    counted = rows.values_list(by, "hour", "sentiment", "original").annotate(total=Sum("n"))
    for key, *cell in counted.order_by("hour"):
        found[key].append((cell[0], cell[1], cell[2], cell[3]))
    return found
