"""The second factor as allauth asks for it: secrets sealed in the row, a code counts once, wrong ones count towards the lock-out."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.utils.translation import gettext_lazy

from dashboards.access import factor_needed
from dashboards.sign_in import failed_sign_in
from monitor.lib.clock import utc_now
from monitor.lib.seal import seal, unseal
from monitor.models import User, seal_keys
from monitor.team.factors import code_accept

WRONG = gettext_lazy("验证码不对或已用过。请等下一个验证码；手机时间须准确。")
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks the site."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG,
        "cannot_delete_authenticator": gettext_lazy("您的角色必须启用两步验证，不能关闭。"),
    }

    def get_totp_label(self, user: Any) -> str:
        """The user name, as the authenticator app shows it."""
        return str(user.username)

    def encrypt(self, text: str) -> str:
        """Secrets stand sealed in the database and its backups."""
        return seal(text, seal_keys())

    def decrypt(self, encrypted_text: str) -> str:
        """Raises SealError when the secret key was changed."""
        return unseal(encrypted_text, seal_keys())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not when the role needs one."""
        return not factor_needed(authenticator.user)


class _Once:
    """Checks the code of a form: the allauth form's `clean_code`, with ours in its place."""

    user: User
    cleaned_data: dict[str, Any]
    what = "code"

    def clean_code(self) -> str:
        request, credentials = context.request, {"username": self.user.username}
        clear = check_rate_limit(self.user)
        code = str(self.cleaned_data["code"])
        found = None
        if AxesProxyHandler.is_allowed(request, credentials):
            found = code_accept(user=self.user, code=code, now=utc_now())
            if found is None:
                user_login_failed.send(sender=__name__, credentials=credentials, request=request)
                failed_sign_in(request, self.user, "code")
        else:
            request.axes_locked_out, request.axes_credentials = True, credentials
        if found is None:
            raise forms.ValidationError(WRONG, code="incorrect_code")
        clear()
        found.user = self.user
        self.authenticator = found
        return code


def _relabel(form: forms.Form) -> None:
    form.fields["code"] = forms.CharField(
        label=gettext_lazy("验证码"), max_length=20, widget=forms.TextInput(attrs=CODE | {"autofocus": True})
    )


class CodeForm(_Once, AuthenticateForm):
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self)


class CodeAgainForm(_Once, ReauthenticateForm):
    """The code before a change of what protects the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self)


class ActivateForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self)
