"""Keyword rules: the list, the editor with its history, and every change of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.rule_form import RuleForm
from dashboards.rule_words import field_name, field_value, query_fault, retag_reason, rule_sentence
from monitor.errors import QueryError
from monitor.lib.clock import utc_now
from monitor.models import KeywordRule, RetagJob, RetagState, Role, RuleChange, RuleVersion, SynonymGroup
from monitor.queries.rules import HITS, query_broken, retag_latest, rule_history, rule_hits, rule_lines, rule_proposals
from monitor.rules.check import MAX_NAME, RuleError
from monitor.rules.edit import rule_create, rule_edit, rule_restore, rule_retire, rule_switch
from monitor.rules.queue import RetagError, retag_again


@needs(Role.MONITOR)
def rules(request: HttpRequest) -> HttpResponse:
    """All rules with their hits; the retired ones apart."""
    now, retired = utc_now(), request.GET.get("show") == "retired"
    context = {
        "lines": rule_lines(now=now, retired=retired),
        "retired": retired,
        "proposals": [] if retired else rule_proposals(),
        "n_live": KeywordRule.objects.filter(retired_at=None, proposed_at=None).count(),
        "n_retired": KeywordRule.objects.exclude(retired_at=None).count(),
        "now": now,
        "since": now - HITS,
        "may_edit": may(request.user, Role.LEAD),
        **_retag(),
    }
    return render(request, "rules/rules.html", context)


@needs(Role.MONITOR)
def new(request: HttpRequest) -> HttpResponse:
    """A new rule, which a monitor can only propose; `?query=`, `?name=` and `?grave=1` fill the form in (search: "alert me on this")."""
    offered = {"query": request.GET.get("query", ""), "name": request.GET.get("name", "")[:MAX_NAME]}
    form = RuleForm(request.POST or None, initial=offered | {"grave": request.GET.get("grave") == "1"})
    if request.method == "POST" and form.is_valid():
        note, leads = form.cleaned_data["note"], may(request.user, Role.LEAD)
        change = RuleChange.CREATED if leads else RuleChange.PROPOSED
        made = _tried(
            form, lambda: rule_create(text=form.text(), by=member(request), now=utc_now(), note=note, change=change)
        )
        if made is not None:
            said = _("已保存并启用。新内容立即按它标记；历史内容正在后台重新标记。")
            messages.success(request, said if leads else _("已提议。组长会在值班台和“规则”页看到，由其决定是否启用。"))
            return redirect("rule", made.pk)
    return _editor(request, form, None)


@needs(Role.MONITOR)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: editor, test box, history."""
    found = get_object_or_404(KeywordRule, pk=pk)
    return _editor(request, RuleForm(initial=RuleForm.initial_of(found)), found)


@require_POST
@needs(Role.LEAD)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version."""
    found, form = get_object_or_404(KeywordRule, pk=pk), RuleForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        changed = _tried(
            form,
            lambda: rule_edit(
                pk=pk, text=form.text(), seen=data["seen"] or 0, by=member(request), now=utc_now(), note=data["note"]
            ),
        )
        if changed is not None:
            messages.success(request, _("已保存为第 %(n)d 版。") % {"n": changed.version})
            return redirect("rule", pk)
    return _editor(request, form, found)


@require_POST
@needs(Role.LEAD)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off."""
    on = request.POST.get("on") == "1"
    said = _("已启用。") if on else _("已停用：不再标记新内容，历史内容上的标记会去掉。")
    return _act(request, pk, said, lambda: rule_switch(pk=pk, enabled=on, by=member(request), now=utc_now()))


