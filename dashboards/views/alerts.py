"""Alerts: the list, one alert with its reasons and its thread, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs, sight_of
from dashboards.answer import answer_reading
from dashboards.evidence_chart import chart_of
from dashboards.nav import read_with_nav
from monitor.alerts.answer import (
    SENTENCES,
    AlertError,
    alert_acknowledge,
    alert_comment,
    alert_false_alarm,
    alert_handle,
    alert_reopen,
    alert_resolve,
)
from monitor.lib.clock import utc_now
from monitor.models import (
    TOPIC_ALERTS,
    Alert,
    AlertEvent,
    AlertKind,
    AlertLevel,
    AlertStatus,
    Plan,
    PlanState,
    Role,
    audit_record,
)
from monitor.queries.alert_detail import items_seen_reading, thread_reading
from monitor.queries.alert_why import why_also, why_new_sources, why_points, why_windows
from monitor.queries.alert_words import delivery_label, reason_label
from monitor.queries.alerts import AlertLine, alert_line, alert_seen_reading, alerts_list_reading
from monitor.queries.referrals import events_seen_by
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, abreast, read_alone, rows_reading

PAGE = 50
STATUSES = [choice for choice in AlertStatus.choices if choice[0] != AlertStatus.OPEN]  # "open" is every unclosed one
KINDS = [
    (kind.value, kind.label)
    for kind in (*TOPIC_ALERTS, AlertKind.AREA_VOLUME, AlertKind.SOURCE_SILENT, AlertKind.HEARTBEAT)
]
SAID = {
    "acknowledge": gettext_noop("已确认，现在由您负责。弄清是不是真有事，再开始处置或判为误报。"),
    "handle": gettext_noop("已开始处置。照预案一步步来；要单位去办的，转办给单位。"),
    "resolve": gettext_noop("已办结。"),
    "false-alarm": gettext_noop("已判为误报，会计入这条规则的准确率。"),
    "comment": gettext_noop("已记录。"),
    "reopen": gettext_noop("已重新打开。"),
}
STEPS: dict[str, Callable[..., AlertEvent]] = {
    "acknowledge": alert_acknowledge,
    "handle": alert_handle,
    "resolve": alert_resolve,
    "false-alarm": alert_false_alarm,
    "comment": alert_comment,
    "reopen": alert_reopen,
}


@needs(Role.VIEWER)
def alerts(request: HttpRequest) -> HttpResponse:
    """Open alerts first; by status, level, kind and standing plan. What makes no sense in the address is left out."""
    state = request.GET.get("state", "open")
    level, page = _number(request.GET.get("level")), max(1, _number(request.GET.get("page")) or 1)
    kind, mine = request.GET.get("kind", ""), bool(request.GET.get("mine"))
    listed = read_with_nav(
        request,
        {
            "list": _list_reading(
                _number(request.GET.get("plan")),
                now=utc_now(),
                state=state,
                level=level,
                kind=kind,
                sight=sight_of(member(request)).units,
                assignee=member(request).pk if mine else None,
                page=page,
                size=PAGE,
            )
        },
    )
    plans, plan, (lines, total) = listed["list"]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "lines": lines,
        "total": total,
        "state": state,
        "level": level,
        "kind": kind,
        "states": [("open", _("未办结")), ("closed", _("已结束")), ("all", _("全部")), *STATUSES],
        "levels": AlertLevel.choices,
        "kinds": KINDS,
        "plans": plans,
        "plan": plan,
        "filtered": bool(level or kind or mine or plan or state != "open"),
        "query": query.urlencode(),
        "page": page,
        "next_page": page + 1 if page * PAGE < total else 0,
        "may_answer": may(request.user, Role.MONITOR),
        "mine": mine,
    }
    return render(request, "alerts/alerts.html", context)


def _list_reading(
    asked: int | None, **narrowed: Any
) -> Reading[tuple[list[tuple[int, str]], int | None, tuple[list[AlertLine], int]]]:
    """(plans that go on, the one that is asked for if it is one of them, the lines and their number)."""
    named = rows_reading(shaped(_plan_names))
    if not asked:
        read = yield from abreast({"plans": named, "lines": alerts_list_reading(plan=None, **narrowed)})
        return read["plans"][0], None, read["lines"]
    (plans,) = yield from named
    plan = next((pk for pk, _name in plans if pk == asked), None)
    return plans, plan, (yield from alerts_list_reading(plan=plan, **narrowed))


def _plan_names() -> QuerySet[Plan, Any]:
    return Plan.objects.exclude(state=PlanState.ENDED).values_list("pk", "name")


@needs(Role.VIEWER)
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert. It lists items, so opening it is audited (SCOPE 6)."""
    found, now = alert_seen(request, pk), utc_now()
    if found.merged_into_id:  # its topic was merged: one thread goes on
        messages.info(request, _("您打开的预警已随话题合并，并入这一条。"))
        return HttpResponseRedirect(reverse("alert", args=[found.merged_into_id]))
    reader, may_answer = member(request), may(request.user, Role.MONITOR)
    read = read_with_nav(
        request,
        {
            "items": items_seen_reading(found.evidence, sight=sight_of(reader).units),
            "thread": thread_reading(found),
            "answer": answer_reading(found, reader=reader, now=now, may_answer=may_answer),
        },
    )
    items, (events, deliveries) = read["items"], read["thread"]
    audit_record(actor=member(request), action="alert_open", target=f"alert:{found.pk}", detail={"items": len(items)})
    context = {
        "alert": found,
        "line": alert_line(alert=found, now=now),
        "windows": why_windows(found.evidence),
        "points": why_points(found.evidence),
        "also": why_also(found.evidence),
        "new_sources": why_new_sources(found.evidence),
        "chart": chart_of(found),
        "evidence": found.evidence,
        "reason": reason_label(str(found.evidence.get("label", ""))),
        "items": items,
        "events": events_seen_by(reader, events),
        "deliveries": [(row, delivery_label(row.error_label)) for row in deliveries],
        "may_answer": may_answer,
        "may_addresses": may(request.user, Role.LEAD),
        "steps": _steps(found),
        **read["answer"],
    }
    return render(request, "alerts/alert.html", context)


