"""Alert rules, alert threads, their events, and one delivery row per (event, person, channel)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitor.models.source import Source
from monitor.models.team import User
from monitor.models.topic import Topic


class AlertKind(models.TextChoices):
    """What an alert is about."""

    TOPIC_RISING = "topic_rising", _("话题升温")
    TOPIC_NEGATIVE = "topic_negative", _("话题转负面")
    TOPIC_SPREAD = "topic_spread", _("话题扩散")
    KEYWORD = "keyword", _("重大规则命中")
    PLAN_HIT = "plan_hit", _("专题命中")
    AREA_VOLUME = "area_volume", _("领域声量异常")
    SOURCE_SILENT = "source_silent", _("来源失联")
    SOURCE_BACK = "source_back", _("来源恢复")
    HEARTBEAT = "heartbeat", _("平安报告")


TOPIC_ALERTS = (
    AlertKind.TOPIC_RISING,
    AlertKind.TOPIC_NEGATIVE,
    AlertKind.TOPIC_SPREAD,
    AlertKind.KEYWORD,
    AlertKind.PLAN_HIT,
)
"""Kinds that share the one thread of a topic; the thread keeps the kind that raised it."""


class AlertLevel(models.IntegerChoices):
    """蓝黄橙红: 1 is the lowest."""

    BLUE = 1, _("蓝色")
    YELLOW = 2, _("黄色")
    ORANGE = 3, _("橙色")
    RED = 4, _("红色")


class AlertRule(models.Model):
    """Numbers of an alert rule, one a kind; visible, editable, every version kept (AlertRuleVersion)."""

    kind = models.CharField(max_length=16, choices=AlertKind, unique=True)
    params = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.kind


class AlertStatus(models.TextChoices):
    """Only a person moves it (SCOPE 5), except that a source notice ends when the source is back."""

    OPEN = "open", pgettext_lazy("alert", "待确认")
    ACKNOWLEDGED = "acknowledged", _("已确认")
    HANDLING = "handling", _("处置中")
    RESOLVED = "resolved", _("已办结")
    FALSE_ALARM = "false_alarm", _("误报")
    MERGED = "merged", _("已并入")


OPEN_STATUSES = (AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED, AlertStatus.HANDLING)


class Alert(models.Model):
    """One thread per topic, area or source: raised, escalates, calms; a person closes it.

    A heartbeat is a message and no thread: it is made closed.
    """

    kind = models.CharField(max_length=16, choices=AlertKind)
    level = models.PositiveSmallIntegerField(choices=AlertLevel)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="alerts")
    source = models.ForeignKey(Source, null=True, on_delete=models.CASCADE, related_name="alerts")
    area = models.CharField(
        max_length=16, blank=True, help_text="the concern area that the thread is about (area_volume)"
    )
    areas = ArrayField(models.TextField(), default=list)
    status = models.CharField(max_length=12, choices=AlertStatus, default=AlertStatus.OPEN)
    calm = models.BooleanField(default=False, help_text="all-clear was given")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged_from")
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    evidence = models.JSONField(
        default=dict, help_text="as last decided: windows, counts, baseline, threshold, rule version"
    )
    assignee = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    acknowledge_by = models.DateTimeField(null=True, help_text="by the times of its level (alerts.times)")
    due_at = models.DateTimeField(null=True, help_text="to be closed by then")
    prepared_level = models.PositiveSmallIntegerField(
        default=0, help_text="level up to which due times and response plan are set (alerts.prepare)"
    )

    class Meta:
        ordering = ("-level", "-changed_at", "-id")
        constraints = [
            models.UniqueConstraint(
                "topic",
                condition=Q(status__in=["open", "acknowledged", "handling"]) & Q(topic__isnull=False),
                name="alert_one_open_thread",
            ),
            models.UniqueConstraint(
                "source",
                condition=Q(status__in=["open", "acknowledged", "handling"]) & Q(source__isnull=False),
                name="alert_one_open_source",
            ),
            models.UniqueConstraint(
                "area",
                condition=Q(status__in=["open", "acknowledged", "handling"]) & ~Q(area=""),
                name="alert_one_open_area",
            ),
        ]
        indexes = [
            models.Index(
                fields=(
                    "-level",
                    "-changed_at",
                ),
                name="alert_open",
                condition=Q(status__in=["open", "acknowledged", "handling"]),
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk} {self.kind}"


class AlertEvent(models.Model):
    """A state change of a thread: what, from, to, why, who (null: the machine), when, with its evidence."""

    class Kind(models.TextChoices):
        RAISED = "raised", _("发出预警")
        ESCALATED = "escalated", _("升级")
        CALMED = "calmed", _("趋于平稳")
        ACKNOWLEDGED = "acknowledged", _("确认")
        HANDLING = "handling", _("开始处置")
        RESOLVED = "resolved", _("办结")
        FALSE_ALARM = "false_alarm", _("判为误报")
        REOPENED = "reopened", _("重新打开")
        COMMENT = "comment", _("备注")
        BACK = "back", _("来源恢复")
        MERGED = "merged", _("话题合并，预警并为一条")
        PARTED = "parted", _("撤回合并，预警分开")
        MESSAGE = "message", _("平安报告")
        ASSIGNED = "assigned", _("指派")
        DUE = "due", _("改时限")
        STEP = "step", _("预案步骤")
        HANDED = "handed", _("转办")
        ACCEPTED = "accepted", _("单位接收")
        ANSWERED = "answered", _("单位答复")
        RETURNED = "returned", _("单位退回")
        WITHDRAWN = "withdrawn", _("撤回转办")
        OVERDUE = "overdue", _("无人确认，报告组长")
        REMINDED = "reminded", _("提醒")

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    level = models.PositiveSmallIntegerField(choices=AlertLevel)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=dict)
    detail = models.JSONField(default=dict, help_text="of what a person did: who was named, which step, which referral")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = [
            models.Index("alert", "at", name="alertevent_thread"),
            models.Index("at", name="alertevent_recent"),  # alerts.hooks: what happened lately
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.kind}"


class Delivery(models.Model):
    """One message to one listed recipient, a member or a group: a row before it is sent, accepted at least once.

    One of `event`, `letter` and `notice` says what it is about, or it is a digest of the rows that are `folded_into` it.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("待发")
        ACCEPTED = "accepted", _("已投递")
        DEAD = "dead", _("投递失败")
        FOLDED = "folded", _("并入汇总")
        EXPIRED = "expired", _("未打开页面")

    class Waits(models.TextChoices):
        """Why a message is not for now."""

        QUIET = "quiet", _("免打扰时段")
        DIGEST = "digest", _("定时汇总")
        STORM = "storm", _("预警集中")
        SOURCES = "sources", _("来源状态")

    event = models.ForeignKey(AlertEvent, null=True, on_delete=models.CASCADE, related_name="deliveries")
    letter = models.ForeignKey("Letter", null=True, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="deliveries")
    group = models.ForeignKey("Channel", null=True, on_delete=models.CASCADE, related_name="deliveries")
    notice = models.JSONField(default=dict, help_text="of a webhook: {event, report}, what is no event of an alert")
    folded_into = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="folded")
    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    waits_for = models.CharField(max_length=8, choices=Waits, blank=True, help_text="of a digest: what it was made for")
    attempts = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0, help_text="sent again, outcome of a try before unknown")
    deaths = models.PositiveSmallIntegerField(
        default=0, help_text="tries during which the worker died, followed by another"
    )
    resent = models.PositiveSmallIntegerField(default=0, help_text="by hand, from the list of failed ones")
    next_try_at = models.DateTimeField(null=True, help_text="when it is due")
    claimed_until = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200, unique=True)
    error_label = models.CharField(max_length=30, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint("event", "user", "channel", name="delivery_once"),
            models.UniqueConstraint("event", "group", name="delivery_group_once"),
            models.UniqueConstraint("letter", "address", name="delivery_letter_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(group__isnull=True), name="delivery_to_a_member_or_a_group"
            ),
        ]
        indexes = [
            # alerts.deliver.delivery_send_due: what to send now
            models.Index("next_try_at", "id", name="delivery_turn", condition=Q(status="pending")),
            # alerts.fold.delivery_fold_due: what waits for quiet hours, a digest or a storm to end
            models.Index("next_try_at", name="delivery_postponed", condition=Q(status="pending") & ~Q(waits_for="")),
            # alerts.post: how much somebody was told in the last minutes
            models.Index("created_at", name="delivery_recent"),
            # dashboards: the list of failed ones
            models.Index("id", name="delivery_dead", condition=Q(status="dead")),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} {self.status}"

    @property
    def sent_again(self) -> int:
        """Repeats of the message, or of the digest that it went in."""
        return self.folded_into.repeats if self.folded_into is not None else self.repeats

    @property
    def to_name(self) -> str:
        """Whom it is for: a member's name or a group channel's."""
        return str(self.user or self.group or "")

    @property
    def language(self) -> str:
        """Of its reader."""
        return self.user.language if self.user else self.group.language if self.group else "zh-hans"
