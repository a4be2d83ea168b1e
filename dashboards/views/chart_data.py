"""The numbers behind charts as CSV; every download is an audited export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.http import Http404, HttpRequest, HttpResponse

from dashboards import labels
from dashboards.access import member, needs, sight_of
from dashboards.evidence_chart import chart_of
from dashboards.export import csv_response
from dashboards.filters import Filters, numbers
from dashboards.forecast import ForecastPanel
from dashboards.topic import TopicPage
from dashboards.views.alerts import alert_seen
from monitor.lib.clock import utc_now
from monitor.models import audit_record
from monitor.queries.topics import topic_find


class Table(Protocol):
    """What every chart offers besides its picture."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Sequence[object]]: ...


@needs()
def topic_csv(request: HttpRequest, topic_id: int) -> HttpResponse:
    """A topic's originals by the hour."""
    sight = sight_of(member(request))
    found = topic_find(topic_id, sight=sight.units)
    if found is None:
        raise Http404
    page = TopicPage(found, Filters.of(request.GET), sight, utc_now().replace(microsecond=0))
    return _csv(request, f"topic-{found.pk}", page.chart)


@needs()
def evidence_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """What an alert was decided on, by the hour."""
    chart = chart_of(alert_seen(request, pk))
    if chart is None:
        raise Http404
    return _csv(request, f"alert-{pk}", chart)


@needs()
def forecast_csv(request: HttpRequest) -> HttpResponse:
    """A forecast of a `topic`, of an `area` or of everything in focus; `id` says which of its charts."""
    sight, area = sight_of(member(request)), request.GET.get("area", "")
    topic_id = next(iter(numbers([request.GET.get("topic", "")])), None)
    if topic_id is not None and topic_find(topic_id, sight=sight.units) is None:
        raise Http404
    panel = ForecastPanel(utc_now(), area=area if area in labels.AREAS else "", topic_id=topic_id)
    whole = topic_id is not None or sight.units is None  # forecasts of an area are of all units
    for chart in panel.charts if whole else ():
        if chart.id == request.GET.get("id"):
            return _csv(request, chart.id, chart)
    raise Http404


def _csv(request: HttpRequest, name: str, chart: Table) -> HttpResponse:
    audit_record(actor=member(request), action="export", target=f"chart:{name}")
    return csv_response(name, chart.columns, reversed(chart.rows))
