"""The duty desk: what needs you now, numbers, streams."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from dashboards.access import member, needs, sight_of
from dashboards.desk import PARTS, Desk
from dashboards.export import csv_response
from dashboards.filter_words import filter_bar
from dashboards.filters import Filters
from dashboards.since import Since
from monitor.desk import desk_visit
from monitor.lib.clock import HOUR, SHANGHAI, utc_now
from monitor.models import audit_record
from monitor.queries.together import Reading, parts_reading, read_together


@needs()
def desk(request: HttpRequest) -> HttpResponse:
    """The whole page; its panels are the fragments that the live stream renders. The bare address leads to the start view."""
    user = member(request)
    settings = desk_visit(member=user, now=utc_now())
    keys = "on" if settings.keys else "off"
    if request.session.get("keys", "on") != keys:
        request.session["keys"] = keys
    if not request.GET and settings.start_view is not None and settings.start_view.query:
        return HttpResponseRedirect(f"{request.path}?{settings.start_view.query}")
    context = desk_context(request)
    found: Desk = context["desk"]
    since = Since(user, found.sight, settings.looked_at, found.now)
    context["since"] = since
    asked: dict[str, Reading[Any]] = {"desk": found.reading(PARTS), "since": parts_reading(since, "changes")}
    if found.forecast:
        asked["forecast"] = parts_reading(found.forecast, "outlook")
    read_together(asked)
    audit_record(actor=member(request), action="items_open", target="desk", detail=context["filters"].pairs())
    return render(request, "desk/desk.html", context)


@needs()
def volume_csv(request: HttpRequest) -> HttpResponse:
    """The numbers behind the volume chart."""
    found: Desk = desk_context(request)["desk"]
    audit_record(actor=member(request), action="export", target="volume", detail=found.filters.pairs())
    away = found.chart.gaps
    rows = [
        (
            bar.hour.astimezone(SHANGHAI).isoformat(),
            bar.neg,
            bar.neu,
            bar.pos,
            bar.total,
            len({gap.source for gap in away if gap.start < bar.hour + HOUR and gap.end > bar.hour}),
        )
        for bar in found.numbers.bars
    ]
    head = ("hour", "negative", "neutral", "positive", "total", "sources_without_data")
    return csv_response("volume", head, rows)


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """The desk of this reader for the filters of the address, and what the filters offer."""
    filters, sight, now = Filters.of(request.GET), sight_of(member(request)), utc_now().replace(microsecond=0)
    return filter_bar(filters, sight, now) | {"desk": Desk(filters, sight, now)}
