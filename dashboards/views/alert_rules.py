"""Alert rules: the list, the numbers of one with its history, and what they would have raised on the last 60 days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.alert_rule_form import NumbersForm
from dashboards.alert_rule_words import FAULTS, NONSENSE, PURPOSES, SENSITIVITIES, fields_of
from monitor.alerts.backtest_job import DAYS, OPEN, backtest_queue
from monitor.alerts.rule_edit import alert_rule_edit, alert_rule_restore, alert_rule_switch
from monitor.alerts.rules import COUNTED, KINDS, NUMBERED, rule_row, rule_rows
from monitor.alerts.sensitivity import SETS, sensitivity_of
from monitor.errors import SettingError
from monitor.lib.clock import utc_now
from monitor.models import AlertRule, AlertRuleVersion, Role
from monitor.queries.alert_rules import RAISED_IN, alert_rule_lines, backtest_latest, would_lines
from monitor.queries.alert_words import topic_counts
from tasks.alerts import backtest as work_on_backtest
from tasks.wake import task_wake

MOST_LINES = 60


@needs(Role.MONITOR)
def alert_rules(request: HttpRequest) -> HttpResponse:
    """Every kind of alert: what it is for, how sensitive, how much it raised."""
    now = utc_now()
    lines = alert_rule_lines(rules=rule_rows(), now=now)
    context = {
        "lines": [(line, _(PURPOSES[line.rule.kind]), _sensitivity(line.rule)) for line in lines],
        "since": now - RAISED_IN,
        "now": now,
    }
    return render(request, "alert_rules/list.html", context)


@needs(Role.MONITOR)
def alert_rule(request: HttpRequest, kind: str) -> HttpResponse:
    """One rule. `?set=fewer` shows the numbers of a sensitivity, `?version=3` those of a former version; nothing is saved."""
    rule = _rule(kind)
    params = _asked_params(request, rule)
    form = NumbersForm(kind, initial=NumbersForm.initial_of(kind, params) | {"seen": rule.version}) if params else None
    return _page(request, rule, form, chosen=request.GET.get("set", ""))


@require_POST
@needs(Role.LEAD)
def save(request: HttpRequest, kind: str) -> HttpResponse:
    """The next version."""
    rule, form = _rule(kind, numbered=True), NumbersForm(kind, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            saved = alert_rule_edit(
                kind=kind,
                params=form.params(),
                seen=data["seen"] or 0,
                by=member(request),
                now=utc_now(),
                note=data["note"],
            )
        except SettingError as error:
            form.add_error(None, _fault(error))
        else:
            messages.success(request, _("已保存为第 %(n)d 版，从下一次判断起生效。") % {"n": saved.version})
            return redirect("alert_rule", kind)
    return _page(request, rule, form)


@require_POST
@needs(Role.LEAD)
def switch(request: HttpRequest, kind: str) -> HttpResponse:
    """On or off."""
    _rule(kind)
    on = request.POST.get("on") == "1"
    alert_rule_switch(kind=kind, enabled=on, by=member(request), now=utc_now())
    messages.success(request, _("已启用。") if on else _("已停用：不再发出新的预警，已发出的保持不变。"))
    return redirect("alert_rule", kind)


@require_POST
@needs(Role.LEAD)
def restore(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The numbers of a former version as the next one."""
    _rule(kind, numbered=True)
    try:
        alert_rule_restore(kind=kind, number=number, by=member(request), now=utc_now())
    except AlertRuleVersion.DoesNotExist as error:
        raise Http404 from error
    except SettingError as error:
        messages.error(request, _fault(error))
    else:
        messages.success(request, _("已恢复第 %(n)d 版的数字。") % {"n": number})
    return redirect("alert_rule", kind)


@needs(Role.MONITOR)
def backtest(request: HttpRequest, kind: str) -> HttpResponse:
    """POST: ask for a back-test of the numbers in the form. A fragment that asks again until it is over."""
    rule, fault = _rule(kind, numbered=True), ""
    if kind not in COUNTED:
        raise Http404
    if request.method == "POST":
        form = NumbersForm(kind, request.POST)
        if form.is_valid():
            try:
                backtest_queue(kind=kind, params=form.params(), by=member(request), now=utc_now())
                task_wake(work_on_backtest)
            except SettingError as error:
                fault = _fault(error)
        else:
            fault = _("请先改正：%(faults)s") % {"faults": " ".join(form.faults)}
    return render(
        request, "alert_rules/_backtest.html", {"backtest_href": request.path, "fault": fault, **backtest_shown(rule)}
    )


