"""Comparing spans, areas, units and topics; the calendar and the sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.access import may, member, needs, sight_of
from dashboards.compare import ComparePage
from dashboards.compare_filters import CompareFilters
from dashboards.export import csv_response
from dashboards.filter_words import filter_bar
from dashboards.filters import unit_choices
from monitor.lib.clock import utc_now
from monitor.models import Role, audit_record


@needs()
def compare(request: HttpRequest) -> HttpResponse:
    """One chart, one table, one sentence; everything asked stands in the address."""
    page, bar = _page(request)
    found = page.filters
    extra = [pair for pair in found.pairs() if pair[0] not in found.base.pairs()]
    context: dict[str, Any] = bar | {"page": page, "filter_extra": extra}
    return render(request, "compare/compare.html", context)


@needs()
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The numbers behind the chart."""
    page, _bar = _page(request)
    audit_record(actor=member(request), action="export", target="compare", detail=dict(page.filters.pairs()))
    return csv_response(f"compare-{page.filters.by}", page.chart.columns, page.chart.rows[::-1])


def _page(request: HttpRequest) -> tuple[ComparePage, dict[str, Any]]:
    found, sight, now = CompareFilters.of(request.GET), sight_of(member(request)), utc_now().replace(microsecond=0)
    units, staff = unit_choices(sight), may(request.user, Role.MONITOR)
    bar = filter_bar(found.base, units, now, link=lambda **changes: found.query(base=replace(found.base, **changes)))
    return ComparePage(found, sight, now, units, staff), bar
