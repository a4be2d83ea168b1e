"""Alert rules, every version of them, and back-tests of numbers that are not in force yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.alert import AlertKind, AlertRule
from monitor.models.team import User


class AlertRuleVersion(models.Model):
    """An alert rule as it was from `at` until the next version. `by` null: set up by the machine."""

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    params = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint("rule", "number", name="alertruleversion_once")]

    def __str__(self) -> str:
        return f"alert rule {self.rule_id} v{self.number}"


class BacktestState(models.TextChoices):
    """How far a back-test is."""

    QUEUED = "queued", _("等待开始")
    RUNNING = "running", _("正在试算")
    DONE = "done", _("已算完")
    FAILED = "failed", _("未能算完")


class Backtest(models.Model):
    """What a rule with these numbers would have raised on stored history (alerts.backtest). Holds ids and numbers, no titles."""

    kind = models.CharField(max_length=16, choices=AlertKind)
    plan = models.ForeignKey(
        "Plan",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="plan_hit: of this plan alone, on or off",
    )
    params = models.JSONField(default=dict)
    version = models.PositiveIntegerField(help_text="of the rule when it was asked for")
    start = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BacktestState, default=BacktestState.QUEUED)
    done = models.PositiveIntegerField(default=0, help_text="topics, or areas, looked at")
    total = models.PositiveIntegerField(null=True)
    results = models.JSONField(default=list, help_text="one thread each: topic, area, level, times, evidence")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True, help_text="kind of the last fault")

    class Meta:
        ordering = ("-id",)
        indexes = [
            # alerts.backtest_job: what to work on
            models.Index("id", name="backtest_open", condition=Q(state__in=["queued", "running"])),
        ]

    def __str__(self) -> str:
        return f"backtest {self.pk} {self.state}"
