"""Counts side by side: spans, areas, units, topics; the days of the retention; the sources. All from rollups.

Spans are of whole hours, which is what rollups hold; from the counts of a reader whose sight is limited to units what that
hides is taken away, as in counts.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, QuerySet, Sum, TextField
from django.db.models.functions import TruncDate

from monitor.lib.clock import HOUR, SHANGHAI, hour_of
from monitor.models import HourCount, Item, Source, Topic, TopicHour
from monitor.queries.count_table import Unnest
from monitor.queries.counts import Cell, by_hour, cells_of, from_rollups, hidden_rows, rollup_rows, without
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
    """Cells of each area. One query, for limited readers two."""
    if not from_rollups(scope):
        return {area: cells_of(replace(scope, area=area)) for area in areas}
    found = _grouped(rollup_rows(scope).filter(area__in=areas, unit=scope.unit), "area", areas)
    if not scope.hides:
        return found
    hidden: dict[str, list[Cell]] = defaultdict(list)
    area = Unnest("areas", output_field=TextField())
    rows = by_hour(hidden_rows(scope)).annotate(area=area).values_list("area", "hour", "sentiment", "original")
    for code, *cell, n in rows.annotate(total=Count("*")):
        hidden[code].append((cell[0], cell[1], cell[2], n))
    return {code: without(cells, hidden[code]) for code, cells in found.items()}


def cells_by_unit(scope: Scope, units: Sequence[int]) -> dict[int, list[Cell]]:
    """Cells of each unit. One query (limited readers, of units that are not theirs: one each)."""
    if scope.sight is not None and not set(units) <= set(scope.sight):
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
    if not from_rollups(scope):
        items = Item.objects.filter(scope.condition(), own=False)
        return _most_first(_by_area(items))
    rows = rollup_rows(scope).exclude(area="").filter(unit=scope.unit).values_list("area").annotate(total=Sum("n"))
    return _most_first(_less(dict(rows), _by_area(hidden_rows(scope)) if scope.hides else {}))


def day_totals(scope: Scope) -> dict[date, int]:
    """Items of each day in Shanghai that has any. One query."""
    if not from_rollups(scope):
        return _by_day(Item.objects.filter(scope.condition(), own=False))
    rows = rollup_rows(scope).filter(area=scope.area, unit=scope.unit).annotate(day=TruncDate("hour", tzinfo=SHANGHAI))
    counts = dict(rows.values_list("day").annotate(total=Sum("n")))
    return _less(counts, _by_day(hidden_rows(scope)) if scope.hides else {})


def source_shares(scope: Scope) -> list[SourceShare]:
    """Every source with items in the span, most first. Two queries."""
    if not from_rollups(scope):
        counts = _by_source(Item.objects.filter(scope.condition(), own=False))
    else:
        rows = rollup_rows(scope).filter(area=scope.area, unit=scope.unit).values_list("source_id")
        counts = _less(dict(rows.annotate(total=Sum("n"))), _by_source(hidden_rows(scope)) if scope.hides else {})
    known = Source.objects.filter(pk__in=counts).values_list("pk", "name", "kind")
    found = [SourceShare(pk, name, kind, counts[pk]) for pk, name, kind in known if counts[pk]]
    return sorted(found, key=lambda one: (-one.items, one.id))


def _by_area(items: QuerySet[Item]) -> dict[str, int]:
    rows = items.order_by().annotate(area=Unnest("areas", output_field=TextField())).values_list("area")
    return dict(rows.annotate(total=Count("*")))


def _by_day(items: QuerySet[Item]) -> dict[date, int]:
    rows = items.order_by().annotate(day=TruncDate("at", tzinfo=SHANGHAI)).values_list("day")
    return dict(rows.annotate(total=Count("*")))


def _by_source(items: QuerySet[Item]) -> dict[int, int]:
    return dict(items.order_by().values_list("source_id").annotate(total=Count("*")))


def _less(counts: dict[Any, int], hidden: dict[Any, int]) -> dict[Any, int]:
    return {key: n - hidden.get(key, 0) for key, n in counts.items() if n > hidden.get(key, 0)}


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _grouped(rows: QuerySet[HourCount], by: str, keys: Sequence[Key]) -> dict[Key, list[Cell]]:
    found: dict[Key, list[Cell]] = {key: [] for key in keys}
    counted = rows.values_list(by, "hour", "sentiment", "original").annotate(total=Sum("n"))
    for key, *cell in counted.order_by("hour"):
        found[key].append((cell[0], cell[1], cell[2], cell[3]))
    return found
