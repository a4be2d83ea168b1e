"""To the provider of the single sign-on, and back from it."""

from __future__ import annotations

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from requests import RequestException

from dashboards.access import public
from dashboards.single_sign_on import SignatureAdapter, log, turned_away

PROVIDER = "sso"


@public
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A page that leads on to the provider: a redirect of a form to another host is stopped by our own CSP (form-action)."""
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        answer = OAuth2LoginView.adapter_view(SignatureAdapter(request, PROVIDER))(request)
    except (RequestException, KeyError) as error:
        log.warning("single_sign_on_failed", error="start", exception=type(error).__name__)
        sentence = _("统一身份登录的服务器没有应答。请稍后重试，或用用户名和密码登录。")
        return turned_away(request, sentence).response
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    return render(request, "registration/onward.html", {"onward": answer.url})


@public
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The provider's answer; who comes in is decided by SingleSignOnAdapter."""
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(SignatureAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except ImmediateHttpResponse as error:
        return error.response
    except (KeyError, TypeError, ValueError) as error:  # an answer or a token that is not as the standard says
        log.warning("single_sign_on_failed", error="answer", exception=type(error).__name__)
        return turned_away(
            request, _("统一身份登录没有成功。请重试；仍不行时用用户名和密码登录，并告知管理员。")
        ).response
    return answer
