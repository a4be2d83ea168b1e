"""Topics: the list, and one in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dashboards.access import member, needs, sight_of
from dashboards.filters import Filters, numbers
from dashboards.nav import read_with_nav
from dashboards.topic import TopicPage
from dashboards.views.desk import desk_context
from monitor.lib.clock import utc_now
from monitor.models import audit_record
from monitor.queries.topics import TopicLine, topic_find, topics_hot, topics_muted, topics_watched

PAGE = 50
LAST = 200  # a page beyond is not asked for: filters find what lies so deep
SHOWS: dict[str, Callable[..., list[TopicLine]]] = {"": topics_hot, "watched": topics_watched, "muted": topics_muted}


@needs()
def topics(request: HttpRequest) -> HttpResponse:
    """Topics with something new in the window, hottest first; or (`show`) those that are watched, or muted."""
    context = desk_context(request)
    show = request.GET.get("show", "") if request.GET.get("show") in SHOWS else ""
    page = min(LAST, next(iter(numbers([request.GET.get("page", "")])), 1) or 1)
    lines = SHOWS[show](context["desk"].scope, limit=PAGE + 1, skip=(page - 1) * PAGE)
    detail = context["filters"].pairs() | ({"show": show} if show else {})
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
    return render(request, "topics/list.html", context | paging | {"lines": lines[:PAGE], "show": show})


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
