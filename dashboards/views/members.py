"""Members of the team: listed, added, changed, disabled, helped back in."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from dashboards.access import factor_needed, member, needs
from dashboards.member_forms import MemberForm
from dashboards.member_words import member_sentence
from monitor.lib.clock import utc_now
from monitor.models import Role, Unit, User
from monitor.queries.members import members_list, role_counts
from monitor.team.factors import factor_reset, factor_set
from monitor.team.links import LINK_HOURS, link_make
from monitor.team.member_rows import MemberError, member_row
from monitor.team.members import member_add, member_change, member_switch, member_values
from monitor.team.sessions import sessions_end_everywhere, sessions_of

A_PAGE = 50


@needs(Role.ADMIN)
def members(request: HttpRequest) -> HttpResponse:
    """All, or those that the filter names."""
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "role", "unit", "state")}
    unit = int(asked["unit"]) if asked["unit"].isdecimal() and len(asked["unit"]) < 10 else None
    found = members_list(text=asked["text"][:60], role=asked["role"], unit=unit, state=asked["state"])
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "filtered": any(asked.values()),
        "roles": role_counts(),
        "states": _states(),
        "units": Unit.objects.only("name"),
        "unit": unit,
        "required": settings.MFA_REQUIRED,
        "now": utc_now(),
    }
    return render(request, "members/members.html", context)


@needs(Role.ADMIN)
def add(request: HttpRequest) -> HttpResponse:
    """A new member, and the link by which they set their password."""
    form = MemberForm(request.POST or None, initial={"role": Role.VIEWER, "language": "zh-hans"})
    if request.method == "POST" and form.is_valid():
        try:
            row = member_row({**asdict(form.row()), "units": "、".join(form.row().units)})
            user = member_add(row=row, by=member(request))
        except MemberError as error:
            form.add_error("units" if error.label.startswith("unit") else "username", member_sentence(error))
        else:
            return _handed(request, user)
    return render(request, "members/add.html", {"form": form}, status=422 if form.errors else 200)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member is, and what can be done for them."""
    user = get_object_or_404(User, pk=pk)
    form = MemberForm(request.POST or None, user=user, initial=asdict(member_values(user)))
    if request.method == "POST" and form.is_valid():
        try:
            member_change(user=user, row=form.row(user.username), by=member(request))
        except MemberError as error:
            form.add_error("units" if error.label.startswith("unit") else "role", member_sentence(error))
            user.refresh_from_db()
        else:
            messages.success(request, _("已保存。"))
            return redirect("members")
    now = utc_now()
    context = {
        "form": form,
        "shown": user,
        "own": user.pk == member(request).pk,
        "has_factor": factor_set(user),
        "factor_needed": factor_needed(user),
        "sessions": len(sessions_of(user, now=now)),
        "link_open": bool(user.link_digest) and user.link_until is not None and user.link_until > now,
        "sso": bool(settings.OIDC_ISSUER),
        "now": now,
    }
    return render(request, "members/member.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Role.ADMIN)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable or enable."""
    user, active = get_object_or_404(User, pk=pk), request.POST.get("active") == "1"
    try:
        member_switch(user=user, active=active, by=member(request))
    except MemberError as error:
        messages.error(request, member_sentence(error))
    else:
        messages.success(request, _("已启用。") if active else _("已停用，登录已全部结束。"))
    return redirect("member_edit", pk)


@require_POST
@needs(Role.ADMIN)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A one-time link to set a password, shown once."""
    user = get_object_or_404(User, pk=pk)
    if not user.is_active:
        messages.error(request, _("此账号已停用。请先启用，再生成链接。"))
        return redirect("member_edit", pk)
    return _handed(request, user)


@require_POST
@needs(Role.ADMIN)
def factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a lost second factor."""
    user = get_object_or_404(User, pk=pk)
    if user.pk == member(request).pk:
        messages.error(request, _("自己的两步验证请在“我的账号”里更换。"))
    else:
        factor_reset(user=user, by=member(request))
        messages.success(request, _("已重置两步验证，登录已全部结束。请确认是本人提出的。"))
    return redirect("member_edit", pk)


@require_POST
@needs(Role.ADMIN)
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a member out everywhere."""
    user = get_object_or_404(User, pk=pk)
    sessions_end_everywhere(user=user, by=member(request))
    if user.pk != member(request).pk:
        messages.success(request, _("已结束此成员的全部登录。"))
    return redirect("member_edit", pk)


def _handed(request: HttpRequest, user: User) -> HttpResponse:
    now = utc_now()
    token = link_make(user=user, by=member(request), now=now)
    address = request.build_absolute_uri(reverse("password_link", args=[token]))
    context = {"shown": user, "address": address, "until": user.link_until, "hours": LINK_HOURS}
    answer = render(request, "members/link.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _states() -> tuple[tuple[str, str], ...]:
    return (
        ("active", _("在用")),
        ("disabled", pgettext("member", "停用")),
        ("waiting", _("从未登录")),
        ("no_factor", _("未启用两步验证")),
    )
