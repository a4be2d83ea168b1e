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
from dashboards.filters import Filters, unit_choices_reading
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
    found = desk_of(request)
    since = Since(user, found.sight, settings.looked_at, found.now)
    shown = _on_other_screens(request, found)
    asked: dict[str, Reading[Any]] = {
        "units": unit_choices_reading(found.sight),
        "desk": found.reading(name for name in PARTS if name not in shown),
        "since": parts_reading(since, "changes"),
    }
    if found.forecast:
        asked["forecast"] = parts_reading(found.forecast, "outlook")
    read = read_with_nav(request, asked)
    audit_record(actor=member(request), action="items_open", target="desk", detail=found.filters.pairs())
    context: dict[str, Any] = filter_bar(found.filters, read["units"], found.now) | {
        "desk": found,
        "since": since,
        "shown": {name: html for name, (_, html) in shown.items()},
        "live_since": min([found.now, *(at for at, _ in shown.values())]),
    }
    return render(request, "desk/desk.html", context)


@needs()
def volume_csv(request: HttpRequest) -> HttpResponse:
    """The numbers behind the volume chart."""
    found = desk_of(request)
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


def desk_of(request: HttpRequest) -> Desk:
    """The desk of this reader for the filters of the address."""
    return Desk(Filters.of(request.GET), sight_of(member(request)), utc_now().replace(microsecond=0))
