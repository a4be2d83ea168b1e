"""Topics: the list, and one in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dashboards.access import member, needs, sight_of
from dashboards.filter_words import filter_bar
from dashboards.filters import Filters, numbers, unit_choices_reading
from dashboards.nav import read_with_nav
from dashboards.topic import TopicPage
from dashboards.views.desk import desk_of
from monitor.lib.clock import utc_now
from monitor.models import audit_record
from monitor.queries.together import Reading
from monitor.queries.topics import (
    TopicLine,
    topic_find,
    topics_hot_reading,
    topics_muted_reading,
    topics_watched_reading,
)

PAGE = 50
LAST = 200  # a page beyond is not asked for: filters find what lies so deep
SHOWS: dict[str, Callable[..., Reading[list[TopicLine]]]] = {
    "": topics_hot_reading,
    "watched": topics_watched_reading,
    "muted": topics_muted_reading,
}


@needs()
def topics(request: HttpRequest) -> HttpResponse:
    """Topics with something new in the window, hottest first; or (`show`) those that are watched, or muted."""
    desk = desk_of(request)
    show = request.GET.get("show", "") if request.GET.get("show") in SHOWS else ""
    page = min(LAST, next(iter(numbers([request.GET.get("page", "")])), 1) or 1)
    asked: dict[str, Reading[Any]] = {
        "units": unit_choices_reading(desk.sight),
        "lines": SHOWS[show](desk.scope, limit=PAGE + 1, skip=(page - 1) * PAGE),
    }
    read = read_with_nav(request, asked)
    lines: list[TopicLine] = read["lines"]
    detail = desk.filters.pairs() | ({"show": show} if show else {})
    audit_record(actor=member(request), action="items_open", target="topics", detail=detail)
    query = request.GET.copy()
    query.pop("page", None)
    paging = {
        "page": page,
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + min(len(lines), PAGE),
        "more": len(lines) > PAGE and page < LAST,
        "query": query.urlencode(),
    }
    context = filter_bar(desk.filters, read["units"], desk.now) | {"desk": desk, "lines": lines[:PAGE], "show": show}
    return render(request, "topics/list.html", context | paging)


@needs()
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """One topic; a merged one leads to what it became."""
    sight, after = sight_of(member(request)), request.GET.get("after", "")
    found = topic_find(topic_id, sight=sight.units)
    if found is None:
        raise Http404
    if found.merged_into_id:
        return HttpResponseRedirect(reverse("topic", args=[found.merged_into_id]) + f"?from={found.pk}")
    audit_record(actor=member(request), action="items_open", target=f"topic:{found.pk}", detail={"after": after})
    came_from = next(iter(numbers([request.GET.get("from", "")])), 0)
    now = utc_now().replace(microsecond=0)
    shown = TopicPage(found, Filters.of(request.GET), sight, now, after=after, came_from=came_from)
    read_with_nav(request, shown.asked())
    context: dict[str, Any] = {
        "filters": None,
        "topic_page": shown,
        "came_from": came_from,
        "tool": request.GET.get("tool", ""),
        "came_by": shown.came_by,
    }
    return render(request, "topics/topic.html", context)
