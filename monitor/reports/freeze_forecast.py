"""What was foretold for the days after the period, and what came of the forecast for its own days; as stored then, never made anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from monitor.lib.clock import DAY, shanghai_date, shanghai_day_start
from monitor.models import Forecast, ForecastStep
from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen, iso
from monitor.reports.periods import Period


def forecast_freeze(period: Period, now: datetime) -> Frozen:
    """`next` None: no forecast is stored for the day after the period. Originals in focus; bands of 80 % a day."""
    coming, made = _made(period.end + timedelta(days=1)), _made(period.start)
    return {"next": _next(coming) if coming else None, "check": _check(made, period, now) if made else None}


def _made(first: date) -> Forecast | None:
    rows = Forecast.objects.filter(topic=None, area="", step=ForecastStep.DAY, starts_at=shanghai_day_start(first))
    return rows.exclude(method="").first()


def _days(made: Forecast) -> list[Frozen]:
    start = shanghai_date(made.starts_at)
    rows = zip(made.points, made.lower, made.upper, strict=True)
    return [
        {"day": (start + n * DAY).isoformat(), "point": point, "low": low, "high": high}
        for n, (point, low, high) in enumerate(rows)
    ]


def _next(made: Forecast) -> Frozen:
    days = _days(made)
    return {
        "made_at": iso(made.made_at),
        "method": made.method,
        "days": days,
        "total": sum(day["point"] for day in days),
    }


def _check(made: Forecast, period: Period, now: datetime) -> Frozen:
    came = read.originals_by_day(Span.days(period.start, period.end))
    days = [
        {**day, "n": n, "inside": day["low"] <= n <= day["high"]}
        for day in _days(made)
        for n in [came.get(date.fromisoformat(day["day"]), 0)]
        if period.start.isoformat() <= day["day"] <= period.end.isoformat()
        and shanghai_day_start(date.fromisoformat(day["day"]) + DAY) <= now
    ]
    return {
        "made_at": iso(made.made_at),
        "method": made.method,
        "days": days,
        "of": len(days),
        "inside": sum(day["inside"] for day in days),
        "total": sum(day["point"] for day in days),
        "came": sum(day["n"] for day in days),
    }
