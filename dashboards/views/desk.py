"""The duty desk: what needs you now, numbers, streams."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboards.access import member, needs, sight_of
from dashboards.desk import PARTS, Desk
from dashboards.export import csv_response
from dashboards.filter_words import filter_bar
from dashboards.filters import Filters
from dashboards.fragments import View
from dashboards.live import shown_now
from dashboards.nav import read_with_nav
from dashboards.since import Since
from dashboards.wrote import has_written
from monitor.desk import desk_visit
from monitor.lib.clock import HOUR, SHANGHAI, utc_now
from monitor.models import audit_record
from monitor.queries.together import Reading, parts_reading


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
    shown = _on_other_screens(request, found)
    context |= {"shown": {name: html for name, (_, html) in shown.items()}}
    context["live_since"] = min([found.now, *(at for at, _ in shown.values())])
    asked: dict[str, Reading[Any]] = {
        "desk": found.reading(name for name in PARTS if name not in shown),
        "since": parts_reading(since, "changes"),
    }
    if found.forecast:
        asked["forecast"] = parts_reading(found.forecast, "outlook")
    read_with_nav(request, asked)
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


def _on_other_screens(request: HttpRequest, found: Desk) -> dict[str, tuple[datetime, SafeString]]:
    """Panels as those have them who look at this view: what came since is sent to them and to this page alike. None to one who has
    just written."""
    if has_written(request):
        return {}
    view = View(found.filters, found.sight, get_language() or "zh-hans")
    return shown_now(view, PARTS, utc_now())


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """The desk of this reader for the filters of the address, and what the filters offer."""
    filters, sight, now = Filters.of(request.GET), sight_of(member(request)), utc_now().replace(microsecond=0)
    return filter_bar(filters, sight, now) | {"desk": Desk(filters, sight, now)}
