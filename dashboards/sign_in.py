"""Signing in by allauth, in our words: no self sign-up, no e-mail to confirm, no "remember me", lock-out by axes."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitor.lib.clock import utc_now
from monitor.models import User, audit_record
from monitor.team.client import client_words
from monitor.team.session_store import ADDRESS, CLIENT, FACTOR, SEEN, STARTED
from monitor.team.sessions import sessions_end

RECENT_S = 300
SAID = {
    "account/messages/password_changed.txt": gettext_lazy("密码已修改，其他浏览器上的登录已结束。"),
    "mfa/messages/totp_activated.txt": gettext_lazy("两步验证已启用。请把下面的恢复码抄下或打印，妥善保管。"),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("两步验证已关闭。"),
    "mfa/messages/recovery_codes_generated.txt": "",
}


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks the site."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "用户名或密码不对。请检查大小写；多次失败后账号会暂停登录 15 分钟。"
        ),
        "too_many_login_attempts": gettext_lazy("尝试次数过多。请过几分钟再试；若忘记密码，请联系管理员重置。"),
        "enter_current_password": gettext_lazy("现在的密码不对。"),
        "incorrect_password": gettext_lazy("密码不对。"),
        "rate_limited": gettext_lazy("尝试次数过多。请过几分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: admins add members."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the password, a code; nothing about e-mail."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_safe_url(self, url: str) -> bool:
        """Pages of this very host only."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_ajax(self, request: HttpRequest) -> bool:
        """No JSON answers: these are pages."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of the sign-in."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or utc_now().timestamp() - records[-1]["at"] > RECENT_S

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A member who was disabled between the password and the code, or who comes by single sign-on."""
        messages.error(request, _("此账号已停用。请联系管理员。"))
        return HttpResponseRedirect(reverse("login"))

    def login(self, request: HttpRequest, user: Any) -> None:
        """A new session key, and a row in the audit log."""
        credentials = {"username": user.username}
        failed = AxesProxyHandler.get_failures(request, credentials)
        ways = get_authentication_records(request, user)
        super().login(request, user)
        now = int(utc_now().timestamp())
        agent = request.headers.get("User-Agent", "")
        request.session.update(
            {STARTED: now, SEEN: now, CLIENT: client_words(agent), ADDRESS: self.get_client_ip(request)}
        )
        request.session[FACTOR] = any(record["method"] == "mfa" for record in ways)
        detail = {"ways": [record["method"] for record in ways], "failed_before": failed}
        audit_record(actor=user, action="sign_in", target=f"user:{user.pk}", detail=detail)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's own limits; tries at a locked door are not counted again."""
        super().pre_authenticate(request, **credentials)
        self.locked = not AxesProxyHandler.is_allowed(request, credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted in the audit log under the member's name; what was typed is not kept when it is no member's."""
        user = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        if user and not self.locked:
            failed_sign_in(request, user, "password")

    def set_password(self, user: Any, password: str) -> None:
        """The member's own change: other browsers are signed out."""
        super().set_password(user, password)
        sessions_end(user=user, keep=self.request.session.session_key)
        audit_record(actor=user, action="password_set", target=f"user:{user.pk}", detail={"way": "own"})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The member's own page."""
        return reverse("me")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our sentences, and only where there is something to say."""
        said = message or SAID.get(message_template or "", "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)


class LoginForm(AllauthLoginForm):
    """The field is called `username`, as password managers know it."""

    def add_prefix(self, field_name: str) -> str:
        """The name of a field in the page."""
        return "username" if field_name == "login" else field_name


class PasswordForm(ChangePasswordForm):
    """Our labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": _("现在的密码"), "password1": _("新密码"), "password2": _("再输一次新密码")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        """The same twice."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        if cleaned.get("password1") and cleaned.get("password2") and cleaned["password1"] != cleaned["password2"]:
            self.add_error("password2", _("两次输入的密码不一样。"))
        return cleaned


def failed_sign_in(request: HttpRequest, user: User, what: str) -> None:
    """An entry with the number of failures so far from this address; never what was typed."""
    failed = AxesProxyHandler.get_failures(request, {"username": user.username})
    audit_record(actor=user, action="sign_in_failed", target=f"user:{user.pk}", detail={"what": what, "count": failed})


def lockout_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """Whose failures axes counts, regardless of case: else each way to write a name would have tries of its own. A digest,
    since people type passwords into the wrong field."""
    given = (credentials or {}).get("username") or request.POST.get("username")
    return hashlib.sha256(given.strip().lower().encode()).hexdigest() if given else None
