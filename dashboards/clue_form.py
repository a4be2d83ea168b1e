"""The form for a clue from the grassroots, and why one cannot be taken, in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.access import may
from monitor.feeds.hand_submit import MAX_NOTE, MAX_PLACE, MAX_TITLE, Clue, ClueError, clue_check
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import Role, Unit, User


class ClueForm(forms.Form):
    """A published item: what it says, where it stands, a few words. A reporter may name own units only."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=MAX_TITLE)
    url = forms.CharField(
        label=gettext_lazy("公开网页的链接"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off", "autocomplete": "off"}),
    )
    place = forms.CharField(
        label=gettext_lazy("没有链接时：刊载处（如报纸、公告栏）"), max_length=MAX_PLACE, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("主要内容或说明"),
        max_length=MAX_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("刊载时间（北京时间，不填按现在）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("涉及单位（可不选）"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("不选"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = (Unit.objects.all() if may(user, Role.MONITOR) else user.units.all()).filter(retired_at=None)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for mypy
        field.queryset = own.order_by("name")
        only = list(own[:2])
        if len(only) == 1:
            self.initial.setdefault("unit", only[0].pk)

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                clue_check(self.clue(), now=utc_now())
            except ClueError as error:
                field, sentence = clue_sentence(error)
                self.add_error(field, sentence)
        return self.cleaned_data

    def clue(self) -> Clue:
        """What was typed, valid or not."""
        data = self.cleaned_data
        at, unit = data.get("at"), data.get("unit")
        return Clue(
            title=data.get("title", ""),
            note=data.get("note", ""),
            url=data.get("url", ""),
            place=data.get("place", ""),
            at=at.astimezone(SHANGHAI) if at else None,
            unit=unit.pk if unit else None,
        )


def clue_sentence(error: ClueError) -> tuple[str, str]:
    """(field, what is wrong and what to do)."""
    return {
        "clue_empty": ("title", _("请写标题。")),
        "clue_unpublished": ("url", _("只收公开发布的内容：请填链接；没有网页的，请在“刊载处”写明在哪里公开发布。")),
        "clue_url": ("url", _("请填这一篇的网址（http 或 https），不要填网站首页。")),
        "clue_personal": ("url", _("这是个人主页。本系统不跟踪个人，请改填内容所在的网页。")),
        "clue_future": ("at", _("刊载时间不能在将来。")),
        "clue_old": ("at", _("这条内容已超过保存期限，不再录入。")),
        "clue_unreadable": ("note", _("这段文字系统无法处理，没有保存。请换一种写法，或联系管理员。")),
    }[error.label]
