"""Blind checking: one item without the machine's labels, one key per label."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from dashboards import labels
from dashboards.access import member, needs
from dashboards.corrections import SENTIMENT_KEYS
from monitor.lib.clock import utc_now
from monitor.models import CheckItem, Role, SkipReason, audit_record
from monitor.quality.checks import CheckError, check_answer, check_skip
from monitor.queries.checks import check_next, check_progress

SENTENCES = {
    "check_incomplete": gettext_noop("请选一种情感，再选领域或“与职工无关”；跳过要选原因。"),
    "check_taken": gettext_noop("这一条您已答过，或已有两人答过。"),
}


@needs(Role.MONITOR)
def check(request: HttpRequest) -> HttpResponse:
    """The next item for this member. It shows an item, so opening it is audited (SCOPE 6)."""
    found = check_next(member(request))
    if found is not None:
        audit_record(actor=member(request), action="items_open", target=f"check:{found.id}")
    context = {
        "blind": found,
        "progress": check_progress(member(request)),
        "tones": list(SENTIMENT_KEYS.items()),
        "area_codes": list(labels.AREAS),
        "reasons": SkipReason.choices,
    }
    return render(request, "quality/check.html", context)


@require_POST
@needs(Role.MONITOR)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the labels, or the reason for skipping; then the next item."""
    item = get_object_or_404(CheckItem, pk=pk)
    by, now = member(request), utc_now()
    try:
        if "skip" in request.POST:
            check_skip(item=item, by=by, reason=request.POST.get("reason", ""), now=now)
        else:
            check_answer(
                item=item,
                by=by,
                sentiment=request.POST.get("sentiment", ""),
                areas=request.POST.getlist("areas"),
                unrelated="unrelated" in request.POST,
                now=now,
            )
    except CheckError as error:
        messages.error(request, _(SENTENCES[error.label]))
    return HttpResponseRedirect(reverse("quality_check"))
