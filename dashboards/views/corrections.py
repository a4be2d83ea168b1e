"""A member changes a label of an item, from its page or from a list, or takes that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs, sight_of
from dashboards.corrections import correcting
from monitor.lib.clock import utc_now
from monitor.models import Correction, Item, Role
from monitor.quality.correct import SENTENCES, CorrectionError, correction_undo, item_correct
from monitor.queries.items import item_one, rows_of


@needs(Role.MONITOR)
def correct(request: HttpRequest, item_id: int) -> HttpResponse:
    """The buttons as a fragment of a row (GET); one label changed (POST, `change` = what:code, of an area also :on or :off)."""
    found = _find(request, item_id)
    if request.method != "POST":
        return _fragment(request, found) if request.headers.get("HX-Request") else _page(found)
    what, code, wanted = (*request.POST.get("change", "").split(":"), "", "")[:3]
    sentence = ""
    try:
        item_correct(
            item=found,
            what=what,
            code=code,
            by=member(request),
            now=utc_now(),
            holds={"on": True, "off": False}.get(wanted),
        )
    except CorrectionError as error:
        sentence = _(SENTENCES[error.label])
    return _answer(request, item_id, sentence)


@require_POST
@needs(Role.MONITOR)
def undo(request: HttpRequest, item_id: int, pk: int) -> HttpResponse:
    """Take one correction back."""
    found = _find(request, item_id)
    correction = get_object_or_404(Correction, pk=pk, item_id=found.id)
    done = correction_undo(correction=correction, by=member(request), now=utc_now())
    return _answer(request, item_id, "" if done else _("已经撤回过了。"))


def _answer(request: HttpRequest, item_id: int, sentence: str) -> HttpResponse:
    """The fragment with the row's new labels beside it; or the item's page."""
    found = _find(request, item_id)
    if request.headers.get("HX-Request"):
        return _fragment(
            request, found, sentence=sentence, row=rows_of([found], sight=sight_of(member(request)).units)[0]
        )
    if sentence:
        messages.error(request, sentence)
    return _page(found)


def _fragment(request: HttpRequest, found: Item, **more: Any) -> HttpResponse:
    compact = "compact" in request.GET or "compact" in request.POST
    return render(request, "items/correct.html", correcting(found) | {"in_list": True, "compact": compact} | more)


def _page(found: Item) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('item', args=[found.id])}#correct")


def _find(request: HttpRequest, item_id: int) -> Item:
    found = item_one(item_id, sight=sight_of(member(request)).units)
    if found is None:
        raise Http404
    return found