@require_POST
@needs(Role.LEAD)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the list; its history stays."""
    said = _("已删除。历史版本都在，可以随时恢复。")
    return _act(request, pk, said, lambda: rule_retire(pk=pk, by=member(request), now=utc_now()))


@require_POST
@needs(Role.MONITOR)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead does not take a proposal up, or who made it takes it back; the reason stays in its history."""
    proposal = get_object_or_404(RuleVersion, change=RuleChange.PROPOSED, rule=pk, rule__proposed_at__isnull=False)
    if not may(request.user, Role.LEAD) and proposal.by != request.user:
        raise Http404
    rule_retire(pk=pk, by=member(request), now=utc_now(), note=request.POST.get("note", ""), proposed=True)
    messages.success(request, _("已移出提议列表；内容和理由留在历史版本里。"))
    return redirect("rules")


@require_POST
@needs(Role.LEAD)
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A former version as the next one."""
    if not RuleVersion.objects.filter(rule=pk, number=number).exists():
        raise Http404
    said = _("已恢复第 %(n)d 版的内容并启用。") % {"n": number}
    return _act(request, pk, said, lambda: rule_restore(pk=pk, number=number, by=member(request), now=utc_now()))


@needs(Role.MONITOR)
def retag(request: HttpRequest) -> HttpResponse:
    """How far the re-tagging is: a fragment that asks again until it is over."""
    return render(request, "rules/_retag.html", _retag() | {"may_edit": may(request.user, Role.LEAD)})


@require_POST
@needs(Role.LEAD)
def retag_restart(request: HttpRequest) -> HttpResponse:
    """A run that failed is begun anew."""
    try:
        retag_again(by=member(request), now=utc_now())
    except RetagError:
        messages.error(request, _("上一次重新标记没有失败，或已有人重新开始。"))
    else:
        messages.success(request, _("已重新开始，约 15 秒后有进度。"))
    return redirect("rules")


def _tried(form: RuleForm, service: Callable[[], KeywordRule]) -> KeywordRule | None:
    try:
        return service()
    except QueryError:
        form.add_error("query", _("规则读不懂，见下方的说明。"))
    except RuleError as error:
        form.add_error("name" if error.label.startswith("name") else None, rule_sentence(error))
    return None


def _act(request: HttpRequest, pk: int, said: str, service: Callable[[], KeywordRule]) -> HttpResponse:
    get_object_or_404(KeywordRule, pk=pk)
    try:
        service()
    except RuleError as error:
        messages.error(request, rule_sentence(error))
    except QueryError as error:
        messages.error(request, query_fault(error, "").sentence)
    else:
        messages.success(request, said)
    return redirect("rule", pk)


def _editor(request: HttpRequest, form: RuleForm, found: KeywordRule | None) -> HttpResponse:
    now, leads = utc_now(), may(request.user, Role.LEAD)
    if not leads:
        form.fields["note"].label = _("理由（可不填，组长能看到）")
    context: dict[str, Any] = {
        "form": form,
        "rule": found,
        "narrowed": request.GET.get("narrowed") == "1",
        "may_write": found is None or leads,
        "test_now": found is not None or bool(request.method == "GET" and request.GET.get("query")),
        "may_edit": leads,
        "groups": SynonymGroup.objects.all(),
        "now": now,
        "since": now - HITS,
        **_retag(),
    }
    if found is not None:
        context["hits"] = rule_hits(now=now).get(found.pk, 0)
        context["broken"] = found.enabled and query_broken(found.query)
        if found.proposed_at:
            context["proposal"] = found.versions.select_related("by").filter(change=RuleChange.PROPOSED).first()
        context["history"] = [
            (
                line,
                [(field_name(name), field_value(name, a), field_value(name, b)) for name, a, b in line.changes],
                field_value("area", line.version.area),
            )
            for line in rule_history(found)
        ]
    return render(request, "rules/rule.html", context, status=422 if form.errors else 200)


def _retag() -> dict[str, Any]:
    job = retag_latest()
    return {"job": job, "job_reason": retag_reason(job.reason), "job_open": _is_open(job)} if job else {"job": None}


def _is_open(job: RetagJob) -> bool:
    return job.state in (RetagState.QUEUED, RetagState.RUNNING)
