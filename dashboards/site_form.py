"""Forms of the settings page and of the first run. What the environment fixes is shown, but cannot be changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards.site_words import HELPS, LABELS, fault_sentence, fixed_sentence
from monitor.queries.site import IDLE, PASSWORD, fixed_by, value_of
from monitor.setup.options import OPTIONS
from monitor.setup.save import SiteError, written

STARTTLS, TLS, RETENTION = "TINGCHAO_SMTP_STARTTLS", "TINGCHAO_SMTP_SSL", "TINGCHAO_RETENTION_DAYS"
SECURITY = (("none", _("不加密（仅限内网）")), ("starttls", "STARTTLS"), ("tls", _("TLS（SSL）")))
NUMBERS = {"TINGCHAO_SMTP_PORT", RETENTION, "TINGCHAO_STORM_MESSAGES", "TINGCHAO_STORM_MINUTES", IDLE}
GROUPS = ("organisation", "mail", "texts", "messages", "sessions")


class GroupForm(forms.Form):
    """The options of one group; a field is named like its variable."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fixed = ""
        for option in OPTIONS.values():
            if option.group == group and option.name not in (STARTTLS, TLS):
                self._add(option.name)
        if group == "mail":
            self._add_security()

    def _add(self, name: str) -> None:
        label, fixed = str(LABELS[name]), fixed_by(name)
        if name == PASSWORD:
            widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
            field: forms.Field = forms.CharField(label=label, required=False, widget=widget, strip=False)
        elif name in NUMBERS:
            field = forms.IntegerField(label=label, required=not fixed, initial=value_of(name))
        else:
            field = forms.CharField(label=label, required=False, initial=written(value_of(name)))
        field.disabled = bool(fixed)
        field.help_text = fixed_sentence(fixed) if fixed == name else "" if fixed else str(HELPS.get(name, ""))
        self.fixed = self.fixed or fixed
        self.fields[name] = field

    def _add_security(self) -> None:
        chosen = "tls" if value_of(TLS) else "starttls" if value_of(STARTTLS) else "none"
        field = forms.ChoiceField(label=_("加密"), choices=SECURITY, initial=chosen, disabled=bool(fixed_by(TLS)))
        order = [name for name in self.fields if name != "security"]
        self.fields["security"] = field
        self.order_fields([*order[:2], "security", *order[2:]])

    def values(self) -> dict[str, str]:
        """{variable: as it is written in the environment}; without what is fixed there."""
        data = self.cleaned_data
        found = {
            name: written(data[name]) for name in self.fields if name in OPTIONS and not self.fields[name].disabled
        }
        if "security" in data and not self.fields["security"].disabled:
            found |= {STARTTLS: str(int(data["security"] == "starttls")), TLS: str(int(data["security"] == "tls"))}
        return found

    def refused(self, error: SiteError) -> None:
        """Say at each field what is wrong."""
        for name, label in error.found.items():
            field = "security" if name in (STARTTLS, TLS) else name
            self.add_error(field if field in self.fields else None, fault_sentence(name, label))

    def clean(self) -> dict[str, Any]:
        """Shortening the retention deletes, so it is confirmed."""
        data = super().clean() or {}
        days = data.get(RETENTION)
        if days is not None and days < value_of(RETENTION) and "shorten" not in self.data:
            self.add_error(RETENTION, _("缩短后，超过期限的正文和标题当晚清空，不能恢复。确实要缩短，请勾选确认。"))
        return data


class FirstForm(forms.Form):
    """The first admin of a new installation."""

    code = forms.CharField(label=_("设置码"), max_length=40)
    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("用户名（登录用）"),
        max_length=60,
        error_messages={"invalid": _("用户名只能用字母、数字和 . @ + - _。")},
    )
    name = forms.CharField(label=_("姓名（可不填）"), max_length=60, required=False)
    email = forms.EmailField(label=_("邮箱（收测试邮件和预警，可不填）"), required=False)
    password = forms.CharField(
        label=_("密码（至少 10 个字符）"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("再输一次密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("两次输入的密码不一样。"))
        return data