def _page(request: HttpRequest, rule: AlertRule, form: NumbersForm | None, chosen: str = "") -> HttpResponse:
    now = utc_now()
    context = {
        "rule": rule,
        "backtest_href": reverse("alert_rule_backtest", args=[rule.kind]),
        "line": alert_rule_lines(rules=[rule], now=now)[0],
        "since": now - RAISED_IN,
        "now": now,
        "purpose": _(PURPOSES[rule.kind]),
        "form": form,
        "sensitivity": _sensitivity(rule),
        "sets": [(name, _(SENSITIVITIES[name])) for name in SETS.get(rule.kind, ())],
        "chosen": chosen if chosen in SETS.get(rule.kind, ()) else "",
        "history": _history(rule),
        "may_edit": may(request.user, Role.LEAD),
        "counted": rule.kind in COUNTED,
        "days": DAYS,
        **backtest_shown(rule),
    }
    return render(request, "alert_rules/rule.html", context, status=400 if form is not None and form.errors else 200)


def backtest_shown(rule: AlertRule, *, plan: int | None = None) -> dict[str, Any]:
    """What _backtest.html shows: the newest back-test of the kind, or of one standing plan."""
    test = backtest_latest(rule.kind, plan=plan)
    if test is None:
        return {"test": None}
    return {
        "test": test,
        "test_open": test.state in OPEN,
        "test_lines": [(line, topic_counts(line.evidence)) for line in would_lines(test, limit=MOST_LINES)],
        "in_force": _numbers(rule.kind, test.params) == _numbers(rule.kind, rule.params),
    }


def _rule(kind: str, *, numbered: bool = False) -> AlertRule:
    if kind not in (NUMBERED if numbered else KINDS):
        raise Http404
    return rule_row(kind)


def _asked_params(request: HttpRequest, rule: AlertRule) -> dict[str, Any] | None:
    """The numbers to show: a sensitivity, a former version, or those in force; None for a rule without numbers."""
    if rule.kind not in NUMBERED:
        return None
    named = SETS.get(rule.kind, {}).get(request.GET.get("set", ""))
    return named.stored() if named else _numbers(rule.kind, rule.params)


def _numbers(kind: str, stored: dict[str, Any]) -> dict[str, Any]:
    return NUMBERED[kind].read(stored).stored()


def _sensitivity(rule: AlertRule) -> str:
    if rule.kind not in COUNTED:
        return ""
    return _(SENSITIVITIES[sensitivity_of(COUNTED[rule.kind].read(rule.params))])


def _history(rule: AlertRule) -> list[tuple[AlertRuleVersion, list[tuple[object, object, object]]]]:
    """Versions, newest first, each with what it changed: (label, before, after) as the form writes it."""
    versions = list(rule.versions.select_related("by").order_by("-number")[:50])
    before = [*versions[1:], None] if versions else []
    return [(version, _changes(rule.kind, former, version)) for version, former in zip(versions, before, strict=True)]


def _changes(
    kind: str, former: AlertRuleVersion | None, version: AlertRuleVersion
) -> list[tuple[object, object, object]]:
    if former is None or kind not in NUMBERED:
        return []
    labels: dict[str, object] = {number.name: number.label for number in fields_of(kind)}
    labels |= {name: field.label for name, field in NumbersForm(kind).fields.items() if name not in labels}
    old = NumbersForm.initial_of(kind, _numbers(kind, former.params))
    new = NumbersForm.initial_of(kind, _numbers(kind, version.params))
    names = [name for name in labels if old.get(name) != new.get(name)]
    return [(labels[name], old.get(name, "—"), new.get(name, "—")) for name in names]


def _fault(error: SettingError) -> str:
    known = FAULTS.get(str(error))
    return _(known) if known else _(NONSENSE) % {"detail": error}
