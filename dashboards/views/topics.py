"""Topics: the list, and one in full."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dashboards.access import member, needs, sight_of
from dashboards.filters import Filters
from dashboards.topic import TopicPage
from dashboards.views.desk import desk_context
from monitor.lib.clock import utc_now
from monitor.models import audit_record
from monitor.queries.items import topic_items
from monitor.queries.topics import topic_find, topics_hot

LIST = 200


@needs()
def topics(request: HttpRequest) -> HttpResponse:
    """Topics with something new in the window, hottest first."""
    context = desk_context(request)
    lines = topics_hot(context["desk"].scope, limit=LIST)
    audit_record(actor=member(request), action="items_open", target="topics", detail=context["filters"].pairs())
    return render(request, "topics/list.html", context | {"lines": lines, "limit": LIST})


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
    page = topic_items(found.pk, sight=sight.units, after=after)
    came_from = request.GET.get("from", "")
    context: dict[str, Any] = {
        "filters": None,
        "topic_page": TopicPage(found, Filters.of(request.GET), sight, utc_now().replace(microsecond=0)),
        "page": page,
        "next_query": f"?after={page.next.replace('+', '%2B')}" if page.next else "",
        "after": after,
        "came_from": int(came_from) if came_from.isascii() and came_from.isdigit() else 0,
    }
    return render(request, "topics/topic.html", context)
