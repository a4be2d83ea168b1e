"""The alert of a standing plan's own: switched by a lead, after its back-test. One item of the plan is enough for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.plan_words import plan_sentence
from dashboards.views.alert_rules import backtest_shown
from monitor.alerts.backtest_job import DAYS, backtest_queue
from monitor.alerts.rules import rule_row
from monitor.errors import QueryError
from monitor.lib.clock import utc_now
from monitor.models import AlertKind, Plan, Role
from monitor.plans.check import PlanError
from monitor.plans.edit import plan_edit, plan_hits_off, plan_text
from monitor.rules.check import RuleError


def hits_context(plan: Plan) -> dict[str, Any]:
    """What plans/_hits.html shows; the last back-test comes by itself, behind the page."""
    return {
        "days": DAYS,
        "backtest_href": reverse("plan_backtest", args=[plan.pk]),
        "hits_off": plan.hit_alert and not rule_row(AlertKind.PLAN_HIT).enabled,
    }


@needs(Role.MONITOR)
def backtest(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: ask what the first hits of the plan would have raised on history. A fragment that asks again until it is over."""
    plan = get_object_or_404(Plan, pk=pk)
    rule = rule_row(AlertKind.PLAN_HIT)
    if request.method == "POST":
        backtest_queue(kind=rule.kind, params=rule.params, by=member(request), now=utc_now(), plan=plan)
    context = {"plan": plan, "backtest_href": request.path, **backtest_shown(rule, plan=plan.pk)}
    return render(request, "alert_rules/_backtest.html", context)


@require_POST
@needs(Role.LEAD)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off: a version of the plan, audited."""
    plan, on = get_object_or_404(Plan, pk=pk), request.POST.get("on") == "1"
    text = replace(plan_text(plan), hit_alert=on)
    try:
        if not on:
            plan_hits_off(pk=pk, by=member(request), now=utc_now())
        else:
            plan_edit(pk=pk, text=text, seen=plan.version, by=member(request), now=utc_now())
    except PlanError as error:
        messages.error(request, plan_sentence(error))
    except (QueryError, RuleError):
        messages.error(request, _("检索式现在读不懂了（可能是同义词组被删），请先修改专题。"))
    else:
        messages.success(
            request, _("已开启：近 24 小时内和以后的命中都会预警。") if on else _("已关闭：不再因命中而预警。")
        )
    return redirect(reverse("plan", args=[pk]) + "#plan-hits")
