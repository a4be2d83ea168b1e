"""What a person does with an open alert beside moving its status: name who has it, another due time, tick a step, hand it over."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.answer import field_read
from dashboards.answer_words import answer_sentence
from dashboards.views.alerts import alert_seen
from monitor.alerts.answer import SENTENCES, AlertError, alert_assign, alert_due
from monitor.alerts.referral import ReferralError, referral_send
from monitor.alerts.response import ResponseError, step_tick
from monitor.lib.clock import utc_now
from monitor.models import Alert, ResponseStep, Role, Unit, User
from monitor.queries.referrals import referral_told


def _assign(request: HttpRequest, found: Alert) -> None:
    to = get_object_or_404(User, pk=_number(request.POST.get("member", "")))
    alert_assign(alert=found, to=to, by=member(request), note=request.POST.get("note", ""))


def _due(request: HttpRequest, found: Alert) -> None:
    due_at = field_read(request.POST.get("due_at", ""))
    if due_at is None:
        raise AlertError(label="alert_due")
    alert_due(alert=found, due_at=due_at, by=member(request), note=request.POST.get("note", ""))


def _tick(request: HttpRequest, found: Alert) -> None:
    step = get_object_or_404(ResponseStep, pk=_number(request.POST.get("step", "")), alert=found)
    state, note = request.POST.get("state", ""), request.POST.get("note", "")
    step_tick(step=step, state=state, by=member(request), note=note, now=utc_now())


def _hand(request: HttpRequest, found: Alert) -> None:
    unit = Unit.objects.filter(retired_at=None, pk=_number(request.POST.get("unit", ""))).first()
    due_at = field_read(request.POST.get("due_at", ""))
    if unit is None or due_at is None:
        raise ReferralError(label="referral_unit" if unit is None else "referral_due")
    ask = request.POST.get("ask", "")
    row = referral_send(alert=found, unit=unit, ask=ask, due_at=due_at, by=member(request), now=utc_now())
    if told := referral_told(row):
        messages.success(request, _("已通知：%(names)s。") % {"names": _("、").join(told)})
    else:
        messages.warning(request, _("这个单位没有列为接收人的信息员，请另行通知；管理员可在“通知渠道”添加。"))


DOES: dict[str, Callable[[HttpRequest, Alert], None]] = {
    "assign": _assign,
    "due": _due,
    "tick": _tick,
    "hand": _hand,
}


@require_POST
@needs(Role.MONITOR)
def do(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One of them; back to the alert, to the part that was used."""
    if step not in DOES:
        raise Http404
    found = alert_seen(request, pk)
    try:
        DOES[step](request, found)
    except AlertError as error:
        messages.error(request, _(SENTENCES[error.label]))
    except (ResponseError, ReferralError) as error:
        messages.error(request, answer_sentence(error))
    else:
        messages.success(request, _("已记录。"))
    part = {"tick": "#plan", "hand": "#referrals"}.get(step, "#handling")
    return redirect(f"/alerts/{found.pk}/{part}")


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
