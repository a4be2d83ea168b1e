"""交接班: open matters as the machine lists them, the outgoing person's notes, the incoming person's confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.answer_words import answer_sentence
from monitor.alerts.roster import HandoverError, duty_members, handover_confirm, handover_give
from monitor.lib.clock import utc_now
from monitor.models import Handover, Role, User
from monitor.queries.alerts import AlertLine, alert_line, alerts_open
from monitor.queries.referrals import referral_late, referrals_list
from monitor.queries.roster import shift_next

MOST = 200


@needs(Role.MONITOR)
def handover(request: HttpRequest) -> HttpResponse:
    """The page, and giving over by its form."""
    me, now = member(request), utc_now()
    lines = alerts_open(now=now, limit=MOST)
    referrals, _total = referrals_list(user=me, state="open", size=MOST)
    matters: dict[str, list[dict[str, Any]]] = {
        "alerts": [_told(line) for line in lines],
        "referrals": [{"id": row.pk, "state": row.state, "late": referral_late(row, now)} for row in referrals],
    }
    if request.method == "POST":
        return _give(request, matters)
    coming = shift_next(now)
    context = {
        "lines": lines,
        "referrals": [(row, alert_line(alert=row.alert, now=now), referral_late(row, now)) for row in referrals],
        "members": [user for user in duty_members() if user.pk != me.pk],
        "next_member": coming.member_id if coming else 0,
        "next": coming,
        "history": Handover.objects.select_related("outgoing", "incoming")[:20],
        "reader": me,
        "is_desk": True,
        "now": now,
    }
    return render(request, "answer/handover.html", context)


@require_POST
@needs(Role.MONITOR)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and taken over."""
    row = get_object_or_404(Handover, pk=pk)
    try:
        handover_confirm(handover=row, by=member(request), now=utc_now())
    except HandoverError as error:
        messages.error(request, answer_sentence(error))
    else:
        messages.success(request, _("已确认接班。"))
    return redirect("handover")


def _give(request: HttpRequest, matters: dict[str, Any]) -> HttpResponse:
    raw = request.POST.get("incoming", "")
    incoming = User.objects.filter(pk=int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0).first()
    if incoming is None:
        messages.error(request, _("请选择接班人。"))
        return redirect("handover")
    notes = request.POST.get("notes", "")
    try:
        handover_give(outgoing=member(request), incoming=incoming, notes=notes, matters=matters, now=utc_now())
    except HandoverError as error:
        messages.error(request, answer_sentence(error))
    else:
        messages.success(request, _("已交班，等接班人确认。"))
    return redirect("handover")


def _told(line: AlertLine) -> dict[str, Any]:
    return {"id": line.id, "level": line.level, "status": line.status, "late": bool(line.late)}
