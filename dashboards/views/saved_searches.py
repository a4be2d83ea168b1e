"""Saved searches: the list, keeping one, renaming, sharing, deleting it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs, sight_of
from dashboards.rule_words import query_fault
from dashboards.search_filters import SearchAddress, rule_href
from dashboards.search_words import refused
from monitor.errors import QueryError, SearchError
from monitor.lib.clock import utc_now
from monitor.models import Role, SavedSearch
from monitor.queries.saved_searches import saved_lines, saved_visible
from monitor.searches.saved import saved_search_add, saved_search_delete, saved_search_edit


@needs()
def saved_searches(request: HttpRequest) -> HttpResponse:
    """Own ones and shared ones, with what is new in each."""
    now = utc_now()
    lines = saved_lines(member(request), sight=sight_of(member(request)).units, now=now)
    context = {"saved": lines, "now": now, "manage": True, "may_rule": may(request.user, Role.MONITOR)}
    return render(request, "search/saved.html", context)


@needs()
def saved_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one: its address is that of the search itself, so that it can be changed and shared from there."""
    saved = get_object_or_404(saved_visible(member(request)), pk=pk)
    query = SearchAddress({key: str(value) for key, value in saved.pairs.items()}).with_(saved=str(pk), look="1")
    return redirect(reverse("search") + query)


@needs(Role.MONITOR)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Alert on what is new in it: the form of a rule with its words filled in."""
    saved = get_object_or_404(saved_visible(member(request)), pk=pk)
    address = SearchAddress({key: str(value) for key, value in saved.pairs.items()})
    return redirect(rule_href(address, name=saved.name) or reverse("saved_searches"))


@require_POST
@needs()
def add(request: HttpRequest) -> HttpResponse:
    """Keep the search whose address the form carries."""
    address, shared = SearchAddress.of(request.POST), request.POST.get("shared") == "1"
    back = reverse("search") + address.query

    def save() -> None:
        saved_search_add(
            owner=member(request), name=request.POST.get("name", ""), pairs=address.pairs, shared=shared, now=utc_now()
        )

    return _done(request, save, _("已保存。在“检索”页可以随时打开，并看到有多少新内容。"), back)


@require_POST
@needs()
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, shared or private; the owner's only."""
    saved, shared = _mine(request, pk), request.POST.get("shared") == "1"
    name = request.POST.get("name", "")
    return _done(
        request,
        lambda: saved_search_edit(saved=saved, name=name, shared=shared, by=member(request), now=utc_now()),
        _("已修改。"),
        reverse("saved_searches"),
    )


@require_POST
@needs()
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """For good; the owner's only."""
    saved = _mine(request, pk)
    said = _("已删除“%(name)s”。") % {"name": saved.name}
    return _done(request, lambda: saved_search_delete(saved=saved, by=member(request)), said, reverse("saved_searches"))


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=pk, owner=member(request))


def _done(request: HttpRequest, service: Callable[[], object], said: str, back: str) -> HttpResponse:
    try:
        service()
    except SearchError as error:
        messages.error(request, refused(error))
    except QueryError as error:
        messages.error(request, query_fault(error, "").sentence)
    else:
        messages.success(request, said)
    return redirect(back)
