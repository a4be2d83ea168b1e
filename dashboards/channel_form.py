"""Forms of channels, recipients, contact times and message templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dashboards import labels
from dashboards.form_choices import choices_offer
from dashboards.listed_form import ListedForm
from monitor.alerts.listing import ROBOTS, ChannelValues
from monitor.alerts.route import LISTABLE, TOLD
from monitor.alerts.when import Times
from monitor.models import (
    AlertKind,
    AlertLevel,
    Channel,
    ChannelKind,
    ContactTimes,
    DigestRhythm,
    HookEvent,
    Recipient,
    User,
)

HELP = {
    ChannelKind.WECOM: _("企业微信：群设置 → 群机器人 → 添加，复制 Webhook 地址。"),
    ChannelKind.DINGTALK: _("钉钉：群设置 → 机器人 → 自定义，安全设置选“加签”，复制地址与密钥。"),
    ChannelKind.FEISHU: _("飞书：群设置 → 群机器人 → 自定义机器人，复制地址；启用签名校验时一并复制密钥。"),
    ChannelKind.WEBHOOK: _("以 POST 发送 JSON，格式见 docs/alerts.md；填写密钥后带 HMAC-SHA256 签名。"),
    ChannelKind.APPRISE: _("Apprise 地址，如 gotifys://主机/令牌。公开发帖的服务不可用。"),
}
SECRET = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)


class ChannelForm(forms.Form):
    """A group channel. Stored secrets are never sent to the page: an empty field keeps them."""

    name = forms.CharField(label=_("名称"), max_length=60)
    token = forms.CharField(label=_("机器人地址或密钥"), max_length=1000, required=False, widget=SECRET)
    secret = forms.CharField(label=_("加签密钥（没有则不填）"), max_length=200, required=False, widget=SECRET)
    drop_secret = forms.BooleanField(label=_("删除已存的加签密钥"), required=False)
    keyword = forms.CharField(label=_("机器人要求的关键词（没有则不填）"), max_length=40, required=False)
    base_url = forms.CharField(label=_("内网网关地址（一般不填）"), max_length=200, required=False)
    min_level = forms.TypedChoiceField(label=_("从哪一级开始发送"), choices=AlertLevel.choices, coerce=int, initial=2)
    areas = forms.MultipleChoiceField(
        label=_("只发这些领域（不选为全部）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=_("只发这些预警（不选为全部）"),
        required=False,
        choices=AlertKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    events = forms.MultipleChoiceField(
        label=_("订阅事件，每件单独发送（不选则与群一样按级别发消息）"),
        required=False,
        choices=HookEvent.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)
    enabled = forms.BooleanField(label=pgettext_lazy("channel", "启用"), required=False, initial=True)

    def __init__(self, *args: Any, kind: str, channel: Channel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_offer(self, "areas", [(code, labels.area(code)) for code in labels.AREAS])
        if kind not in ROBOTS:
            for name in ("keyword", "base_url"):
                del self.fields[name]
            self.fields["token"].label = _("完整地址")
        if kind != ChannelKind.WEBHOOK:
            del self.fields["events"]
        if kind in {ChannelKind.WECOM, ChannelKind.APPRISE}:  # neither signs
            del self.fields["secret"]
        if "secret" not in self.fields or channel is None or not channel.secret:
            del self.fields["drop_secret"]
        if channel is not None:
            self.fields["token"].label = _("新的地址或密钥（不填则保留已存的）")
            if channel.secret:
                self.fields["secret"].label = _("新的加签密钥（不填则保留已存的）")

    @classmethod
    def initial_of(cls, channel: Channel) -> dict[str, Any]:
        names = ("name", "keyword", "base_url", "min_level", "areas", "kinds", "events", "language", "enabled")
        return {name: getattr(channel, name) for name in names}

    def values(self) -> ChannelValues:
        """What was entered."""
        data = self.cleaned_data
        lists = {name: tuple(data.get(name, ())) for name in ("areas", "kinds", "events")}
        return ChannelValues(**{**data, **lists})


class RecipientForm(ListedForm):
    """A member to be listed for alert mails."""

    roles = LISTABLE

    min_level = forms.TypedChoiceField(label=_("从哪一级开始发送"), choices=AlertLevel.choices, coerce=int, initial=1)


class RecipientChangeForm(forms.Form):
    """Level and switch of a listed member."""

    min_level = forms.TypedChoiceField(choices=AlertLevel.choices, coerce=int)
    enabled = forms.BooleanField(required=False)


class ContactForm(forms.Form):
    """When a member wants to be told."""

    rhythm = forms.ChoiceField(label=_("红色以外的预警"), choices=DigestRhythm.choices)
    daily_at = forms.TimeField(label=_("每日汇总的时间"), required=False, widget=forms.TimeInput({"type": "time"}))
    quiet_from = forms.TimeField(label=_("免打扰从"), required=False, widget=forms.TimeInput({"type": "time"}))
    quiet_to = forms.TimeField(label=_("免打扰到"), required=False, widget=forms.TimeInput({"type": "time"}))
    deputy = forms.ModelChoiceField(
        label=_("代理人（无人确认的预警也告诉他）"), queryset=User.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)  # noqa: S101 - for mypy
        deputy.queryset = User.objects.filter(is_active=True, role__in=TOLD).exclude(pk=user.pk)

    @classmethod
    def initial_of(cls, user: User) -> dict[str, Any]:
        row = ContactTimes.objects.filter(user=user).first()
        names = ("rhythm", "daily_at", "quiet_from", "quiet_to", "deputy")
        found = {name: getattr(row, name) for name in names} if row else {"rhythm": DigestRhythm.NOW}
        return {name: f"{v:%H:%M}" if hasattr(v, "hour") else v for name, v in found.items()}

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        data = super().clean() or {}
        if bool(data.get("quiet_from")) != bool(data.get("quiet_to")):
            self.add_error("quiet_to", _("免打扰要同时填写起止时间，或都不填。"))
        return data

    def times(self) -> Times:
        """As a value."""
        data = self.cleaned_data
        return Times(data["quiet_from"], data["quiet_to"], data["rhythm"], data["daily_at"])


class WordingForm(forms.Form):
    """Subject and body of one kind of message."""

    subject = forms.CharField(label=_("标题"), max_length=200, required=False)
    body = forms.CharField(label=_("正文"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6}))


def recipient_levels(recipient: Recipient) -> list[tuple[int, str, bool]]:
    """(level, name, chosen) for a select."""
    return [(value, str(name), value == recipient.min_level) for value, name in AlertLevel.choices]