@require_POST
@needs(Role.MONITOR)
def answer(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Acknowledge, handle, resolve, false alarm, comment, reopen; back to the alert or to the page of the button."""
    service = STEPS.get(step)
    if service is None:
        raise Http404
    found = alert_seen(request, pk)
    in_place = request.headers.get("X-Requested-With") == "fetch"  # a key or a button of the desk: its row tells
    try:
        service(alert=found, by=member(request), note=request.POST.get("note", ""))
    except AlertError as error:
        messages.error(request, _(SENTENCES[error.label]))
        if in_place:
            return HttpResponse(status=409)
    else:
        if in_place:
            return HttpResponse(status=204)
        messages.success(request, _(SAID[step]))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("alert", args=[found.pk]))


def alert_seen(request: HttpRequest, pk: int) -> Alert:
    """The alert, when this member may see it; 404 like one that does not exist otherwise."""
    found = read_alone(alert_seen_reading(pk, sight=sight_of(member(request)).units))
    if found is None:
        raise Http404
    return found


def _steps(found: Alert) -> list[tuple[str, str]]:
    """(step, verb) that fit the status; the first is the likely next one."""
    if found.status in (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM):
        return [("reopen", _("重新打开"))]
    steps = [("resolve", _("办结")), ("false-alarm", _("误报"))]
    if found.status != AlertStatus.HANDLING:
        steps.insert(0, ("handle", _("开始处置")))
    if found.status == AlertStatus.OPEN:
        steps.insert(0, ("acknowledge", _("确认")))
    return steps


def _number(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 7 else None
