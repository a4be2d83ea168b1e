"""What the page that compares shows: one chart, one table, one sentence that says what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import Sight
from dashboards.compare_filters import BY, MOST, CompareFilters, Span
from dashboards.compare_words import finding, pair_names, tab_names
from dashboards.filter_words import span_words
from dashboards.filters import CUSTOM, ItemFilters, items_query
from dashboards.series_chart import Series, SeriesChart
from dashboards.share_charts import CalendarChart, SourcesChart, weekdays
from monitor.lib.clock import DAY, HOUR, SHANGHAI, hour_of, shanghai_date, shanghai_day_start
from monitor.models import Unit
from monitor.queries import compare as read
from monitor.queries import site
from monitor.queries.assessment import UnitReferrals, referrals_by_unit
from monitor.queries.counts import Cell, Tally, cells_of, tally
from monitor.queries.scope import Scope
from monitor.queries.topics import topics_hot

FINE = timedelta(days=2)  # a longer span is drawn by the day
KEPT_S = 600  # the calendar reads half a year: it is made anew every ten minutes


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `tone` False: sentiment is not shown. `handling`: matters handed to a unit, for those who may see them."""

    name: str
    tally: Tally
    href: str
    tone: bool = True
    handling: UnitReferrals | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """The span that handling is counted over."""

    start: datetime
    now: datetime


