"""Routes of alerts: the list, editing by an admin, groups, and the dry run: who would get this, when, why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dashboards.access import may, member, needs
from dashboards.answer import field_read, field_time
from dashboards.answer_forms import GroupForm, RouteForm, TryForm
from dashboards.answer_words import answer_sentence, coverage_words
from dashboards.route_words import because_words, condition_words, failed_words, left_out_words
from dashboards.views.alerts import alert_seen
from monitor.alerts.plans import alert_hit_audience, alert_plan_levels, route_hit, route_plans
from monitor.alerts.post import recipients_listed
from monitor.alerts.route import Matter, routed
from monitor.alerts.routing import (
    RouteError,
    Routing,
    group_save,
    matter_of,
    moment_of,
    route_retire,
    route_save,
    rules_in_force,
)
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import AlertRoute, MemberGroup, Recipient, Role, RouteVersion, User, audit_record
from monitor.queries.roster import calendar_known, shifts_now


@needs(Role.MONITOR)
def alert_routes(request: HttpRequest) -> HttpResponse:
    """Every route in words, the default, groups, and the latest changes."""
    now = utc_now()
    people = {user.pk: str(user) for user in User.objects.all()}
    rows = AlertRoute.objects.filter(retired_at=None)
    context = {
        "routes": [(row, condition_words(row, people)) for row in rows],
        "groups": MemberGroup.objects.prefetch_related("members"),
        "changes": RouteVersion.objects.select_related("by").order_by("-at", "-id")[:20],
        "is_admin": may(request.user, Role.ADMIN),
        "is_desk": True,
        "now": now,
    }
    return render(request, "answer/routes.html", context)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A route; 0 is a new one."""
    row = get_object_or_404(AlertRoute, pk=pk, retired_at=None) if pk else None
    if row is not None and "remove" in request.POST:
        route_retire(row=row, by=member(request), now=utc_now())
        messages.success(request, _("已删除这条路由。"))
        return redirect("alert_routes")
    form = RouteForm(request.POST or None, initial=RouteForm.initial_of(row) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            route_save(
                row=row,
                seen=form.cleaned_data["seen"],
                name=form.cleaned_data["name"],
                spec=form.spec(),
                enabled=form.cleaned_data["enabled"],
                by=member(request),
                now=utc_now(),
            )
        except RouteError as error:
            form.add_error(None, answer_sentence(error))
        else:
            messages.success(request, _("已保存，下一条预警起按新的路由通知。"))
            return redirect("alert_routes")
    return render(request, "answer/route.html", {"form": form, "route": row}, status=422 if form.errors else 200)


@needs(Role.ADMIN)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """A group of members; 0 is a new one."""
    row = get_object_or_404(MemberGroup, pk=pk) if pk else None
    initial = {"name": row.name, "members": [user.pk for user in row.members.all()]} if row else None
    form = GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = list(User.objects.filter(pk__in=form.cleaned_data["members"]))
        try:
            group_save(group=row, name=form.cleaned_data["name"], members=chosen, by=member(request))
        except RouteError as error:
            form.add_error("name", answer_sentence(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("alert_routes")
    return render(request, "answer/group.html", {"form": form, "group": row}, status=422 if form.errors else 200)


@needs(Role.MONITOR)
def dry_run(request: HttpRequest) -> HttpResponse:
    """Nothing is sent and nothing stored but the audit entry: for an alert that there is, or a made-up matter, at any time."""
    now = utc_now()
    form = TryForm({"level": "2", "at": field_time(now)} | request.GET.dict())
    context: dict[str, Any] = {"form": form, "is_desk": True}
    if request.GET and form.is_valid():
        context |= _tried(request, form)
    return render(request, "answer/try.html", context, status=422 if form.errors else 200)


def _tried(request: HttpRequest, form: TryForm) -> dict[str, Any]:
    at = field_read(form.cleaned_data["at"]) or utc_now()
    number, line = form.cleaned_data["alert"], None
    if number:
        found = alert_seen(request, number)
        matter, line = matter_of(found, now=at), found
    else:
        matter = _matter(form.cleaned_data)
    known = calendar_known()
    moment, listed = moment_of(at, known=known), recipients_listed()
    routing = Routing(matter, rules_in_force(now=at), moment)
    result = routed(listed, matter, routing.rules, moment)
    hit, alone = alert_hit_audience(line) if line else ({}, False)
    told_alone = route_hit(listed, routing, levels=hit, level=matter.level) if alone else []
    if told_alone:
        result = replace(result, told=(), left_out=tuple((one, "plan") for one in listed if one not in told_alone))
    levels = (alert_plan_levels(line, now=at) if line else {}) | hit
    chosen = [one.listed for one in result.told]
    by_plan = told_alone or [
        one for one in route_plans(chosen, listed, levels=levels, level=matter.level) if one not in chosen
    ]
    people = {user.pk: str(user) for user in User.objects.all()}
    audit_record(
        actor=member(request), action="route_try", detail={"alert": number, "told": len(chosen) + len(by_plan)}
    )
    day = at.astimezone(SHANGHAI).date()
    return {
        "tried": line,
        "moment": moment,
        "level": matter.level,
        "duty": shifts_now(at),
        "told": [
            *((people.get(one.listed.user, ""), one.listed, because_words(one.because)) for one in result.told),
            *((people.get(one.user, ""), one, [_("这个话题在专题里，此人是专题的接收人")]) for one in by_plan),
        ],
        "channels": dict(Recipient.Channel.choices),
        "left_out": [
            (people.get(one.user, ""), one, left_out_words(why)) for one, why in result.left_out if one not in by_plan
        ],
        "rules": [(rule, failed_words(failed)) for rule, failed in result.rules],
        "unlisted": [people[user] for user in sorted(result.unlisted) if user in people],
        "uncovered": coverage_words(day, day, known),
        "may_addresses": may(request.user, Role.LEAD),
    }


def _matter(values: dict[str, Any]) -> Matter:
    def one(name: str) -> frozenset[Any]:
        return frozenset({values[name]} if values[name] else ())

    return Matter(
        level=values["level"] or 2,
        kind=values["kind"],
        areas=one("area"),
        places=one("place"),
        units=one("unit"),
        plans=one("plan"),
        source_kinds=one("source_kind"),
    )
