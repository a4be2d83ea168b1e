"""Assessment (考核): how fast alerts were seen and closed, false alarms and what would have avoided them. No persons, no sentiment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import member, needs
from dashboards.answer_words import DEFINITIONS
from dashboards.export import csv_response, xlsx_response
from dashboards.nav import read_with_nav
from monitor.alerts.false_alarms import FEWEST, judged_reading, precision_by_kind
from monitor.lib.clock import WEEK, utc_now
from monitor.models import AlertKind, Role, Unit, audit_record
from monitor.queries.assess import Assessed, assess, by_area, by_unit, by_week
from monitor.queries.assessment import cases_reading, referrals_by_unit_reading
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, read_together, rows_reading
from monitor.queries.weeks import WEEKS, Window, window_of

CHOICES = (4, WEEKS, 26, 52)


@needs(Role.MONITOR)
def assessment(request: HttpRequest) -> HttpResponse:
    """All figures with their window, when they were computed, and what they mean."""
    window = _window(request)
    read = read_with_nav(
        request,
        _reading(window) | {"referrals": referrals_by_unit_reading(window), "judged": judged_reading(window)},
    )
    rows = _figures(window, read)
    kinds = {kind.value: kind.label for kind in AlertKind}
    context: dict[str, Any] = {
        "window": window,
        "weeks": len(window.weeks),
        "choices": CHOICES,
        "total": rows["all"][0][1],
        "areas": rows["area"],
        "units": rows["unit"],
        "weekly": rows["week"],
        "referrals": read["referrals"],
        "precisions": [(kinds.get(one.kind, one.kind), one) for one in precision_by_kind(read["judged"])],
        "fewest": FEWEST,
        "definitions": [(_(name), _(meaning)) for name, meaning in DEFINITIONS],
        "is_desk": True,
    }
    return render(request, "answer/assessment.html", context)


@needs(Role.MONITOR)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as one table, CSV or XLSX; audited."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    window = _window(request)
    rows = list(_records(window))
    detail = {"from": str(window.first), "to": str(window.last_day), "kind": kind, "rows": len(rows)}
    audit_record(actor=member(request), action="export", target="assessment", detail=detail)
    if kind == "csv":
        return csv_response("assessment", HEAD, rows)
    return xlsx_response("assessment", HEAD, rows)


HEAD = (
    "by",
    "of",
    "from",
    "computed_at",
    "alerts",
    "acknowledged",
    "acknowledge_minutes_median",
    "acknowledge_minutes_p90",
    "closed",
    "resolve_hours_median",
    "resolve_hours_p90",
    "acknowledged_in_time",
    "acknowledge_due",
    "closed_in_time",
    "close_due",
    "open",
    "open_past_due",
    "false_alarms",
    "false_alarm_low_95",
    "false_alarm_high_95",
)


def _records(window: Window) -> Iterator[tuple[object, ...]]:
    for by, group in _figures(window, read_together(_reading(window))).items():
        for name, one in group:
            yield (by, name, window.first, f"{window.now:%FT%TZ}", *_cells(one))


def _cells(one: Assessed) -> tuple[object, ...]:
    def measured(length: Any, seconds: int) -> object:
        return "" if length is None else round(length.total_seconds() / seconds, 1)

    false = one.false_alarms
    return (
        one.n,
        one.acknowledged.n,
        measured(one.acknowledged.median, 60),
        measured(one.acknowledged.p90, 60),
        one.resolved.n,
        measured(one.resolved.median, 3600),
        measured(one.resolved.p90, 3600),
        one.seen_in_time.hits,
        one.seen_in_time.n,
        one.closed_in_time.hits,
        one.closed_in_time.n,
        one.open,
        one.open_late,
        false.hits,
        round(false.low, 4) if false.n else "",
        round(false.high, 4) if false.n else "",
    )


def _reading(window: Window) -> dict[str, Reading[Any]]:
    """What the figures are made of."""
    return {"cases": cases_reading(window), "units": rows_reading(shaped(_unit_names))}


def _unit_names() -> QuerySet[Unit, Any]:
    return Unit.objects.values_list("pk", "name")


def _figures(window: Window, read: Mapping[str, Any]) -> dict[str, list[tuple[str, Assessed]]]:
    cases, now = read["cases"], window.now
    names = dict(read["units"][0])
    return {
        "all": [(_("全部"), assess(cases, now=now))],
        "area": [(labels.area(code), one) for code, one in by_area(cases, now=now)],
        "unit": [(names[pk], one) for pk, one in by_unit(cases, now=now) if pk in names],
        "week": [(f"{week:%F}", one) for week, one in by_week(cases, _weeks(window), now=now)],
    }


def _weeks(window: Window) -> list[date]:
    """Those of the window and the one that is running."""
    return [*window.weeks, window.last + WEEK]


def _window(request: HttpRequest) -> Window:
    raw = request.GET.get("weeks", "")
    weeks = int(raw) if raw in {str(n) for n in CHOICES} else WEEKS
    return window_of(utc_now(), weeks=weeks)
