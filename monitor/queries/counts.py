"""Counts from the hourly rollups, exact to the second.

Whole hours come from the rollups; the two broken hours at the ends of a span are counted from the items themselves, so
that "the last 24 hours" means just that and its comparison is not off by up to an hour. Where no source and no place is asked for,
the sums over both are read (HourSum): as many rows a week whatever comes in.

"Tagged with one of my units, or with none" is, in sums: all, less the taggings (every item once for each of its units), and the
taggings with my units again. That counts right what has one unit or none; what has several is put right from the items
themselves, which are few. With other filters beside limited sight what it hides is taken away, item by item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, DateTimeField, F, Func, IntegerField, Q, QuerySet, Sum, Value, When

from monitor.lib.clock import HOUR, hour_of, utc_now
from monitor.models import HourCount, HourSum, Item, PlanHour
from monitor.queries.scope import Scope, held_by, shaped_scope, sources_of
from monitor.queries.shapes import Shaped, any_of, shaped
from monitor.queries.together import Reading, abreast, read_alone

Cell = tuple[datetime, str, bool, int]  # hour, sentiment, original, n
SPLIT = tuple((tone, original) for tone in ("neg", "neu", "pos") for original in (True, False))
N = F("n")
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
        asked = [shaped_scope(_item_cells, scope, spans=(scope.start, scope.end))]
    else:
        asked = _rollup_cells(scope, first, last)
        if (first, last) != (scope.start, scope.end):
            asked.append(shaped_scope(_item_cells, scope, spans=(scope.start, first, last, scope.end)))
        if scope.hides:
            whole = replace(scope, start=first, end=last)
            taken = [] if summed(scope) else [shaped_scope(_hidden_cells, whole)]
            found = yield [*asked, *taken]
            shown, hidden = found[: len(asked)], found[len(asked) :]
            return without(_chained(shown), _chained(hidden))
    return list(_chained((yield asked)))


def _chained(found: Iterable[Iterable[Any]]) -> Iterator[Cell]:
    return chain.from_iterable(_cells_of(rows) for rows in found)


def from_rollups(scope: Scope) -> bool:
    """Whether counts of whole hours can come from rollups: for limited sight only where the items that it hides still are."""
    return not scope.hides or scope.start >= utc_now() - SURE


def summed(scope: Scope) -> bool:
    """Whether its whole hours can be read from the sums over sources and places, sight included."""
    narrowed = scope.hides and (scope.unit or scope.area)
    return not (_crossed(scope) or narrowed or scope.plan)


def _crossed(scope: Scope) -> bool:
    """Whether its whole hours must be read from the counts by source and place: the sums know an area or a unit, not both."""
    return bool((scope.unit and scope.area) or scope.place or scope.kind)


def _added(found: list[list[Any]]) -> list[Cell]:
    """The cells of whole hours added up. Few items have several units: mostly there is nothing to add to the first."""
    first, *more = found
    if any(more):
        return without(_chained(found), ())
    return [cell for cell in _cells_of(first) if cell[-1] > 0]


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
    apart = scope.hides and not (summed(whole) and from_rollups(whole))  # what is taken away would be the whole span's
    if scope.start != before.end or (scope.plan and scope.tagged) or apart or first >= last:
        both = yield from abreast({"now": cells_reading(scope), "before": cells_reading(before)})
        return both["now"], both["before"]
    cut = hour_of(scope.start)
    broken = (whole.start, first, last, whole.end, *((cut, cut + HOUR) if cut != scope.start else ()))
    counted = shaped_scope(_broken_cells, whole, spans=broken, middle=scope.start)
    *rolled, counted_rows = yield [*_rollup_cells(whole, first, last), counted]
    whole_cells = _added(rolled) if scope.hides else list(_chained(rolled))
    kept = [cell for cell in whole_cells if cell[0] != cut or cut == scope.start]
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


def _rollup_cells(scope: Scope, first: datetime, last: datetime) -> list[Shaped]:
    """Cells of whole hours, to be added up; what sight hides is in them, unless they are `summed`."""
    whole = replace(scope, start=first, end=last)
    if scope.plan:
        return [shaped(_plan_cells, plan=scope.plan, first=first, last=last)]
    if _crossed(scope):
        return [shaped_scope(_crossed_cells, whole)]
    if not (scope.hides and summed(scope)):
        return [shaped_scope(_sum_cells, whole)]
    return [shaped_scope(_tagged_cells, whole), shaped_scope(_many_cells, whole)]


def _plan_cells(*, plan: int, first: datetime, last: datetime) -> QuerySet[Any, Any]:
    return _by_hour(PlanHour.objects.filter(plan=plan, hour__gte=first, hour__lt=last))


def _crossed_cells(scope: Scope) -> QuerySet[Any, Any]:
    return _by_hour(rollup_rows(scope).filter(area=scope.area, unit=scope.unit))


def _sum_cells(scope: Scope) -> QuerySet[Any, Any]:
    return _by_hour(sum_rows(scope).filter(area=scope.area, unit=scope.unit))


def _tagged_cells(scope: Scope) -> QuerySet[Any, Any]:
    taggings = Case(When(unit=HourSum.TAGGINGS, then=-N), default=N, output_field=IntegerField())
    units = any_of("unit", [0, HourSum.TAGGINGS, *(scope.sight or ())], IntegerField())
    return _by_hour(sum_rows(scope).filter(units, area=scope.area), taggings)


def sum_rows(scope: Scope) -> QuerySet[HourSum]:
    """Rows of the sums for the whole hours from `start` on and of the filters, area and unit aside."""
    focus = [True] if scope.focus else [True, False]  # both are named, so that the index is entered at the hour
    rows = HourSum.objects.filter(in_focus__in=focus, hour__gte=scope.start, hour__lt=scope.end)
    return (rows.filter(sentiment=scope.sentiment) if scope.sentiment else rows).order_by()


def _by_hour(rows: QuerySet[Any], n: Any = N) -> QuerySet[Any, Any]:
    """One row for each hour, with a sum for each of SPLIT: a sixth of the rows that cells are."""
    sums = {
        f"{tone}_{original}": Sum(n, filter=Q(sentiment=tone, original=original), default=Value(0))
        for tone, original in SPLIT
    }
    found: QuerySet[Any, Any] = rows.order_by().values_list("hour").annotate(**sums).order_by("hour")
    return found


def _cells_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Cell]:
    """Rows of `_by_hour`, or cells as they are, as cells; zeros left out."""
    for row in rows:
        if len(row) == len(SPLIT) + 1:
            hour, *sums = row
            yield from ((hour, tone, original, n) for (tone, original), n in zip(SPLIT, sums, strict=True) if n)
        else:
            yield row


def _many_cells(scope: Scope) -> QuerySet[Any, Any]:
    """What the sums of taggings get wrong: an item with k units, m of them the reader's, counts 1 - k + m there; it should count
    1, or 0 when m is 0."""
    many = Item.objects.annotate(k=Func("units", function="cardinality", output_field=IntegerField())).filter(k__gt=1)
    held = replace(scope, sight=None)
    rows = by_hour(many.filter(held.filters(), at__gte=scope.start, at__lt=scope.end, own=False))
    mine = Func(
        "units",
        Value(list(scope.sight or ()), output_field=ArrayField(IntegerField())),
        template="(SELECT count(*) FROM unnest(%(expressions)s))",
        arg_joiner=") AS held(unit) WHERE held.unit = ANY(",
        output_field=IntegerField(),
    )
    rows = rows.annotate(m=mine)
    wrong = Case(When(m=0, then=F("k") - 1), default=F("k") - F("m"), output_field=IntegerField())
    cells: QuerySet[Any, Any] = (
        rows.values_list("hour", F("sentiment"), "original").annotate(total=Sum(wrong)).order_by()
    )
    return cells


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
    hidden = replace(scope, plan=0).hidden() & held_by(scope.plan) if scope.plan else scope.hidden()
    return Item.objects.filter(hidden, at__gte=scope.start, at__lt=scope.end, own=False).order_by()


def _hidden_cells(scope: Scope) -> QuerySet[Any, Any]:
    return _cells(by_hour(hidden_rows(scope)))


def _item_cells(scope: Scope, *, spans: tuple[datetime, ...]) -> QuerySet[Any, Any]:
    return _cells(_rows_of_items(scope, spans))


def _broken_cells(scope: Scope, *, spans: tuple[datetime, ...], middle: datetime) -> QuerySet[Any, Any]:
    """Cells of these spans, and whether from `middle` on."""
    late = Case(When(at__gte=middle, then=True), default=False)
    cells = _rows_of_items(scope, spans).annotate(late=late).values_list("hour", F("sentiment"), "original", "late")
    counted: QuerySet[Any, Any] = cells.annotate(total=Count("*")).order_by()
    return counted


def _cells(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    cells = rows.values_list("hour", F("sentiment"), "original")
    # in any order: sorting them costs more than counting
    counted: QuerySet[Any, Any] = cells.annotate(total=Count("*")).order_by()
    return counted


def _rows_of_items(scope: Scope, spans: tuple[datetime, ...]) -> QuerySet[Any]:
    """Items of the scope in these spans: starts and ends in turn."""
    part = Q()
    for start, end in zip(spans[::2], spans[1::2], strict=True):
        part |= Q(at__gte=start, at__lt=end)
    return by_hour(Item.objects.filter(scope.filters() & part, own=False))


def by_hour(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Items with `hour` and `original`, as cells have them."""
    original = Case(When(duplicate_of=None, then=Value(True)), default=Value(False))
    found: QuerySet[Any] = rows.annotate(hour=HourOf("at"), original=original)
    return found
