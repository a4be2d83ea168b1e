"""The test box of a rule: is it readable, what does it match, how many in a month, and why (not) this item.

Every request looks for under a second and says how far it came; the page asks on with what it was given.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.rule_form import Asked, spot_unpack, tally_unpack
from dashboards.rule_tries import PAGE, checked, explain_context, matches_context, tally_context
from monitor.errors import QueryError
from monitor.lib.clock import WEEK, utc_now
from monitor.models import KeywordRule, Role, audit_record
from monitor.rules.explain import item_asked, item_explain
from monitor.rules.reading import groups_now
from monitor.rules.scan import SHOWS, Spot, Tally, found_page, tally_begin, tally_go_on


@require_POST
@needs(Role.MONITOR)
def check(request: HttpRequest) -> HttpResponse:
    """While somebody types."""
    query = request.POST.get("query", "")
    return render(request, "rules/_check.html", checked(query) if query.strip() else {"empty": True})


@require_POST
@needs(Role.MONITOR)
def test(request: HttpRequest) -> HttpResponse:
    """Begin: the first matches at once, the month counted piece by piece."""
    query = request.POST.get("query", "").strip()
    found = checked(query)
    if not found["ok"]:
        return render(request, "rules/_test.html", found)
    asked = Asked(query, _in_force(request))
    audit_record(actor=member(request), action="rule_test", target=_target(request), detail={"query": query[:500]})
    context = {"asked": asked.pack(), "in_force": asked.in_force, "changed": asked.query != asked.in_force}
    return render(request, "rules/_test.html", found | context | _tally(tally_begin(now=utc_now()), asked))


@require_POST
@needs(Role.MONITOR)
def tally(request: HttpRequest) -> HttpResponse:
    """Count on."""
    asked, so_far = Asked.unpack(request.POST.get("asked", "")), tally_unpack(request.POST.get("tally", ""))
    if asked is None or so_far is None:
        return render(request, "rules/_tally.html", {"expired": True})
    try:
        counted = tally_go_on(so_far, asked.compared(groups_now()))
    except QueryError:  # its group was changed meanwhile
        return render(request, "rules/_tally.html", {"expired": True})
    return render(request, "rules/_tally.html", {"asked": asked.pack()} | _tally(counted, asked))


@require_POST
@needs(Role.MONITOR)
def matches(request: HttpRequest) -> HttpResponse:
    """A page of items of the last 7 days; the next one after `spot`."""
    asked = Asked.unpack(request.POST.get("asked", ""))
    show = request.POST.get("show", "")
    spot, now = spot_unpack(request.POST.get("spot", "")), utc_now()
    if asked is None or show not in SHOWS:
        return render(request, "rules/_matches.html", {"expired": True})
    try:
        page = found_page(asked.compared(groups_now()), show=show, start=now - WEEK, spot=spot or Spot(now), size=PAGE)
    except QueryError:
        return render(request, "rules/_matches.html", {"expired": True})
    if spot is not None and not request.POST.get("on"):
        audit_record(actor=member(request), action="rule_test", target="page", detail={"show": show})
    context = {"asked": asked.pack(), "show": show} | matches_context(page, first=spot is None, now=now)
    return render(request, "rules/_matches.html", context)


@require_POST
@needs(Role.MONITOR)
def explain_item(request: HttpRequest) -> HttpResponse:
    """Why one item matches the query as written, or not."""
    query = request.POST.get("query", "").strip()
    found = checked(query)
    if not found["ok"]:
        return render(request, "rules/_explain.html", found)
    item = item_asked(request.POST.get("item", ""), now=utc_now())
    if item is None:
        return render(request, "rules/_explain.html", {"missing": True})
    said = item_explain(item, query, groups_now())
    audit_record(actor=member(request), action="items_open", target=f"item:{item.id}", detail={"rule": query[:200]})
    return render(request, "rules/_explain.html", explain_context(item, said))


def _target(request: HttpRequest) -> str:
    pk = request.POST.get("rule", "")
    return f"rule:{pk}" if pk.isdecimal() else "rule"


def _in_force(request: HttpRequest) -> str:
    """The query that tags items now; '' for a new rule and one that is off."""
    pk = request.POST.get("rule", "")
    if not pk.isdecimal() or len(pk) > 9:
        return ""
    return KeywordRule.objects.filter(pk=int(pk), enabled=True).values_list("query", flat=True).first() or ""


def _tally(counted: Tally, asked: Asked) -> dict[str, Any]:
    compared = {"compare": bool(asked.in_force) and asked.query != asked.in_force, "new_rule": not asked.in_force}
    return tally_context(counted) | compared
