"""Single sign-on by OpenID Connect (allauth.socialaccount): only members whom an admin listed come in, and roles stay ours.

The provider says who somebody is; which member that is, one claim says (`TINGCHAO_OIDC_CLAIM`). At the first sign-in the member is tied to
the provider's `sub`, so that a name which the provider gives to another person later opens nothing. Nothing else of what
the provider tells is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from monitor.models import User, audit_record

log = structlog.get_logger(__name__)


class SignatureAdapter(OpenIDConnectOAuth2Adapter):
    """As allauth's, but the signature of the id token is always checked, also when it came straight from the provider."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return found


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """What allauth asks the site."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: admins add members."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the member; refuse everybody else."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:  # nobody ties log-ins to each other here
            raise turned_away(request, _("统一身份登录没有成功。请重试；仍不行时用用户名和密码登录，并告知管理员。"))
        data = sociallogin.account.extra_data
        claims = claims_of(data.get("id_token") or {}, data.get("userinfo") or {})
        user = member_of(claims, settings.OIDC_CLAIM) if claims else None
        if user is None:
            audit_record(actor="single-sign-on", action="sign_in_refused")
            raise turned_away(request, _("您不在成员名单里，或账号已停用。请联系管理员添加后再登录。"))
        if not user.oidc_subject:
            user.oidc_subject = claims["sub"]
            user.save(update_fields=["oidc_subject"])
        sociallogin.user = user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Back to the login page with what to do; the log has the kind of error."""
        log.warning("single_sign_on_failed", error=str(error or ""), exception=type(exception).__name__)
        raise turned_away(request, _("统一身份登录没有成功。请重试；仍不行时用用户名和密码登录，并告知管理员。"))

    def get_requests_session(self) -> Any:
        """With the organisation's own certificate authority, if there is one."""
        session = super().get_requests_session()
        session.verify = settings.OIDC_CA_FILE or True
        return session


def turned_away(request: HttpRequest, sentence: str) -> ImmediateHttpResponse:
    """An answer that leads back to the login page and says why."""
    messages.error(request, sentence)
    return ImmediateHttpResponse(HttpResponseRedirect(reverse("login")))


def claims_of(id_token: Mapping[str, Any], userinfo: Mapping[str, Any]) -> dict[str, Any]:
    """Both together, the signed ones first; none when they speak of two subjects (OpenID Connect Core 5.3.2)."""
    if not id_token.get("sub") or (userinfo and userinfo.get("sub") != id_token["sub"]):
        return {}
    return {**userinfo, **id_token}


def member_of(claims: Mapping[str, Any], claim: str) -> User | None:
    """The active member whom this claim names, if it is tied to no other subject; an e-mail address must be a verified one."""
    value = str(claims.get(claim) or "").strip()
    if not value or (claim == "email" and claims.get("email_verified") is not True):
        return None
    field = "email__iexact" if claim == "email" else "username__iexact"
    found = list(User.objects.filter(**{field: value}, is_active=True)[:2])
    if len(found) != 1 or found[0].oidc_subject not in ("", claims["sub"]):
        return None
    return found[0]
