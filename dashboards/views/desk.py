"""The duty desk: what needs you now, numbers, streams."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards import labels
from dashboards.access import member, needs, sight_of
from dashboards.desk import Desk
from dashboards.export import csv_response
from dashboards.filters import Filters, unit_choices
from monitor.lib.clock import HOUR, SHANGHAI, utc_now
from monitor.models import audit_record


@needs()
def desk(request: HttpRequest) -> HttpResponse:
    """The whole page; its panels are the fragments that the live stream renders."""
    context = desk_context(request)
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
    filters, sight = Filters.of(request.GET), sight_of(member(request))
    return {
        "filters": filters,
        "desk": Desk(filters, sight, utc_now().replace(microsecond=0)),
        "area_codes": list(labels.AREAS),
        "units": unit_choices(sight),
    }
