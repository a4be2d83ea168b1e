"""Forms of tokens, and why one cannot be made, in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.access import scopes_of
from dashboards.feeds import feed_choices
from dashboards.form_choices import choices_offer
from monitor.models import User
from monitor.tokens.make import MOST, TokenError

DAYS = (30, 90, 180, 365)


def day_choices() -> list[tuple[int, str]]:
    """In the reader's language: called for each form."""
    return [(n, _("%(n)s 天内有效") % {"n": n}) for n in DAYS]


class TokenForm(forms.Form):
    """A bearer token: what it is for, what it may do, how long."""

    name = forms.CharField(label=gettext_lazy("用途（如：区政务平台对接）"), max_length=60)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("可以做什么"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=gettext_lazy("有效期"), choices=day_choices, coerce=int, initial=90)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_offer(self, "scopes", [(scope.value, str(scope.label)) for scope in scopes_of(user)])


class FeedForm(forms.Form):
    """An address of a feed for a feed reader."""

    name = forms.CharField(label=gettext_lazy("用途（如：办公室阅读器）"), max_length=60)
    feed = forms.ChoiceField(label=gettext_lazy("订阅什么"))
    days = forms.TypedChoiceField(label=gettext_lazy("有效期"), choices=day_choices, coerce=int, initial=365)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_offer(self, "feed", feed_choices(user))


def token_sentence(error: TokenError) -> str:
    """What is wrong and what to do."""
    return {
        "token_name": _("请写明用途。"),
        "token_scopes": _("请至少选一项权限。"),
        "token_expiry": _("有效期最长一年。"),
        "token_many": _("您已有 %(n)s 个有效令牌，请先撤销不用的。") % {"n": MOST},
    }[error.label]
