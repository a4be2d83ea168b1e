"""Matters handed to units: the unit's own list (我的任务), one matter with its answer, the printed sheet (转办单)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs, sight_of
from dashboards.answer import unit_steps
from dashboards.answer_words import answer_sentence
from monitor.alerts.referral import ReferralError, referral_move
from monitor.lib.clock import utc_now
from monitor.models import Alert, Referral, ReferralState, Role, audit_record
from monitor.queries import site
from monitor.queries.alerts import alert_line, alerts_seen_by
from monitor.queries.referrals import referral_late, referrals_list, referrals_seen_by

PAGE = 50
MOVES = {
    "accept": ReferralState.ACCEPTED,
    "answer": ReferralState.ANSWERED,
    "return": ReferralState.RETURNED,
    "withdraw": ReferralState.WITHDRAWN,
}


@needs(Role.REPORTER)
def referrals(request: HttpRequest) -> HttpResponse:
    """What was handed to the reader's units, or to any unit for the desk; open ones first by due time."""
    state = request.GET.get("state", "open")
    raw = request.GET.get("page", "1")
    page = max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
    reader, now = member(request), utc_now()
    rows, total = referrals_list(user=reader, state=state, page=page, size=PAGE)
    context = {
        "rows": [(row, alert_line(alert=row.alert, now=now), referral_late(row, now)) for row in rows],
        "total": total,
        "state": state,
        "states": [("open", _("待办")), ("closed", _("已结束")), ("all", _("全部"))],
        "page": page,
        "next_page": page + 1 if page * PAGE < total else 0,
        "is_desk": may(reader, Role.MONITOR),
        "units": list(reader.units.all()),
        "now": now,
    }
    return render(request, "answer/referrals.html", context)


@needs(Role.REPORTER)
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: what is asked, until when, what was answered."""
    row, now = _seen(request, pk), utc_now()
    context = _context(request, row) | {
        "late": referral_late(row, now),
        "events": row.events.select_related("by"),
        "steps": [str(step) for step in unit_steps(row)],
        "may_withdraw": row.is_open and may(request.user, Role.MONITOR),
        "alert_seen": Alert.objects.filter(alerts_seen_by(sight_of(member(request)).units), pk=row.alert_id).exists(),
    }
    return render(request, "answer/referral.html", context)


@needs(Role.REPORTER)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for printing; audited as an export."""
    row = _seen(request, pk)
    audit_record(actor=member(request), action="referral_print", target=f"referral:{row.pk}")
    answered = row.events.filter(after=ReferralState.ANSWERED).last()
    context = _context(request, row) | {"answered": answered, "organisation": site.organisation(), "now": utc_now()}
    return render(request, "answer/sheet.html", context)


@require_POST
@needs(Role.REPORTER)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Accept, answer or return; the desk may also take it back."""
    if step not in MOVES:
        raise Http404
    row = _seen(request, pk)
    if step == "withdraw" and not may(request.user, Role.MONITOR):
        raise Http404
    note = request.POST.get("note", "")
    try:
        referral_move(referral=row, to=MOVES[step], by=member(request), note=note, now=utc_now())
    except ReferralError as error:
        messages.error(request, answer_sentence(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("referral", row.pk)


def _seen(request: HttpRequest, pk: int) -> Referral:
    """404 for a matter of another unit, like one that does not exist."""
    row = referrals_seen_by(member(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _context(request: HttpRequest, row: Referral) -> dict[str, object]:
    return {
        "referral": row,
        "line": alert_line(alert=row.alert, now=utc_now()),
        "is_desk": may(request.user, Role.MONITOR),
    }
