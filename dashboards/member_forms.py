"""Forms about members, and a member's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.form_choices import choices_offer
from monitor.models import Role, Unit, User
from monitor.team.member_rows import MemberRow

NEW = {"autocomplete": "new-password"}


class MemberForm(forms.Form):
    """A member; the user name is asked for once."""

    username = forms.CharField(label=gettext_lazy("用户名"), max_length=60)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, required=False)
    email = forms.EmailField(label=gettext_lazy("邮箱"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=Role.choices)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("所属单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=gettext_lazy("语言"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(Unit.objects.values_list("name", flat=True))
        choices_offer(self, "units", zip(names, names, strict=True))
        if user:
            del self.fields["username"]

    def row(self, username: str | None = None) -> MemberRow:
        """What was typed; the user name of a member who is there."""
        values = self.cleaned_data
        return MemberRow(
            username or values["username"].strip(),
            values["name"].strip(),
            values["email"],
            values["role"],
            tuple(values["units"]),
            values["language"],
        )


class OwnForm(forms.Form):
    """What members change of themselves."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, required=False)
    language = forms.ChoiceField(label=gettext_lazy("语言"), choices=settings.LANGUAGES)


class NewPasswordForm(forms.Form):
    """A password, twice."""

    password1 = forms.CharField(
        label=gettext_lazy("新密码"), strip=False, max_length=200, widget=forms.PasswordInput(attrs=NEW)
    )
    password2 = forms.CharField(
        label=gettext_lazy("再输一次新密码"), strip=False, max_length=200, widget=forms.PasswordInput(attrs=NEW)
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        """Long enough and not among the common ones."""
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """The same twice."""
        values = super().clean() or self.cleaned_data
        if "password1" in values and "password2" in values and values["password1"] != values["password2"]:
            self.add_error("password2", _("两次输入的密码不一样。"))
        return values
