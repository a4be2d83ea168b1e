"""A unit is deleted, retired or brought back; the page says first what would happen to whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from monitor.district.unit_removal import UnitError, unit_delete, unit_restore, unit_retire, unit_use
from monitor.lib.clock import utc_now
from monitor.models import Role, Unit


@needs(Role.ADMIN)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """What rests on it; then, with `how` delete or retire, doing it."""
    found = get_object_or_404(Unit, pk=pk)
    try:
        if request.POST.get("how") == "delete":
            unit_delete(unit=found, by=member(request))
            messages.success(request, _("已删除“%(name)s”。") % {"name": found.name})
            return redirect("units")
        if request.POST.get("how") == "retire":
            unit_retire(unit=found, by=member(request), now=utc_now())
            messages.success(request, _("已停用“%(name)s”：不再标记新内容，历史都在。") % {"name": found.name})
            return redirect("units")
    except UnitError as error:
        messages.error(request, unit_sentence(error.label))
    used = unit_use(found)
    context = {
        "unit": found,
        "use": used,
        "no_delete": unit_sentence(used.why_not_delete),
        "no_retire": unit_sentence(used.why_not_retire),
        "now": utc_now(),
    }
    return render(request, "district/unit_remove.html", context)


@require_POST
@needs(Role.ADMIN)
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """A retired one tags again."""
    found = get_object_or_404(Unit, pk=pk)
    unit_restore(unit=found, by=member(request))
    messages.success(request, _("已恢复“%(name)s”。所属地名请重新指定。") % {"name": found.name})
    return redirect("units")


def unit_sentence(label: str) -> str:
    """Why it cannot go, and what to do."""
    known = {
        "unit_history": _("已有内容或转办记在这个单位名下，历史要留着，所以只能停用。"),
        "unit_alone": _("下列成员只属于这个单位，删除后他们会看到全部内容。请先给他们换单位或停用账号。"),
        "unit_named": _("还有专题或路由点名这个单位。请先改掉，再删除。"),
        "unit_open": _("还有没答复的转办。请等答复或撤回，再停用。"),
    }
    return known.get(label, label)
