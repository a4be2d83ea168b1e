"""Saved views: the menu, and what can be done there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.filters import Filters
from monitor.desk import ViewError, view_delete, view_save, view_share, view_start
from monitor.lib.clock import utc_now
from monitor.queries.desk_views import view_find, views_of


@needs()
def views(request: HttpRequest) -> HttpResponse:
    """The menu of views as a fragment; as a page for browsers without scripts. `path`: the page that they are opened on."""
    context = {
        "views": views_of(member(request)),
        "current": Filters.of(request.GET).query.removeprefix("?"),
        "path": _safe(request, request.GET.get("path", "")),
        "filters": None,
    }
    return render(request, "desk/_views.html" if request.headers.get("HX-Request") else "desk/views.html", context)


@needs()
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save `query` (as it stands in an address) under `name`, `shared` with the team or not."""
    query = Filters.of(QueryDict(request.POST.get("query", "")[:500])).query.removeprefix("?")
    back = _safe(request, request.POST.get("path", ""))
    try:
        view = view_save(
            member=member(request),
            name=request.POST.get("name", ""),
            query=query,
            shared=request.POST.get("shared") == "1",
            now=utc_now(),
        )
    except ViewError as refused:
        messages.error(request, _reason(refused))
    else:
        messages.success(request, _("已保存视图「%(name)s」。") % {"name": view.name})
    return HttpResponseRedirect(f"{back}?{query}" if query else back)


@needs()
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """`do`: start, unstart; of own views also share, unshare, delete."""
    user, do = member(request), request.POST.get("do", "")
    view = view_find(pk, user)
    if view is None or (do in ("share", "unshare", "delete") and view.member_id != user.pk):
        raise Http404
    if do in ("start", "unstart"):
        view_start(member=user, view=view if do == "start" else None)
        said = _("值班台将从「%(name)s」开始。") if do == "start" else _("值班台将从默认视图开始。")
    elif do in ("share", "unshare"):
        view_share(view=view, by=user, shared=do == "share")
        said = _("全组都可以选用「%(name)s」。") if do == "share" else _("「%(name)s」只有您自己可见。")
    elif do == "delete":
        view_delete(view=view, by=user)
        said = _("已删除视图「%(name)s」。")
    else:
        raise Http404
    messages.success(request, said % {"name": view.name})
    back, query = _safe(request, request.POST.get("path", "")), request.POST.get("query", "")
    query = Filters.of(QueryDict(query[:500])).query
    return HttpResponseRedirect(back + (query or "?window=24h"))


def _safe(request: HttpRequest, path: str) -> str:
    safe = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if safe and path.startswith("/") and "?" not in path else reverse("desk")


def _reason(refused: ViewError) -> str:
    return {
        "name_missing": _("请给视图起个名字。"),
        "personal_name": _("视图的名字不能是人名、号码或账号：本系统只听话题，不看人。"),
        "too_many": _("每人最多保存 30 个视图，请先删除不用的。"),
    }[refused.label]
