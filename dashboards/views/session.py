"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dashboards.access import may, member, public
from monitor.models import Role

login = public(auth.LoginView.as_view(redirect_authenticated_user=True))
logout = public(auth.LogoutView.as_view())

YEAR = 365 * 24 * 3600


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
