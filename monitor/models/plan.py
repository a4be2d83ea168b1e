"""Standing plans (专题): a named query that a team follows, every version of it, and its hourly counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitor.lib.clock import shanghai_date, shanghai_day_start
from monitor.models.alert import AlertLevel
from monitor.models.team import User


class PlanState(models.TextChoices):
    """What a person made of it; `Plan.phase` adds what the calendar says."""

    ACTIVE = "active", _("进行中")
    PAUSED = "paused", _("已暂停")
    ENDED = "ended", _("已结束")


class PlanPhase(models.TextChoices):
    """How a plan stands on a day."""

    COMING = "coming", _("未开始")
    ACTIVE = "active", _("进行中")
    PAUSED = "paused", _("已暂停")
    OVER = "over", _("已到期")
    ENDED = "ended", _("已结束")


class PlanChange(models.TextChoices):
    """What made a version."""

    CREATED = "created", _("新建")
    CLONED = "cloned", _("复制")
    EDITED = "edited", _("修改")
    PAUSED = "paused", _("暂停")
    RESUMED = "resumed", _("恢复")
    ENDED = "ended", _("结束")


def days_start(first: date | None) -> datetime | None:
    """Midnight of the first day in Shanghai."""
    return shanghai_day_start(first) if first else None


def days_end(last: date | None) -> datetime | None:
    """Midnight after the last day in Shanghai."""
    return shanghai_day_start(last + timedelta(days=1)) if last else None


class Plan(models.Model):
    """A named query with what else an item must have, and who is told. Never deleted: an ended one keeps its items and counts.

    An item belongs to it by `monitor_item.plans`. Recipients are members of the team; nobody else can be one.
    """

    name = models.CharField(max_length=80, unique=True)
    purpose = models.CharField(max_length=300, blank=True, help_text="what it is for (masked)")
    query = models.TextField()
    sources = ArrayField(models.BigIntegerField(), default=list, help_text="empty: all")
    areas = ArrayField(models.CharField(max_length=16), default=list)
    places = ArrayField(models.CharField(max_length=4), default=list)
    units = ArrayField(models.IntegerField(), default=list)
    starts_on = models.DateField(null=True, help_text="first day, Asia/Shanghai; null: as far back as texts are kept")
    ends_on = models.DateField(null=True, help_text="last day, Asia/Shanghai")
    state = models.CharField(max_length=6, choices=PlanState, default=PlanState.ACTIVE)
    recipients = models.ManyToManyField(User, blank=True, related_name="plans")
    tell = models.BooleanField(default=True, help_text="recipients get the alert mails of topics in the plan")
    tell_level = models.PositiveSmallIntegerField(choices=AlertLevel, default=AlertLevel.BLUE)
    hit_alert = models.BooleanField(
        db_default=False,
        default=False,
        help_text="the first item raises an alert by itself (alerts.weigh_keyword), told to the recipients",
    )
    in_report = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def start(self) -> datetime | None:
        """First moment of its days."""
        return days_start(self.starts_on)

    @property
    def end(self) -> datetime | None:
        """The moment after its last day."""
        return days_end(self.ends_on)

    def phase(self, now: datetime) -> PlanPhase:
        """Ended and paused by hand; else what its days say."""
        if self.state != PlanState.ACTIVE:
            return PlanPhase(self.state)
        today: date = shanghai_date(now)
        if self.starts_on and today < self.starts_on:
            return PlanPhase.COMING
        return PlanPhase.OVER if self.ends_on and today > self.ends_on else PlanPhase.ACTIVE


class PlanVersion(models.Model):
    """A plan as it was from `at` until the next version. `content`: its fields by name, recipients as user ids."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=8, choices=PlanChange)
    content = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint("plan", "number", name="planversion_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanHour(models.Model):
    """Rollup: items per hour (UTC) and plan, the union's own publications left out. Written only by `monitor.models.rollup`.

    Stays when the items are gone, as HourCount does.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="hours", db_index=False)
    hour = models.DateTimeField()
    sentiment = models.CharField(max_length=3)
    original = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("plan", "hour", "sentiment", "original"), name="planhour_key"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.hour:%F %H}: {self.n}"
