"""Group channels that an admin has listed, how each member wants to be told, message wording, and who is reminded when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.alert import Alert
from monitor.models.sealed import SealedField
from monitor.models.team import User


class ChannelKind(models.TextChoices):
    """Ways to reach a group. E-mail and browser notifications reach one member: see Recipient."""

    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    FEISHU = "feishu", _("飞书群机器人")
    WEBHOOK = "webhook", _("通用 Webhook")
    APPRISE = "apprise", _("其他（Apprise）")


class HookEvent(models.TextChoices):
    """What a webhook may subscribe to, one message each, for programs."""

    ALERT_RAISED = "alert.raised", _("预警发出")
    ALERT_CHANGED = "alert.changed", _("预警变化（升级、平稳、确认、处置等）")
    ALERT_CLOSED = "alert.closed", _("预警结束")
    SOURCE_DOWN = "source.down", _("来源失联")
    SOURCE_UP = "source.up", _("来源恢复")
    REPORT_SIGNED = "report.signed", _("报告签发")
    REPORT_WITHDRAWN = "report.withdrawn", _("报告撤回")


class Channel(models.Model):
    """A group, or a system of the house, that gets alerts. `token` and `secret` are sealed, never shown, logged or audited.

    `token`: the robot's key, or the whole address of a webhook or Apprise service. Empty lists of areas and kinds mean every one.
    """

    kind = models.CharField(max_length=10, choices=ChannelKind)
    name = models.CharField(max_length=60, unique=True)
    base_url = models.CharField(max_length=200, blank=True, help_text="of an intranet gateway; empty: the provider's")
    token = SealedField(blank=True)
    secret = SealedField(blank=True)
    keyword = models.CharField(max_length=40, blank=True, help_text="a word that the robot wants in every message")
    language = models.CharField(max_length=10, default="zh-hans")
    min_level = models.PositiveSmallIntegerField(default=2, help_text="1 blue, 2 yellow, 3 orange, 4 red")
    areas = ArrayField(models.TextField(), default=list, help_text="concern areas; empty: all")
    kinds = ArrayField(models.TextField(), default=list, help_text="alert rules; empty: all")
    events = ArrayField(
        models.TextField(), default=list, help_text="HookEvent, of a webhook; empty: the messages that groups get"
    )
    hooked_at = models.DateTimeField(null=True, help_text="alerts.hooks: up to when events were looked at")
    enabled = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)
    paced_to = models.DateTimeField(null=True, help_text="alerts.pace: its place in the robot's allowance")
    error_label = models.CharField(max_length=30, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    error_at = models.DateTimeField(null=True)
    ok_at = models.DateTimeField(null=True)
    listed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class DigestRhythm(models.TextChoices):
    """When a member is told of what is not red."""

    NOW = "now", _("立即")
    HOURLY = "hourly", _("每小时汇总")
    DAILY = "daily", _("每日汇总")


class ContactTimes(models.Model):
    """When a member wants to be told, in Asia/Shanghai. Red alerts pass at any time. No row: at once, always."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="contact_times")
    quiet_from = models.TimeField(null=True, help_text="with quiet_to; may go over midnight")
    quiet_to = models.TimeField(null=True)
    rhythm = models.CharField(max_length=8, choices=DigestRhythm, default=DigestRhythm.NOW)
    daily_at = models.TimeField(null=True, help_text="of the daily digest")
    deputy = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"contact times of {self.user_id}"


class MessageTemplate(models.Model):
    """An admin's own wording of one kind of message in one language; no row: the shipped one."""

    name = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=4000)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("name", "language", name="messagetemplate_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.language}"


class AlertWatch(models.Model):
    """When an open alert is looked at again because nobody has taken it up: first the lead hears of it, then reminders."""

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="watch")
    next_at = models.DateTimeField(null=True)
    told_lead = models.BooleanField(default=False)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            # alerts.remind.alert_remind_due: whom to remind now
            models.Index("next_at", name="alertwatch_due", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"watch of {self.alert_id}"
