"""Reports: frozen numbers with a hash, the analyst's words, and a person's signature."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitor.models.team import User


class Report(models.Model):
    """A weekly trend report. `frozen` is fixed when drafted; `digest` is the SHA-256 of its canonical JSON."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("周报")

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SIGNED = "signed", _("已签发")
        WITHDRAWN = "withdrawn", _("已撤回")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WEEKLY)
    number = models.PositiveIntegerField(help_text="期数 within the year of the period's Monday")
    period_start = models.DateField(help_text="Monday, Asia/Shanghai")
    period_end = models.DateField(help_text="Sunday, Asia/Shanghai")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    frozen = models.JSONField()
    digest = models.CharField(max_length=64)
    analysis = models.TextField(blank=True, help_text="the analyst's own words (masked)")
    signed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-period_start", "-id")
        constraints = [models.UniqueConstraint("kind", "period_start", name="report_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_start}"
