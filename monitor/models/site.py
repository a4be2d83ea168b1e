"""What an operator changes while the system runs, and how far the first setting-up has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from monitor.models.sealed import SealedField
from monitor.models.team import User


class SiteSetting(models.Model):
    """One value under the name of its environment variable, written as it would be there; the environment wins over it.

    `secret` instead of `value` for passwords: sealed, never shown, logged or audited. No row: as the settings say.
    """

    name = models.CharField(max_length=60, primary_key=True)
    value = models.TextField(blank=True)
    secret = SealedField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SetupStep(models.Model):
    """A step of the first setting-up that somebody skipped, or that only a person can say is done (mail came through)."""

    name = models.CharField(max_length=20, primary_key=True)
    skipped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class SetupCode(models.Model):
    """The one row that lets somebody make the first admin; gone when there is a member."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    code = SealedField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="setupcode_one_row")]

    def __str__(self) -> str:
        return "set-up code"
