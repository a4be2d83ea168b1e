"""Counts per hour or Shanghai day, split by any of area, sentiment, kind of source and unit: for programs.

Whole hours come from the rollups, less what the sight of a reader limited to units hides (as in counts.py); from items where those
that it hides are gone already, or where it is about areas (measured: docs/evaluation.md). Tone is never set beside units (SCOPE 4): units and sentiment do not go together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import TruncDate, TruncHour

from monitor.lib.clock import SHANGHAI
from monitor.models import HourCount, Item, Source
from monitor.queries.counts import from_rollups, hidden_rows
from monitor.queries.scope import Scope

MOST_ROWS = 10_000
ROLLUPS: dict[str, Any] = {
    "total": Sum("n"),
    "kept": Sum("n", filter=Q(original=True), default=Value(0)),
}
ITEMS: dict[str, Any] = {"total": Count("*"), "kept": Count("id", filter=Q(duplicate_of=None))}
COLUMNS = {"area": "area_code", "sentiment": "tone", "kind": "kind", "unit": "unit_id"}


class Unnest(Func):
    """One row for each element of an array."""

    function = "unnest"
    arity = 1
    set_returning = True


@dataclass(frozen=True, slots=True)
class CountRow:
    """`at` is the start of the hour (UTC), or a day in Shanghai. What is not split by is empty, or 0."""

    at: datetime | date
    items: int
    originals: int
    area: str = ""
    sentiment: str = ""
    kind: str = ""
    unit: int = 0


def count_table(scope: Scope, *, daily: bool, split: Collection[str], kind: str = "") -> list[CountRow] | None:
    """Rows with at least one item, oldest first; None when there are too many. The scope's ends are whole hours. Three queries at
    most, one more where limited sight takes so much away that only items can tell.

    Raises ValueError for units beside sentiment.
    """
    if {"sentiment", "unit"} <= set(split):
        raise ValueError("units are not set side by side by sentiment")
    if "unit" in split and scope.sight is not None:
        found = _of_own_units(scope, daily, split, kind)
    else:
        by_area = scope.hides and ("area" in split or scope.area)  # rollups have more rows by area than there are items
        found = _table(scope, daily, split, kind) if from_rollups(scope) and not by_area else None
        if found is None and scope.hides:
            found = _read(_of_items(_items(scope), scope, daily, split), ITEMS, split, kind)
    return None if found is None else [_row(row) for row in found if row["total"]]


def _of_own_units(scope: Scope, daily: bool, split: Collection[str], kind: str) -> list[dict[str, Any]] | None:
    """A reader of some units is not told of others that an item is tagged with too; what is tagged with one of theirs is not hidden."""
    if scope.unit and scope.unit not in (scope.sight or ()):
        return []
    return _read(_of_rollups(scope, daily, split).filter(unit__in=scope.sight or ()), ROLLUPS, split, kind)


def _table(scope: Scope, daily: bool, split: Collection[str], kind: str) -> list[dict[str, Any]] | None:
    """From rollups, less what is hidden; None when either has too many rows."""
    found = _read(_of_rollups(scope, daily, split), ROLLUPS, split, kind)
    if found is None or not scope.hides:
        return found
    hidden = _read(_of_items(hidden_rows(scope), scope, daily, split), ITEMS, split, kind)
    return None if hidden is None else _less(found, hidden)


def _less(found: list[dict[str, Any]], hidden: list[dict[str, Any]]) -> list[dict[str, Any]]:
    away = {_key(row): row for row in hidden}
    for row in found:
        if taken := away.get(_key(row)):
            row["total"] -= taken["total"]
            row["kept"] -= taken["kept"]
    return found


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(value for name, value in row.items() if name not in ("total", "kept"))


def _read(
    rows: QuerySet[Any], counts: dict[str, Any], split: Collection[str], kind: str
) -> list[dict[str, Any]] | None:
    if kind or "kind" in split:
        kinds = _kinds()
        rows = rows.filter(source_id__in=kinds.get(kind, [])) if kind else rows
        rows = rows.annotate(kind=_kind_of(kinds))
    names = ["span", *(COLUMNS[name] for name in COLUMNS if name in split)]
    found = list(rows.values(*names).annotate(**counts).order_by(*names)[: MOST_ROWS + 1])
    return found if len(found) <= MOST_ROWS else None


def _of_rollups(scope: Scope, daily: bool, split: Collection[str]) -> QuerySet[Any]:
    rows = HourCount.objects.filter(hour__gte=scope.start, hour__lt=scope.end)
    rows = rows.filter(area=scope.area) if scope.area or "area" not in split else rows.exclude(area="")
    rows = rows.filter(unit=scope.unit) if scope.unit or "unit" not in split else rows.exclude(unit=0)
    if scope.focus:
        rows = rows.filter(in_focus=True)
    span: Any = TruncDate("hour", tzinfo=SHANGHAI) if daily else F("hour")
    return rows.order_by().annotate(span=span, area_code=F("area"), tone=F("sentiment"), unit_id=F("unit"))


def _items(scope: Scope) -> QuerySet[Any]:
    return Item.objects.filter(scope.condition(), own=False).order_by()


def _of_items(rows: QuerySet[Any], scope: Scope, daily: bool, split: Collection[str]) -> QuerySet[Any]:
    span: Any = TruncDate("at", tzinfo=SHANGHAI) if daily else TruncHour("at", tzinfo=UTC)
    area: Any = Value(scope.area) if scope.area else Unnest("areas", output_field=TextField())
    rows = rows.annotate(span=span, tone=F("sentiment"))
    return rows.annotate(area_code=area) if "area" in split else rows


def _kinds() -> dict[str, list[int]]:
    kinds: dict[str, list[int]] = {}
    for pk, kind in Source.objects.values_list("pk", "kind"):
        kinds.setdefault(kind, []).append(pk)
    return kinds


def _kind_of(kinds: dict[str, list[int]]) -> Case:
    whens = [When(source_id__in=ids, then=Value(kind)) for kind, ids in kinds.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _row(row: dict[str, Any]) -> CountRow:
    return CountRow(
        row["span"],
        row["total"],
        row["kept"],
        row.get("area_code", ""),
        row.get("tone", ""),
        row.get("kind", ""),
        row.get("unit_id", 0),
    )
