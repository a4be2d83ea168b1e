"""A member's own second factor: set up, recovery codes, switched off."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from dashboards.access import factor_needed, member, needs
from monitor.lib.clock import utc_now
from monitor.models import User, audit_record
from monitor.team.factors import code_accept
from monitor.team.session_store import FACTOR
from monitor.team.sessions import sessions_end


class Activate(ActivateTOTPView):
    """Scan, then type the first code."""

    template_name = "me/factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the role needs it."""
        return super().get_context_data(**kwargs) | {"needed": factor_needed(member(self.request))}

    def form_valid(self, form: Any) -> HttpResponse:
        """Kept; the code that proved it is used up, and browsers that came in without a code are signed out."""
        answer = super().form_valid(form)
        user = member(self.request)
        code_accept(user=user, code=form.cleaned_data["code"], now=utc_now())
        _note(user, "second_factor_on")
        sessions_end(user=user, keep=self.request.session.session_key)
        self.request.session[FACTOR] = True
        return answer


class Deactivate(DeactivateTOTPView):
    """Switch it off."""

    template_name = "me/factor_off.html"
    success_url = reverse_lazy("me")

    def form_valid(self, form: Any) -> HttpResponse:
        """Gone, with the recovery codes."""
        answer = super().form_valid(form)
        _note(member(self.request), "second_factor_off")
        self.request.session.pop(FACTOR, None)
        return answer


class Codes(ViewRecoveryCodesView):
    """The unused recovery codes."""

    template_name = "me/codes.html"


class NewCodes(GenerateRecoveryCodesView):
    """New ones; the old ones end."""

    template_name = "me/codes_new.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Audited."""
        _note(member(self.request), "recovery_codes_new")
        return super().form_valid(form)


def _note(user: User, action: str) -> None:
    audit_record(actor=user, action=action, target=f"user:{user.pk}")


activate = needs(before_factor=True)(never_cache(Activate.as_view()))
deactivate = needs()(Deactivate.as_view())
codes = needs()(never_cache(Codes.as_view()))
new_codes = needs()(NewCodes.as_view())


@needs()
def index(request: HttpRequest) -> HttpResponseBase:
    """allauth's name for where the second factor is shown: our page does."""
    return redirect("me")
