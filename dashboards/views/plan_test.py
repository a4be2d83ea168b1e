"""Trying a plan before it is saved: the first matches of 7 days at once, a month counted piece by piece; why an item is in a plan.

Every request looks for under a second and says how far it came; the page asks on with what it was given (rules.scan).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from dashboards.access import member, needs, sight_of
from dashboards.plan_form import PlanAsked, PlanForm
from dashboards.rule_form import spot_unpack, tally_unpack
from dashboards.rule_tries import PAGE, checked, explain_context, matches_context, tally_context
from monitor.errors import QueryError
from monitor.lib.clock import WEEK, utc_now
from monitor.models import Plan, Role, audit_record
from monitor.queries.items import item_one
from monitor.rules.explain import item_explain
from monitor.rules.reading import groups_now
from monitor.rules.scan import Spot, found_page, tally_begin, tally_go_on


@require_POST
@needs(Role.LEAD)
def test(request: HttpRequest) -> HttpResponse:
    """Begin."""
    query = request.POST.get("query", "").strip()
    found = checked(query)
    if not found["ok"]:
        return render(request, "plans/_test.html", found)
    form = PlanForm(request.POST)
    form.is_valid()  # only its lists and days are read: a name may still be missing
    asked = PlanAsked.of(form)
    audit_record(actor=member(request), action="plan_test", target="plan", detail={"query": query[:500]})
    begun = tally_begin(now=utc_now(), narrow=asked.narrow)
    return render(request, "plans/_test.html", found | {"asked": asked.pack()} | tally_context(begun))


@require_POST
@needs(Role.LEAD)
def tally(request: HttpRequest) -> HttpResponse:
    """Count on."""
    asked, so_far = PlanAsked.unpack(request.POST.get("asked", "")), tally_unpack(request.POST.get("tally", ""))
    if asked is None or so_far is None:
        return render(request, "plans/_tally.html", {"expired": True})
    try:
        counted = tally_go_on(so_far, asked.compared(groups_now()))
    except QueryError:  # its group was changed meanwhile
        return render(request, "plans/_tally.html", {"expired": True})
    return render(request, "plans/_tally.html", {"asked": asked.pack()} | tally_context(counted))


@require_POST
@needs(Role.LEAD)
def matches(request: HttpRequest) -> HttpResponse:
    """A page of items of the last 7 days; the next one after `spot`."""
    asked, spot, now = (
        PlanAsked.unpack(request.POST.get("asked", "")),
        spot_unpack(request.POST.get("spot", "")),
        utc_now(),
    )
    if asked is None:
        return render(request, "plans/_matches.html", {"expired": True})
    try:
        page = found_page(asked.compared(groups_now()), show="all", start=now - WEEK, spot=spot or Spot(now), size=PAGE)
    except QueryError:
        return render(request, "plans/_matches.html", {"expired": True})
    if spot is not None and not request.POST.get("on"):
        audit_record(actor=member(request), action="plan_test", target="page")
    context = {"asked": asked.pack()} | matches_context(page, first=spot is None, now=now)
    return render(request, "plans/_matches.html", context)


@require_GET
@needs(Role.VIEWER)
def why(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """Why an item is in a plan, by the plan's query as it stands."""
    plan, item = get_object_or_404(Plan, pk=pk), item_one(item_id, sight=sight_of(member(request)).units)
    if item is None or plan.pk not in item.plans:
        raise Http404
    try:
        said = item_explain(item, plan.query, groups_now())
    except QueryError as error:
        raise Http404 from error
    return render(request, "rules/_explain.html", explain_context(item, said))
