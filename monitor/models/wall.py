"""The wall: how it is set up, and read-only links for screens that nobody signs in at."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from monitor.models.team import Unit, User

SCENES = ("numbers", "volume", "sentiment", "topics", "newest", "sources", "alerts")
"""Every scene, in the order in which they are shown unless an admin chose another."""


def scenes_default() -> list[str]:
    """All of them."""
    return list(SCENES)


class WallSettings(models.Model):
    """The one row: what `/wall/` shows when its address does not say otherwise. No row: these defaults."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    scenes = ArrayField(models.CharField(max_length=10), default=scenes_default, help_text="in their order")
    interval_s = models.PositiveSmallIntegerField(default=15, help_text="how long a scene stays, 5..300")
    compare_h = models.PositiveSmallIntegerField(
        default=1, help_text="arrows of the ranking: against 1 or 24 hours ago"
    )
    theme = models.CharField(max_length=5, default="dark", help_text="dark or light")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="wallsettings_one_row")]

    def __str__(self) -> str:
        return "wall settings"


class WallToken(models.Model):
    """A link that shows the wall and nothing else. Its secret is shown once and kept as a SHA-256 digest only.

    `area` and `unit` narrow what it shows; a unit that goes takes its links along, since they must not widen.
    """

    name = models.CharField(max_length=60, help_text="which screen, where")
    digest = models.CharField(max_length=64, unique=True)
    scenes = ArrayField(models.CharField(max_length=10), default=scenes_default)
    area = models.CharField(max_length=16, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True, help_text="to the minute")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"wall link {self.pk}"

    def opens_at(self, now: datetime) -> bool:
        """Whether it is neither revoked nor over."""
        return self.revoked_at is None and now < self.expires_at
