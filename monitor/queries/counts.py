"""Counts from the hourly rollups, exact to the second.

Whole hours come from the rollups; the two broken hours at the ends of a span are counted from the items themselves, so
that "the last 24 hours" means just that and its comparison is not off by up to an hour. "Tagged with one of my units, or
with none" cannot be read off rollups; from the counts of a reader whose sight is limited to units what that hides is taken
away, which are few items: those of other units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Func, Q, QuerySet, Sum, Value, When

from monitor.lib.clock import HOUR, hour_of, utc_now
from monitor.models import HourCount, Item, PlanHour
from monitor.queries.scope import Scope, sources_of
from monitor.queries.together import Reading, abreast, read_alone

Cell = tuple[datetime, str, bool, int]  # hour, sentiment, original, n
SURE = timedelta(days=180)  # items live at least that long (upkeep.retention: ROWS_KEPT); rollups for ever


class HourOf(Func):
    """The hour that a time lies in, in UTC. Django's TruncHour gives the same and works on each row in Python once more."""

    function = "date_trunc"
    template = "%(function)s('hour', %(expressions)s, 'UTC')"
    output_field = DateTimeField()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over one span: items, and originals by sentiment (a repost says nothing new)."""

    items: int = 0
    originals: int = 0
    neg: int = 0
    neu: int = 0
    pos: int = 0

    @property
    def reposts(self) -> int:
        """Items that repeat another."""
        return self.items - self.originals

    @property
    def negative_share(self) -> float | None:
        """Share of negative originals, 0..1; None without originals."""
        return self.neg / self.originals if self.originals else None


@dataclass(frozen=True, slots=True)
class HourBar:
    """All items of one hour by sentiment."""

    hour: datetime
    neg: int = 0
    neu: int = 0
    pos: int = 0

    @property
    def total(self) -> int:
        return self.neg + self.neu + self.pos


def cells_of(scope: Scope) -> list[Cell]:
    """Counts per hour, sentiment and original. One query."""
    return read_alone(cells_reading(scope))


def cells_reading(scope: Scope) -> Reading[list[Cell]]:
    """The same; one round."""
    first, last = _whole_hours(scope)
    mixed = scope.plan and scope.tagged  # a plan's rollup knows no tags
    if mixed or first >= last or not from_rollups(scope):
        asked = [_item_cells(scope, Q(at__gte=scope.start, at__lt=scope.end))]
    else:
        asked = [_rollup_cells(scope, first, last)]
        if (first, last) != (scope.start, scope.end):
            asked.append(_item_cells(scope, Q(at__gte=scope.start, at__lt=first) | Q(at__gte=last, at__lt=scope.end)))
        if scope.hides:
            asked.append(_cells(_hidden_rows(scope, first, last)))
            *shown, hidden = yield asked
            return without([cell for cells in shown for cell in cells], hidden)
    found = yield asked
    return [cell for cells in found for cell in cells]


def from_rollups(scope: Scope) -> bool:
    """Whether counts of whole hours can come from rollups: for limited sight only where the items that it hides still are."""
    return not scope.hides or scope.start >= utc_now() - SURE


def without(cells: Iterable[Cell], hidden: Iterable[Cell]) -> list[Cell]:
    """The cells less what is hidden, oldest first."""
    left: dict[tuple[datetime, str, bool], int] = defaultdict(int)
    for hour, sentiment, original, n in cells:
        left[hour, sentiment, original] += n
    for hour, sentiment, original, n in hidden:
        left[hour, sentiment, original] -= n
    return [(*key, n) for key, n in sorted(left.items()) if n > 0]


def cells_both_reading(scope: Scope, before: Scope) -> Reading[tuple[list[Cell], list[Cell]]]:
    """Cells of a span and of the one it is compared with. One round; spans that touch are counted as one."""
    whole = replace(scope, start=before.start)
    first, last = _whole_hours(whole)
    if scope.start != before.end or scope.plan or scope.sight is not None or first >= last:
        both = yield from abreast({"now": cells_reading(scope), "before": cells_reading(before)})
        return both["now"], both["before"]
    cut = hour_of(scope.start)
    broken = Q(at__gte=whole.start, at__lt=first) | Q(at__gte=last, at__lt=whole.end)
    if cut != scope.start:
        broken |= Q(at__gte=cut, at__lt=cut + HOUR)
    items = _rows_of_items(whole, broken).annotate(late=Case(When(at__gte=scope.start, then=True), default=False))
    counted = items.values_list("hour", F("sentiment"), "original", "late").annotate(total=Count("*")).order_by()
    rolled, counted_rows = yield [_rollup_cells(whole, first, last), counted]
    kept = [cell for cell in rolled if cell[0] != cut or cut == scope.start]
    found = ([cell for cell in kept if cell[0] >= scope.start], [cell for cell in kept if cell[0] < scope.start])
    for *cell, late, n in counted_rows:
        found[0 if late else 1].append((cell[0], cell[1], cell[2], n))
    return found


def tally(cells: Iterable[Cell]) -> Tally:
    """Sum up cells."""
    items = originals = 0
    tone: dict[str, int] = defaultdict(int)
    for _hour, sentiment, original, n in cells:
        items += n
        if original:
            originals += n
            tone[sentiment] += n
    return Tally(items, originals, tone["neg"], tone["neu"], tone["pos"])


def hour_bars(scope: Scope, cells: Iterable[Cell]) -> list[HourBar]:
    """One bar per hour that the span touches, hours without items included; the first and last may be broken hours."""
    tone: dict[tuple[datetime, str], int] = defaultdict(int)
    for hour, sentiment, _original, n in cells:
        tone[hour, sentiment] += n
    hour, bars = hour_of(scope.start), []
    while hour < scope.end:
        bars.append(HourBar(hour, tone[hour, "neg"], tone[hour, "neu"], tone[hour, "pos"]))
        hour += HOUR
    return bars


def _whole_hours(scope: Scope) -> tuple[datetime, datetime]:
    """[first, last): the hours that lie within the span as a whole."""
    first = hour_of(scope.start)
    return (first if first == scope.start else first + HOUR), hour_of(scope.end)


def _rollup_cells(scope: Scope, first: datetime, last: datetime) -> QuerySet[Any, Any]:
    if scope.plan:
        plan_rows = PlanHour.objects.filter(plan=scope.plan, hour__gte=first, hour__lt=last).order_by("hour")
        return plan_rows.values_list("hour", "sentiment", "original", "n")
    rows = rollup_rows(replace(scope, start=first, end=last)).filter(area=scope.area, unit=scope.unit)
    return rows.values_list("hour", "sentiment", "original").annotate(total=Sum("n")).order_by("hour")


def rollup_rows(scope: Scope) -> QuerySet[HourCount]:
    """Rollup rows of the whole hours from `start` on and of the filters, area and unit aside."""
    rows = HourCount.objects.filter(hour__gte=scope.start, hour__lt=scope.end).order_by()
    if scope.focus:
        rows = rows.filter(in_focus=True)
    if scope.place:
        rows = rows.filter(place=scope.place)
    if scope.kind:
        rows = rows.filter(source_id__in=sources_of(scope.kind))
    return rows.filter(sentiment=scope.sentiment) if scope.sentiment else rows


def hidden_rows(scope: Scope) -> QuerySet[Item]:
    """Counted items of the scope that its reader may not see. The scope's ends are whole hours."""
    return Item.objects.filter(scope.hidden(), at__gte=scope.start, at__lt=scope.end, own=False).order_by()


def _hidden_rows(scope: Scope, first: datetime, last: datetime) -> QuerySet[Any]:
    return by_hour(hidden_rows(replace(scope, start=first, end=last)))


def _item_cells(scope: Scope, part: Q) -> QuerySet[Any, Any]:
    return _cells(_rows_of_items(scope, part))


def _cells(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    cells = rows.values_list("hour", F("sentiment"), "original")
    counted: QuerySet[Any, Any] = cells.annotate(
        total=Count("*")
    ).order_by()  # in any order: sorting them costs more than counting
    return counted


def _rows_of_items(scope: Scope, part: Q) -> QuerySet[Any]:
    return by_hour(Item.objects.filter(scope.filters() & part, own=False))


def by_hour(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Items with `hour` and `original`, as cells have them."""
    original = Case(When(duplicate_of=None, then=Value(True)), default=Value(False))
    found: QuerySet[Any] = rows.annotate(hour=HourOf("at"), original=original)
    return found
