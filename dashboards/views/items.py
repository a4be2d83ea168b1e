"""Item lists, and what the machine thought of one item and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards import labels
from dashboards.access import member, needs, sight_of
from dashboards.corrections import correcting
from dashboards.filter_words import filter_bar
from dashboards.filters import ItemFilters
from dashboards.why import why_of
from monitor.lib.clock import utc_now
from monitor.models import Item, Plan, Source, audit_record
from monitor.queries.items import item_one, items_page, reposts_of, rows_of
from monitor.queries.topics import topic_find


@needs()
def items(request: HttpRequest) -> HttpResponse:
    """The list behind any figure: the filters stand in the address."""
    found, sight, after = ItemFilters.of(request.GET), sight_of(member(request)), request.GET.get("after", "")
    now = utc_now().replace(microsecond=0)
    scope = found.scope(now, sight)
    page = items_page(
        scope,
        source=found.source,
        topic=found.topic,
        originals=found.originals,
        after=after,
    )
    audit_record(actor=member(request), action="items_open", target="items", detail=found.pairs() | {"after": after})
    context: dict[str, Any] = {
        **filter_bar(found.base, sight, now, link=lambda **changes: found.query(base=replace(found.base, **changes))),
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
    context: dict[str, Any] = {"item": found, "why": why_of(found)}
    if request.headers.get("HX-Request"):
        return render(request, "items/why.html", context)
    audit_record(actor=member(request), action="items_open", target=f"item:{found.id}")
    context |= correcting(found) | {"row": rows_of([found], sight=sight_of(member(request)).units)[0]}
    return render(request, "items/item.html", context)


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
