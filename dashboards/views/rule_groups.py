"""Synonym groups: which there are, which rules use them; an admin edits them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.rule_form import GroupForm
from dashboards.rule_words import rule_sentence
from monitor.lib.clock import utc_now
from monitor.models import Role, SynonymGroup
from monitor.rules.check import RuleError
from monitor.rules.groups import group_delete, group_save, plans_using, rules_using, words_of


@needs(Role.MONITOR)
def groups(request: HttpRequest) -> HttpResponse:
    """All groups."""
    context = {
        "lines": [(group, _using(group.name)) for group in SynonymGroup.objects.all()],
        "is_admin": may(request.user, Role.ADMIN),
    }
    return render(request, "rules/groups.html", context)


@needs(Role.ADMIN)
def new(request: HttpRequest) -> HttpResponse:
    """A new group."""
    return _form(request, GroupForm(request.POST or None), None)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a group."""
    group = get_object_or_404(SynonymGroup, pk=pk)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["name"] = group.name
    form = GroupForm(data, initial={"name": group.name, "words": "\n".join(group.words)})
    form.fields["name"].disabled = True
    return _form(request, form, group)


@require_POST
@needs(Role.ADMIN)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Gone, unless a rule uses it."""
    get_object_or_404(SynonymGroup, pk=pk)
    try:
        group_delete(pk=pk, by=member(request))
    except RuleError as error:
        messages.error(request, rule_sentence(error))
        return redirect("rule_group", pk)
    messages.success(request, _("已删除词组。"))
    return redirect("rule_groups")


def _using(name: str) -> list[tuple[str, str]]:
    """(name, address) of the rules and plans that name a group."""
    rules = [(rule.name, reverse("rule", args=[rule.pk])) for rule in rules_using(name)]
    return rules + [(plan.name, reverse("plan", args=[plan.pk])) for plan in plans_using(name)]


def _form(request: HttpRequest, form: GroupForm, group: SynonymGroup | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        pk, name, words = group.pk if group else None, form.cleaned_data["name"], words_of(form.cleaned_data["words"])
        try:
            group_save(pk=pk, name=name, words=words, by=member(request), now=utc_now())
        except RuleError as error:
            form.add_error("name" if error.label in {"group_name", "group_known"} else "words", rule_sentence(error))
        else:
            messages.success(request, _("已保存词组。用到它的规则立即按新词标记，历史内容在后台重新标记。"))
            return redirect("rule_groups")
    context: dict[str, Any] = {"form": form, "group": group, "using": _using(group.name) if group else []}
    return render(request, "rules/group.html", context, status=422 if form.errors else 200)
