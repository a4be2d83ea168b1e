"""Counts of items per hour or day, split as asked. Units are never set beside sentiment (SCOPE 4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Query, Router
from pydantic import Field

from dashboards.api import names
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import Caller, caller
from dashboards.api.problem import ProblemError
from dashboards.api.types import WHOLE, Area, Asked, Coded, Flag, Hours, Kind, Moment, Named, Out, Span, UnitId, settled
from monitor.lib.clock import HOUR, hour_of, shanghai_date, shanghai_day_start
from monitor.models import ApiScope
from monitor.queries.count_table import MOST_ROWS, CountRow, count_table
from monitor.queries.scope import Scope

router = Router(tags=["counts"])
Split = Literal[
    "none",
    "area",
    "kind",
    "sentiment",
    "unit",
    "area,kind",
    "area,sentiment",
    "area,unit",
    "kind,sentiment",
    "kind,unit",
    "area,kind,sentiment",
    "area,kind,unit",
]


class CountsAsked(Asked):
    """What both tables know."""

    until: Moment | None = Field(None, description=gettext_noop("时段的终点，取到整点或整日；不填为现在"))
    by: Split = Field("none", description=gettext_noop("按什么分；单位不与情感并列"))
    area: Area | None = None
    unit: UnitId | None = None
    kind: Kind | None = None
    focus: Flag = Field(True, description=gettext_noop("只要与职工利益有关的；false 为全部"))


class HourlyAsked(CountsAsked):
    """Up to 31 days."""

    hours: Hours = 24


class DailyAsked(CountsAsked):
    """Up to a year."""

    days: Annotated[int, Field(ge=1, le=366, description=gettext_noop("多少天，最多 366")), WHOLE] = 7


class CountOut(Out):
    """Cells with at least one item. What is not split by is null. An item in two areas, or of two units, counts in both."""

    items: int
    originals: int
    area: Coded | None = None
    sentiment: Coded | None = None
    kind: Coded | None = None
    unit: Named | None = None


class HourCountOut(CountOut):
    """Of one hour."""

    hour: datetime


class DayCountOut(CountOut):
    """Of one day in Asia/Shanghai."""

    day: date


class HourlyOut(Out):
    """Oldest first."""

    window: Span
    counts: list[HourCountOut]


class DailyOut(Out):
    """Oldest first."""

    window: Span
    counts: list[DayCountOut]


@endpoint(
    router,
    "GET",
    "/counts/hourly",
    scope=ApiScope.READ_COUNTS,
    name="counts_hourly",
    summary=gettext_lazy("每小时计数"),
    response=HourlyOut,
)
def hourly(request: HttpRequest, asked: Query[HourlyAsked]) -> HourlyOut:
    by = caller(request)
    end = hour_of(settled(asked.until, by.now) - timedelta(microseconds=1)) + HOUR
    scope = _scope(by, asked, end - timedelta(hours=asked.hours), end)
    counts = [HourCountOut(**cell) for cell in _cells(by, asked, scope, "hour")]
    return HourlyOut(window=Span(start=scope.start, end=scope.end), counts=counts)


@endpoint(
    router,
    "GET",
    "/counts/daily",
    scope=ApiScope.READ_COUNTS,
    name="counts_daily",
    summary=gettext_lazy("每日计数（北京时间）"),
    response=DailyOut,
)
def daily(request: HttpRequest, asked: Query[DailyAsked]) -> DailyOut:
    by = caller(request)
    last = shanghai_date(settled(asked.until, by.now) - timedelta(microseconds=1))
    start, end = (shanghai_day_start(last + timedelta(days=n)) for n in (1 - asked.days, 1))
    scope = _scope(by, asked, start, end)
    counts = [DayCountOut(**cell) for cell in _cells(by, asked, scope, "day")]
    return DailyOut(window=Span(start=scope.start, end=scope.end), counts=counts)


def _scope(by: Caller, asked: CountsAsked, start: datetime, end: datetime) -> Scope:
    return Scope(start, end, area=asked.area or "", unit=asked.unit or 0, focus=asked.focus, sight=by.sight.units)


def _cells(by: Caller, asked: CountsAsked, scope: Scope, step: Literal["hour", "day"]) -> list[dict[str, Any]]:
    split = () if asked.by == "none" else asked.by.split(",")
    rows = count_table(scope, daily=step == "day", split=split, kind=asked.kind or "")
    if rows is None:
        detail = _("超过 %(n)s 行。请缩短时段，或少分几项。") % {"n": f"{MOST_ROWS:,}"}
        raise ProblemError("invalid", detail, errors=[{"in": "query", "at": "by", "code": "too_many_rows"}])
    by.read("counts", len(rows))
    units = names.unit_names({row.unit for row in rows if row.unit}, by.sight.units)
    return [{step: row.at} | _cell(row, units) for row in rows]


def _cell(row: CountRow, units: dict[int, Named]) -> dict[str, Any]:
    return {
        "items": row.items,
        "originals": row.originals,
        "area": names.areas([row.area])[0] if row.area else None,
        "sentiment": names.tone(row.sentiment) if row.sentiment else None,
        "kind": names.kind(row.kind) if row.kind else None,
        "unit": units.get(row.unit),
    }
