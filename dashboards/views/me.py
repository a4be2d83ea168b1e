"""A member's own page: name and language, password, second factor, signed-in browsers."""

from __future__ import annotations

from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import factor_needed, may, member, needs, public
from dashboards.member_forms import NewPasswordForm, OwnForm
from monitor.lib.clock import utc_now
from monitor.models import Role
from monitor.queries.site import idle_minutes
from monitor.team.factors import factor_set, recovery_left
from monitor.team.links import link_member, link_use
from monitor.team.members import member_own_change
from monitor.team.sessions import session_end, sessions_end_everywhere, sessions_of


@needs()
def me(request: HttpRequest) -> HttpResponse:
    """The page; name and language are changed here."""
    user, now = member(request), utc_now()
    form = OwnForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        member_own_change(user=user, name=form.cleaned_data["name"].strip(), language=form.cleaned_data["language"])
        messages.success(request, _("已保存。"))
        answer = redirect("me")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=365 * 86400,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return answer
    context = {
        "form": form,
        "units": list(user.units.values_list("name", flat=True)),
        "has_password": user.has_usable_password(),
        "has_factor": factor_set(user),
        "factor_needed": factor_needed(user),
        "recovery_left": recovery_left(user),
        "sessions": sessions_of(user, now=now, current=request.session.session_key),
        "idle_minutes": idle_minutes(),
        "session_hours": settings.SESSION_HOURS,
        "is_desk": may(user, Role.MONITOR),
        "now": now,
    }
    return render(request, "me/me.html", context, status=422 if form.errors else 200)


class Password(PasswordChangeView):
    """The old one, the new one twice."""

    template_name = "me/password.html"


change = Password.as_view()


@needs()
def password(request: HttpRequest) -> HttpResponseBase:
    """Change the password; who has none (single sign-on only) gets one by a link of an admin."""
    if not member(request).has_usable_password():
        messages.error(request, _("您没有密码，用统一身份登录。需要密码时请管理员生成设置密码的链接。"))
        return redirect("me")
    return change(request)


@require_POST
@needs()
def end_one(request: HttpRequest) -> HttpResponse:
    """Sign out one other browser."""
    if session_end(user=member(request), mark=request.POST.get("mark", "")):
        messages.success(request, _("已结束那一处的登录。"))
    return redirect("me")


@require_POST
@needs()
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sessions_end_everywhere(user=member(request), by=member(request))
    auth.logout(request)
    messages.success(request, _("已在所有地方退出登录。"))
    return redirect("login")


@require_POST
@needs()
def active(request: HttpRequest) -> HttpResponse:
    """A person is at the page (static/dashboards/js/presence.js): the guard has noted it."""
    return HttpResponse(status=204)


@public
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password by a one-time link."""
    user = link_member(token, now=utc_now())
    if user is None:
        return render(request, "registration/link_over.html", status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        if link_use(token=token, password=form.cleaned_data["password1"], now=utc_now()) is None:
            return render(request, "registration/link_over.html", status=410)
        messages.success(request, _("密码已设置，请登录。"))
        return redirect("login")
    answer = render(
        request, "registration/link.html", {"form": form, "shown": user}
    )  # errors too: those are logged by path
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
