"""Signing in and out, the code after the password, and the language of the pages."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs, public
from monitor.models import Role, audit_record

YEAR = 365 * 24 * 3600


class Login(LoginView):
    """User name and password, or the button of the single sign-on."""

    template_name = "registration/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a single sign-on, and where to go afterwards."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"sso": bool(settings.OIDC_ISSUER), "sso_name": settings.OIDC_NAME, "next": self._next()}

    def _next(self) -> str:
        return self.request.POST.get("next") or self.request.GET.get("next") or ""


class Code(AuthenticateView):
    """The code of the authenticator app, or a recovery code."""

    template_name = "registration/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A form without a code would be taken for one of a security key, which we do not have."""
        if request.method == "POST" and "code" not in request.POST:
            return redirect("mfa_authenticate")
        return super().dispatch(request, *args, **kwargs)


class Again(ReauthenticateView):
    """The password once more, before a change of what protects the account."""

    template_name = "registration/again.html"


class AgainCode(CodeAgainView):
    """The code instead."""

    template_name = "registration/again.html"


login = public(Login.as_view())
code = public(Code.as_view())
again = needs(before_factor=True)(Again.as_view())
again_code = needs(before_factor=True)(AgainCode.as_view())


@public
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if may(request.user, Role.VIEWER):
        audit_record(actor=member(request), action="sign_out", target=f"user:{member(request).pk}")
    auth.logout(request)
    return redirect("login")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and for a member's mails; then back to the page."""
    back = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    if may(request.user, Role.VIEWER):
        user = member(request)
        user.language = code
        user.save(update_fields=["language"])
    return response
