"""Messages that could not be delivered, and sending them again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.delivery_words import delivery_title
from monitor.alerts.again import delivery_send_again
from monitor.lib.clock import utc_now
from monitor.lib.plurals import with_plurals
from monitor.models import Role
from monitor.queries.alert_words import delivery_label
from monitor.queries.channels import deliveries_dead
from tasks.alerts import send_due, send_groups
from tasks.wake import task_wake

PAGE = 50


@needs(Role.LEAD)
def undelivered(request: HttpRequest) -> HttpResponse:
    """Why each was given up, and a button to try again."""
    page = Paginator(deliveries_dead(), PAGE).get_page(request.GET.get("page"))
    rows = [(row, delivery_label(row.error_label), delivery_title(row)) for row in page]
    return render(request, "channels/undelivered.html", {"page": page, "rows": rows, "now": utc_now()})


@require_POST
@needs(Role.LEAD)
def again(request: HttpRequest) -> HttpResponse:
    """Send one again (its id), or all."""
    raw = request.POST.get("delivery", "")
    ids = None if raw == "all" else [int(raw)] if raw.isascii() and raw.isdigit() and len(raw) < 19 else []
    n = delivery_send_again(ids=ids, by=member(request), now=utc_now())
    if n:
        task_wake(send_due)
        task_wake(send_groups)
        messages.success(request, _("%(n)s 条消息已重新排队，几秒内发送。") % with_plurals({"n": n}))
    else:
        messages.info(request, _("没有需要重发的消息。"))
    return redirect("undelivered")
