"""Item lists, and what the machine thought of one item and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards import labels
from dashboards.access import member, needs, sight_of
from dashboards.corrections import correcting_reading
from dashboards.filter_words import filter_bar
from dashboards.filters import ItemFilters, unit_choices_reading
from dashboards.nav import read_with_nav
from dashboards.why import why_of, why_reading
from monitor.lib.clock import utc_now
from monitor.models import Item, Plan, Source, audit_record
from monitor.queries.items import ItemPage, item_one, items_page_reading, reposts_of, rows_reading
from monitor.queries.together import Reading
from monitor.queries.topics import topic_find


@needs()
def items(request: HttpRequest) -> HttpResponse:
    """The list behind any figure: the filters stand in the address."""
    found, sight, after = ItemFilters.of(request.GET), sight_of(member(request)), request.GET.get("after", "")
    now = utc_now().replace(microsecond=0)
    scope = found.scope(now, sight)
    narrowed: dict[str, Any] = {"source": found.source, "topic": found.topic, "originals": found.originals}
    asked: dict[str, Reading[Any]] = {
        "page": items_page_reading(scope, **narrowed, after=after),
        "units": unit_choices_reading(sight),
    }
    read = read_with_nav(request, asked)
    page: ItemPage = read["page"]
    audit_record(actor=member(request), action="items_open", target="items", detail=found.pairs() | {"after": after})
    context: dict[str, Any] = {
        **filter_bar(
            found.base, read["units"], now, link=lambda **changes: found.query(base=replace(found.base, **changes))
        ),
        "filter_extra": sorted(found.pairs().items() - found.base.pairs().items()),
        "found": found,
        "scope": scope,
        "page": page,
        "next_query": f"{found.query()}&after={page.next.replace('+', '%2B')}" if page.next else "",
        "first_query": found.query() if after else "",
    }
    context["filter_chips"] += _chips(found, sight.units)
    return render(request, "items/list.html", context)


@needs()
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Why the machine judged so; as a fragment for a row, or as a page with the text."""
    found = _find(request, item_id)
    if request.headers.get("HX-Request"):
        return render(request, "items/why.html", {"item": found, "why": why_of(found)})
    asked: dict[str, Reading[Any]] = {
        "why": why_reading(found),
        "correcting": correcting_reading(found),
        "rows": rows_reading([found], sight=sight_of(member(request)).units),
    }
    read = read_with_nav(request, asked)
    audit_record(actor=member(request), action="items_open", target=f"item:{found.id}")
    return render(request, "items/item.html", {"why": read["why"], "row": read["rows"][0], **read["correcting"]})


@needs()
def reposts(request: HttpRequest, item_id: int) -> HttpResponse:
    """The reposts of one original."""
    found = _find(request, item_id)
    rows = reposts_of(found, sight=sight_of(member(request)).units)
    audit_record(actor=member(request), action="items_open", target=f"reposts:{found.id}")
    template = "items/rows.html" if request.headers.get("HX-Request") else "items/reposts.html"
    return render(request, template, {"rows": rows, "item": found})


def _find(request: HttpRequest, item_id: int) -> Item:
    found = item_one(item_id, sight=sight_of(member(request)).units)
    if found is None:
        raise Http404
    return found


def _chips(found: ItemFilters, sight: tuple[int, ...] | None) -> list[tuple[str, str]]:
    """What narrows the list besides the frame's filters: (words, query without it)."""
    chips: list[tuple[str, str]] = []
    if found.originals:
        chips.append((labels.originals(), found.query(originals=False)))
    if found.source:
        name = Source.objects.filter(pk=found.source).values_list("name", flat=True).first() or "?"
        chips.append((name, found.query(source=0)))
    if found.topic:
        topic = topic_find(found.topic, sight=sight)
        chips.append((topic.title if topic else "?", found.query(topic=0)))
    if found.plan:
        plan = Plan.objects.filter(pk=found.plan).values_list("name", flat=True).first()
        chips.append((plan or "?", found.query(plan=0)))
    return chips
