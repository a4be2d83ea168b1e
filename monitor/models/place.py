"""The team's gazetteer: places of the district and around it, and employers in it, which texts are tagged by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitor.models.team import Unit


class PlaceKind(models.TextChoices):
    """What a place is. Employers are organisations, never persons (SCOPE 2)."""

    DISTRICT = "district", _("区县")
    CITY = "city", _("城市")
    TOWN = "town", _("街道乡镇")
    VILLAGE = "village", _("村居社区")
    PARK = "park", _("园区")
    SITE = "site", _("地点场所")
    EMPLOYER = "employer", _("用人单位")
    OTHER = "other", _("其他")


class PlaceScope(models.TextChoices):
    """What a text about the place is about, seen from the team's district."""

    LOCAL = "本区", _("本区")
    CITY = "本市", _("本市")
    ELSEWHERE = "外地", _("外地")


class GazetteerPlace(models.Model):
    """A place or employer under all its names; read by text.gazetteer through queries.config."""

    name = models.CharField(max_length=40, unique=True)
    aliases = ArrayField(models.CharField(max_length=40), default=list)
    kind = models.CharField(max_length=10, choices=PlaceKind, default=PlaceKind.OTHER)
    scope = models.CharField(max_length=2, choices=PlaceScope, default=PlaceScope.LOCAL)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="places")
    note = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("scope", "kind", "name")

    def __str__(self) -> str:
        return self.name