@dataclass(frozen=True)
class ComparePage:
    """The page for one reader at one moment (aware, whole seconds). `staff`: may see how units handle."""

    filters: CompareFilters
    sight: Sight
    now: datetime
    units: Sequence[Unit]
    staff: bool

    @cached_property
    def scope(self) -> Scope:
        """The span of the filter bar, in whole hours."""
        return read.whole_hours(self.filters.base.scope(self.now, self.sight))

    @cached_property
    def picked(self) -> list[str]:
        """What is compared: as picked, else the largest areas, the first units, the hottest topics."""
        if self.filters.pick or self.filters.by not in ("area", "unit", "topic"):
            return list(self.filters.pick)
        if self.filters.by == "area":
            return list(read.area_totals(self.scope))[:3]
        if self.filters.by == "unit":
            return [str(unit.pk) for unit in self.units[:3]]
        return [str(line.id) for line in topics_hot(self.scope, limit=3)]

    @cached_property
    def _cells(self) -> list[tuple[str, list[Cell], Scope, str]]:
        """(name, cells, span, address of the items) of each series."""
        by, scope, base = self.filters.by, self.scope, self.filters.base
        if by == "span":
            return [self._span_cells(name, span) for name, span in zip(self.span_names, self.spans, strict=True)]
        if by == "area":
            cells = read.cells_by_area(scope, self.picked)
            return [(labels.area(code), cells[code], scope, self._items(scope, area=code)) for code in self.picked]
        if by == "unit":
            names = {str(unit.pk): unit.name for unit in self.units}
            known = [one for one in self.picked if one in names]
            by_unit = read.cells_by_unit(scope, [int(one) for one in known])
            return [(names[one], by_unit[int(one)], scope, self._items(scope, unit=int(one))) for one in known]
        titles = read.topics_named([int(one) for one in self.picked], sight=self.sight.units)
        ids = [int(one) for one in self.picked if int(one) in titles]
        by_topic = read.cells_by_topic(scope, ids)
        found = ItemFilters(
            replace(base, window=CUSTOM, start=scope.start, end=scope.end, focus=False, area="", unit=0)
        )
        return [(titles[pk] or f"#{pk}", by_topic[pk], scope, reverse("items") + found.query(topic=pk)) for pk in ids]

    def _span_cells(self, name: str, span: Span) -> tuple[str, list[Cell], Scope, str]:
        scope = replace(self.scope, start=span.start, end=span.end)
        return name, cells_of(scope), scope, reverse("items") + items_query(self.filters.base, scope)

    def _items(self, scope: Scope, **changes: object) -> str:
        base = replace(self.filters.base, **changes)  # type: ignore[arg-type]
        return reverse("items") + items_query(base, scope)

    @cached_property
    def spans(self) -> tuple[Span, Span]:
        return self.filters.spans(self.now)

    @property
    def span_names(self) -> list[str]:
        if self.filters.pair == "own":
            return [span_words(span.start, span.end) for span in self.spans]
        return list(pair_names()[self.filters.pair])

    @cached_property
    def lines(self) -> list[Line]:
        """The table."""
        handled = self._handled
        tone = self.filters.by != "unit"
        return [Line(name, tally(cells), href, tone, handled.get(name)) for name, cells, _scope, href in self._cells]

    @property
    def _handled(self) -> dict[str, UnitReferrals]:
        if self.filters.by != "unit" or not self.staff:
            return {}
        return {row.name: row for row in referrals_by_unit(Handled(self.scope.start, self.scope.end))}

    @property
    def sentence(self) -> str:
        return finding(self.filters.by, [(line.name, line.tally) for line in self.lines])

    @cached_property
    def chart(self) -> SeriesChart | CalendarChart | SourcesChart:
        if self.filters.by == "calendar":
            return self._calendar()
        return self._sources() if self.filters.by == "sources" else self._lines()

    def _lines(self) -> SeriesChart:
        spans = self.spans if self.filters.by == "span" else None
        length = spans[0].whole - spans[0].start if spans else self.scope.end - self.scope.start
        step = HOUR if length <= FINE else DAY
        if spans:
            longest = max(spans, key=lambda span: span.whole - span.start)
            names = step_names(longest.start, longest.whole, step, dated=False)
        else:
            names = step_names(self.scope.start, self.scope.end, step, dated=True)
        series = [
            Series(name, points(cells, scope, step, len(names)), href) for name, cells, scope, href in self._cells
        ]
        title = _("%(what)s：每小时条数") if step == HOUR else _("%(what)s：每天条数")
        return SeriesChart(
            id="compare",
            title=title % {"what": self.window},
            foot=self._foot(sum(one.total for one in series)),
            head=_("小时") if step == HOUR else _("日期"),
            steps=names,
            series=series,
            csv_href=self.csv_href,
        )

    @property
    def window(self) -> str:
        """The spans in words."""
        if self.filters.by == "span":
            return _("、").join(span_words(span.start, span.end) for span in self.spans)
        return span_words(self.scope.start, min(self.scope.end, self.now))

    def _foot(self, n: int) -> str:
        at = f"{self.now.astimezone(SHANGHAI):%H:%M:%S}"
        return _("%(computed)s 计算 · n = %(n)s · 含转载，不含本工会发布") % {"computed": at, "n": f"{n:,}"}

    def _calendar(self) -> CalendarChart:
        last = shanghai_date(self.now)
        first = last - timedelta(days=site.retention_days() - 1)
        scope = replace(self.scope, start=shanghai_day_start(first), end=hour_of(self.now) + HOUR)
        key = f"calendar-{hash(scope)}"
        totals = cache.get(key)
        if totals is None:
            totals = read.day_totals(scope)
            cache.set(key, totals, KEPT_S)
        hrefs = {day: self._items(_day(scope, shanghai_day_start(day))) for day in totals}
        title = _("日历：%(first)s 至 %(last)s 每天条数") % {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
        foot = self._foot(sum(totals.values())) + _(" · 每 10 分钟重算 · 点一天看当天的内容")
        return CalendarChart(title, foot, first, last, totals, hrefs, self.csv_href)

    def _sources(self) -> SourcesChart:
        shares = read.source_shares(self.scope)
        found = ItemFilters(replace(self.filters.base, window=CUSTOM, start=self.scope.start, end=self.scope.end))
        hrefs = {share.id: reverse("items") + found.query(source=share.id) for share in shares}
        title = _("来源构成：%(window)s") % {"window": self.window}
        foot = self._foot(sum(share.items for share in shares)) + _(" · 点一家来源看它的内容")
        return SourcesChart(title, foot, shares, hrefs, self.csv_href)

    @property
    def csv_href(self) -> str:
        picked = replace(self.filters, pick=tuple(self.picked)) if self.filters.pick else self.filters
        return reverse("compare_csv") + picked.query()

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """(name, address, whether it is the one)."""
        names = tab_names()
        return [(names[by], self.filters.query(by=by, pick=()), by == self.filters.by) for by in BY]

    @property
    def pair_tabs(self) -> list[tuple[str, str, bool]]:
        """Ready pairs of spans: (name, address, whether it is the one)."""
        names = {"week": _("本周与上周"), "day": _("今天与昨天"), "month": _("近 30 天与再前 30 天")}
        query = self.filters.query
        return [
            (name, query(pair=pair, first=None, second=None), pair == self.filters.pair) for pair, name in names.items()
        ]

    @property
    def days(self) -> dict[str, str]:
        """First and last day of the two spans, as the fields of the form hold them."""
        ends = {name: (span.start, span.whole - HOUR) for name, span in zip("ab", self.spans, strict=True)}
        return {
            f"{name}{n}": f"{shanghai_date(at)}" for name, both in ends.items() for n, at in enumerate(both, start=1)
        }

    @cached_property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(value, name, picked) of what can be compared."""
        if self.filters.by == "area":
            known = [(code, labels.area(code)) for code in labels.AREAS]
        elif self.filters.by == "unit":
            known = [(str(unit.pk), unit.name) for unit in self.units]
        elif self.filters.by == "topic":
            hot = {str(line.id): line.title for line in topics_hot(self.scope, limit=20)}
            titles = read.topics_named([int(one) for one in self.picked if one not in hot], sight=self.sight.units)
            known = [*((str(pk), title) for pk, title in titles.items()), *hot.items()]
        else:
            return []
        return [(value, name, value in self.picked) for value, name in known]

    @property
    def most(self) -> int:
        return MOST


def points(cells: Sequence[Cell], scope: Scope, step: timedelta, n: int) -> tuple[int | None, ...]:
    """Items per step from the start of the span; steps that it does not reach yet are None. Pure."""
    counts = [0] * n
    origin = scope.start if step == HOUR else shanghai_day_start(shanghai_date(scope.start))
    for hour, _sentiment, _original, number in cells:
        counts[max(0, min(n - 1, int((hour - hour_of(origin)) / step)))] += number
    reached = -(-(scope.end - origin) // step)
    return tuple(count if i < reached else None for i, count in enumerate(counts))


def step_names(start: datetime, end: datetime, step: timedelta, *, dated: bool) -> list[str]:
    """09:00, 11-23 09:00, 11-23, or 周一: one for each step that the span touches."""
    at = hour_of(start) if step == HOUR else shanghai_day_start(shanghai_date(start))
    week = not dated and step == DAY and end - start == 7 * DAY
    shape = "%m-%d" if step == DAY else "%m-%d %H:00" if dated else "%H:00"
    names: list[str] = []
    while at < end:
        local = at.astimezone(SHANGHAI)
        number = len(names) + 1
        plain = _("第 %(n)d 天") % {"n": number} if step == DAY and not dated else f"{local:{shape}}"
        names.append(weekdays()[local.weekday()] if week else plain)
        at += step
    return names


def _day(scope: Scope, start: datetime) -> Scope:
    return replace(scope, start=start, end=start + DAY)
