"""Keyword rules of the team, every version of them, groups of synonyms, and the work of tagging history anew."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.team import User


class KeywordRule(models.Model):
    """A keyword rule of the team: tags items; a grave one puts an item in focus by itself.

    Never deleted: a retired one is off for good, its history stays, and it can be restored.
    """

    name = models.CharField(max_length=80, unique=True)
    query = models.TextField()
    area = models.CharField(max_length=16, blank=True)
    grave = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(
        null=True, help_text="a monitor proposes it; off until a lead switches it on or declines it"
    )
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class RuleChange(models.TextChoices):
    """What made a version."""

    CREATED = "created", _("新建")
    EDITED = "edited", _("修改")
    RESTORED = "restored", _("恢复旧版")
    SWITCHED_ON = "on", _("启用")
    SWITCHED_OFF = "off", _("停用")
    RETIRED = "retired", _("删除")
    IMPORTED = "imported", _("导入")
    PROPOSED = "proposed", _("值班员提议")
    DECLINED = "declined", _("未采纳")


class RuleVersion(models.Model):
    """A rule as it was from `at` until the next version. `by` null: set up by the machine."""

    rule = models.ForeignKey(KeywordRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=8, choices=RuleChange)
    name = models.CharField(max_length=80)
    query = models.TextField()
    area = models.CharField(max_length=16, blank=True)
    grave = models.BooleanField()
    enabled = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint("rule", "number", name="ruleversion_once")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class SynonymGroup(models.Model):
    """Words that a rule names together as `{name}`. Its versions are in the audit log."""

    name = models.CharField(max_length=20, unique=True)
    words = ArrayField(models.CharField(max_length=40))
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RetagState(models.TextChoices):
    """How far a re-tagging is."""

    QUEUED = "queued", _("等待开始")
    RUNNING = "running", _("正在重新标记")
    DONE = "done", _("已完成")
    SUPERSEDED = "superseded", _("被后来的修改取代")
    FAILED = "failed", _("未能完成")


class RetagJob(models.Model):
    """History tagged anew by the rules in force (rules.retag). A new change takes the place of a job that is not done.

    Items go newest month first, within a month by falling id: `month` and `below` say where it stands. When all are done, those
    above `tail` (stored while the change was made) are looked at once more, as `last_round`.
    """

    state = models.CharField(max_length=10, choices=RetagState, default=RetagState.QUEUED)
    reason = models.CharField(max_length=120, help_text="rule:12, group:3, import, district")
    starts_at = models.DateTimeField(help_text="when every process goes by the new rules")
    since = models.DateTimeField(help_text="items of this time and later: the texts that are still there")
    until = models.DateTimeField(help_text="time of the change")
    tail = models.BigIntegerField(help_text="items with a greater id may have been stored by the old rules")
    month = models.DateField(null=True)
    below = models.BigIntegerField(null=True)
    last_round = models.BooleanField(default=False)
    total = models.PositiveIntegerField(null=True, help_text="items to look at, counted at the start")
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0, help_text="items that got a rule")
    removed = models.PositiveIntegerField(default=0, help_text="items that lost a rule")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="since the last batch that went well")
    error = models.CharField(max_length=60, blank=True, help_text="kind of the last fault")

    class Meta:
        ordering = ("-id",)
        indexes = [
            # rules.retag: what to work on, and what a new change takes the place of
            models.Index("starts_at", name="retag_open", condition=Q(state__in=["queued", "running"])),
        ]

    def __str__(self) -> str:
        return f"retag {self.pk} {self.state}"
