"""Which alerts go to whom: routes with their versions, groups of members. Without a matching route everyone listed is told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.team import User


class MemberGroup(models.Model):
    """A named group of members that routes may name."""

    name = models.CharField(max_length=40, unique=True)
    members = models.ManyToManyField(User, blank=True, related_name="alert_groups")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RouteDays(models.TextChoices):
    """On which days a route holds, by the Chinese calendar of holidays and make-up working days."""

    ALL = "all", _("每天")
    WORKING = "working", _("工作日（含调休上班）")
    REST = "rest", _("休息日（周末和法定节假日）")


class AlertRoute(models.Model):
    """Empty conditions hold for everything. `spec` is what alerts.routing reads and a version keeps: conditions, times, targets."""

    name = models.CharField(max_length=60)
    spec = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("name", condition=Q(retired_at=None), name="route_name")]

    def __str__(self) -> str:
        return self.name


class RouteVersion(models.Model):
    """A route as it was from `at` until the next version."""

    route = models.ForeignKey(AlertRoute, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    spec = models.JSONField()
    enabled = models.BooleanField()
    retired = models.BooleanField(default=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint("route", "number", name="routeversion_once")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"
