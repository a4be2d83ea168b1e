"""The form that lists a member for mails, of alerts or of reports: to the member's own address unless another is given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitor.models import User


class ListedForm(forms.Form):
    """`roles`: who may be listed; empty: every active member."""

    roles: frozenset[str] = frozenset()

    member = forms.ModelChoiceField(label=_("成员"), queryset=User.objects.none(), empty_label="—")
    address = forms.EmailField(label=_("邮箱（不填则用成员资料里的）"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)  # noqa: S101 - for mypy
        people = User.objects.filter(is_active=True)
        member.queryset = people.filter(role__in=self.roles) if self.roles else people

    def clean(self) -> dict[str, Any]:
        """The member's own address unless another was given."""
        data = super().clean() or {}
        if data.get("member") and not data.get("address"):
            data["address"] = data["member"].email
            if not data["address"]:
                self.add_error("address", _("这位成员没有填邮箱，请在这里填写。"))
        return data
