"""The form for clues from the grassroots: what was published, masked before the eyes of who types it, then stored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import Sight, member, needs, sight_of
from dashboards.clue_form import ClueForm, clue_sentence
from monitor.feeds.hand_submit import Clue, ClueError, Received, clue_masked, clue_take
from monitor.lib.clock import utc_now
from monitor.models import Role, audit_record
from monitor.queries.items import item_one, items_by_hand


@needs(Role.REPORTER)
def clue(request: HttpRequest) -> HttpResponse:
    """The form, and what came in by it lately."""
    user = member(request)
    form = ClueForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            received = clue_take(clue=form.clue(), by=user, now=utc_now())
        except ClueError as error:
            form.add_error(*clue_sentence(error))
        else:
            return _receipt(request, received)
    sight = sight_of(user)
    audit_record(actor=user, action="items_open", detail={"by_hand": True})
    context = {"form": form, "rows": items_by_hand(sight=sight.units), "now": utc_now()}
    return render(request, "clues/clue.html", context, status=422 if form.errors else 200)


def _receipt(request: HttpRequest, received: Received) -> HttpResponse:
    seen = _seen(received, sight_of(member(request)))
    if received.known:
        messages.info(request, _("这条内容系统里已经有了，不必重复上报。"))
    else:
        messages.success(request, _("已收到，正在归入话题。个人信息已遮盖。"))
    return redirect("item", received.item_id) if seen else redirect("clue")


def _seen(received: Received, sight: Sight) -> bool:
    return item_one(received.item_id, sight=sight.units) is not None


@require_POST
@needs(Role.REPORTER)
def clue_preview(request: HttpRequest) -> HttpResponse:
    """What would be stored of what is typed so far; nothing is kept."""
    typed = Clue(
        title=request.POST.get("title", "")[:500],
        note=request.POST.get("note", "")[:5000],
        url=request.POST.get("url", "")[:1000],
        place=request.POST.get("place", "")[:200],
    )
    title, text, masked = clue_masked(typed)
    return render(request, "clues/_preview.html", {"title": title, "text": text, "masked": masked})
