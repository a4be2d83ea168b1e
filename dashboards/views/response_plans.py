"""Response plans by area with their versions, and the due times by level. Read by the desk, changed by a lead."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dashboards.access import may, member, needs
from dashboards.answer_forms import TimesForm, step_forms
from dashboards.answer_words import answer_sentence
from monitor.alerts.prepare import times_in_force, times_save
from monitor.alerts.response import AREAS, ResponseError, ResponsePlan, plan_of, plan_save, plans_of
from monitor.alerts.times import times_of
from monitor.errors import SettingError
from monitor.lib.clock import utc_now
from monitor.models import AlertLevel, HandlingTimes, ResponseVersion, Role


@needs(Role.MONITOR)
def response_plans(request: HttpRequest) -> HttpResponse:
    """All nine, and how long an alert may wait."""
    times = times_in_force()
    levels = [
        (level, label, times.acknowledge_minutes[level - 1], times.resolve_hours[level - 1])
        for level, label in AlertLevel.choices
    ]
    context = {
        "plans": list(plans_of(AREAS).values()),
        "levels": levels,
        "changed": HandlingTimes.objects.select_related("by").first(),
        "may_edit": may(request.user, Role.LEAD),
        "is_desk": True,
    }
    return render(request, "answer/plans.html", context)


@needs(Role.MONITOR)
def response_plan(request: HttpRequest, area: str) -> HttpResponse:
    """The steps in force, and every earlier version."""
    context = {
        "plan": _plan(area),
        "versions": ResponseVersion.objects.filter(area=area).select_related("by").order_by("-number")[:50],
        "may_edit": may(request.user, Role.LEAD),
    }
    return render(request, "answer/plan.html", context)


@needs(Role.LEAD)
def edit(request: HttpRequest, area: str) -> HttpResponse:
    """A new version. Each step that cannot be is named with the reason; nothing is saved then."""
    plan = _plan(area)
    posted = request.POST if request.method == "POST" else None
    forms, faults = step_forms(plan, posted), []
    if posted is not None:
        filled = [form.cleaned_data for form in forms if form.is_valid() and form.cleaned_data["text"].strip()]
        try:
            plan_save(
                area=area,
                seen=_number(posted.get("seen", "")),
                steps=sorted(filled, key=lambda values: values["order"] or 99),
                enabled="enabled" in posted,
                by=member(request),
                now=utc_now(),
                note=posted.get("note", ""),
            )
        except ResponseError as error:
            faults.append(answer_sentence(error))
        else:
            messages.success(request, _("已保存为新版。已经打开的预警保留原来的步骤。"))
            return redirect("response_plan", area)
    context = {"plan": plan, "forms": forms, "faults": faults}
    return render(request, "answer/plan_edit.html", context, status=422 if faults else 200)


@needs(Role.LEAD)
def times(request: HttpRequest) -> HttpResponse:
    """How long acknowledging and closing may take, by level."""
    form = TimesForm(request.POST or None, times=times_in_force())
    if request.method == "POST" and form.is_valid():
        try:
            wanted = times_of(form.numbers("acknowledge"), form.numbers("resolve"))
        except SettingError as error:
            form.add_error(None, answer_sentence(error))
        else:
            times_save(times=wanted, by=member(request), note=form.cleaned_data["note"], now=utc_now())
            messages.success(request, _("已保存。之后发出或升级的预警按新时限计算。"))
            return redirect("response_plans")
    levels = [
        (level, label, form[f"acknowledge_{n}"], form[f"resolve_{n}"])
        for n, (level, label) in enumerate(AlertLevel.choices)
    ]
    return render(request, "answer/times.html", {"form": form, "levels": levels}, status=422 if form.errors else 200)


def _plan(area: str) -> ResponsePlan:
    if area not in AREAS:
        raise Http404
    return plan_of(area)


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else -1
