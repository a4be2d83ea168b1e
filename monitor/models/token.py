"""Tokens by which other systems of the house read and write in a member's name, and what they read in each hour."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.team import Role, User


class ApiScope(models.TextChoices):
    """What a token may be used for; each needs a role (`role`), and a token never does more than its member may."""

    READ_ITEMS = "read:items", _("读取条目")
    READ_TOPICS = "read:topics", _("读取话题")
    READ_ALERTS = "read:alerts", _("读取预警")
    READ_COUNTS = "read:counts", _("读取计数")
    READ_REPORTS = "read:reports", _("读取报告")
    READ_SOURCES = "read:sources", _("读取来源")
    WRITE_CLUES = "write:clues", _("上报线索")
    WRITE_ALERTS = "write:alerts", _("处置预警")
    WRITE_CORRECTIONS = "write:corrections", _("纠正标签")

    @property
    def role(self) -> Role:
        """The least role that may do this."""
        return WRITERS.get(self, Role.VIEWER)


WRITERS = {
    ApiScope.WRITE_CLUES: Role.REPORTER,
    ApiScope.WRITE_ALERTS: Role.MONITOR,
    ApiScope.WRITE_CORRECTIONS: Role.MONITOR,
}


class ApiFeed(models.TextChoices):
    """An Atom feed that has tokens of its own: they stand in its address and open nothing else."""

    ALERTS = "alerts", _("预警")
    TOPICS = "topics", _("热门话题")


class ApiToken(models.Model):
    """One token. Its secret was shown once: `digest` is the SHA-256 of it, `prefix` what people recognise it by.

    `feed` names the one feed that it opens; empty: it is a bearer token of the API with `scopes`. It ends with its time,
    when somebody revokes it, and at once when its member is switched off.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60, help_text="what it is for, in the member's words")
    feed = models.CharField(max_length=20, blank=True)
    scopes = ArrayField(models.TextField(), default=list)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, help_text="to the minute")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.prefix

    def good(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and self.expires_at > now

    def expires_soon(self, now: datetime) -> bool:
        """Within a fortnight."""
        return self.good(now) and (self.expires_at - now).days < 14


class ApiRead(models.Model):
    """What a token read of one kind in one hour; becomes one audit entry for each token and hour, then goes."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="reads")
    hour = models.DateTimeField()
    what = models.CharField(max_length=12)
    requests = models.PositiveIntegerField(default=1)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("token", "hour", "what", name="apiread_once"),
            models.CheckConstraint(condition=Q(requests__gt=0), name="apiread_counted"),
        ]
        indexes = [models.Index("hour", name="apiread_due")]  # tokens.reads.reads_audit: hours that are over

    def __str__(self) -> str:
        return f"{self.token_id} {self.hour:%F %H} {self.what} {self.rows}"
