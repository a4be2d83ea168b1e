"""Which items a page is about: a span of time, the reader's filters, and what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Func, IntegerField, Q, QuerySet, Value

from monitor.lib.clock import months_between
from monitor.models import Source
from monitor.queries.shapes import Shaped, array_of, shaped


@dataclass(frozen=True, slots=True)
class Scope:
    """Items with `start <= at < end` (aware) that pass the filters.

    `focus` False is everything, also what is not about working life. `sight` None sees all items; otherwise only those
    tagged with one of these units, or with none. The union's own publications are listed but never counted. `plan`: what
    that standing plan holds. `place` is a code of PlaceScope, `kind` one of SourceKind, `sentiment` neg, neu or pos; "" is all.
    """

    start: datetime
    end: datetime
    area: str = ""
    unit: int = 0
    focus: bool = True
    sight: tuple[int, ...] | None = None
    plan: int = 0
    place: str = ""
    kind: str = ""
    sentiment: str = ""
    months: tuple[date, ...] = field(default=(), compare=False, repr=False)  # of stand-ins, which have no calendar

    def before(self) -> Scope:
        """The same filters over the span of equal length that ends where this one starts."""
        return replace(self, start=self.start - (self.end - self.start), end=self.start)

    def back(self, by: timedelta) -> Scope:
        """The same filters and length, earlier by this."""
        return replace(self, start=self.start - by, end=self.end - by)

    @property
    def tagged(self) -> bool:
        """Whether it is narrowed by more than its span, its plan and the reader's sight."""
        return bool(self.area or self.unit or self.focus or self.place or self.kind or self.sentiment)

    @property
    def hours(self) -> int:
        """Length in hours, rounded."""
        return round((self.end - self.start).total_seconds() / 3600)

    def condition(self) -> Q:
        """As a condition on items."""
        return Q(at__gte=self.start, at__lt=self.end) & self.filters()

    def filters(self) -> Q:
        """The same without the exact times; names the months so that only their partitions are read."""
        months = Q(month__in=self.months) if self.months else months_of(self.start, self.end)
        found = months & self.tags()
        return found & Q(in_focus=True) if self.focus else found

    def hidden(self) -> Q:
        """What the filters let through and the reader's sight does not: items tagged with other units alone. Exact times aside."""
        mine = Q(units__overlap=array_of(self.sight or ()))
        return replace(self, sight=None).filters() & ~Q(units=[]) & ~mine  # `units <> '{}'` opens a partial index

    @property
    def hides(self) -> bool:
        """Whether sight can take anything away: not from a unit that the reader has."""
        return self.sight is not None and not (self.unit and self.unit in self.sight)

    def tags(self) -> Q:
        """The filters on area, unit, place, kind of source, sentiment and sight alone."""
        found = Q(areas__contains=[self.area]) if self.area else Q()
        if self.unit:
            found &= of_unit(self.unit)
        if self.place:
            found &= Q(place=self.place)
        if self.kind:
            found &= Q(source_id__in=sources_of(self.kind))
        if self.sentiment:
            found &= Q(sentiment=self.sentiment)
        if self.plan:
            found &= Q(plans__contains=[self.plan]) & ~Q(plans=[])  # the latter lets PostgreSQL use the partial indexes
        return found & seen_by(self.sight)


def months_of(start: datetime, end: datetime) -> Q:
    """Items of the months that a span touches: only their partitions are planned for and read."""
    return Q(month__in=months_between(start, end))


def shaped_scope(build: Callable[..., QuerySet[Any, Any]], scope: Scope, /, *shape: Any, **slots: Any) -> Shaped:
    """`build(scope, *shape, **slots)`, compiled once for each shape of them (queries.shapes)."""
    return shaped(
        _build,
        build,
        scope.focus,
        scope.sentiment,
        *shape,
        _start=scope.start,
        _end=scope.end,
        _months=scope.months or months_between(scope.start, scope.end),
        _area=scope.area,
        _unit=scope.unit,
        _place=scope.place,
        _kind=scope.kind,
        _plan=scope.plan,
        _sight=listed(scope.sight),
        **slots,
    )


def _build(build: Callable[..., QuerySet[Any, Any]], focus: bool, sentiment: str, /, *shape: Any, **slots: Any) -> Any:
    sight = slots.pop("_sight")
    held = {name: slots.pop(f"_{name}") for name in ("start", "end", "months", "area", "unit", "place", "kind", "plan")}
    scope = Scope(**held, focus=focus, sentiment=sentiment, sight=None if sight is None else tuple(sight))
    return build(scope, *shape, **slots)


def held_condition(scope: Scope) -> Q:
    """`scope.condition()` of what a plan holds, by walking its span in the index of all plans' items. Not by the plan's own index,
    which the planner would take: it believes a plan to hold 30 times less than it does, and reads the rows of all its months."""
    return replace(scope, plan=0).condition() & held_by(scope.plan)


def held_by(plan: int) -> Q:
    """What a plan holds, said so that the planner walks the span."""
    number = Value(plan, output_field=IntegerField())
    held = Func(number, "plans", template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    return ~Q(plans=[]) & Q(held)


def sources_of(kind: str) -> QuerySet[Source, int]:
    """Ids of the sources of a kind, as part of a query."""
    return Source.objects.filter(kind=kind).order_by().values_list("pk", flat=True)


def of_unit(unit: int) -> Q:
    """Tagged with it, as a condition on items or topics."""
    return Q(units__contains=[unit]) & ~Q(units=[])  # the latter lets PostgreSQL use the partial indexes


def listed(sight: tuple[int, ...] | None) -> list[int] | None:
    """As shaped rows take it: any number of units has the same shape."""
    return None if sight is None else list(sight)


def seen_by(sight: Iterable[int] | None) -> Q:
    """What a reader with these units may see, as a condition on items or topics (both have an array `units`)."""
    return Q() if sight is None else Q(units__overlap=array_of(sight)) | Q(units=[])
