"""What a member has set up at the desk: saved views, the one to start with, when the desk was last looked at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from monitor.models.team import User


class SavedView(models.Model):
    """Filters under a name: codes, ids and times as they stand in an address, never a word to search for."""

    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=500, blank=True, help_text="of the address, without the question mark")
    shared = models.BooleanField(default=False, help_text="the whole team may pick it")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("member", "name", name="savedview_once")]
        indexes = [models.Index("id", name="savedview_shared", condition=Q(shared=True))]

    def __str__(self) -> str:
        return self.name


class DeskSettings(models.Model):
    """One row per member who has been at the desk."""

    member = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="desk")
    visited_at = models.DateTimeField(null=True, help_text="the desk was opened by the member")
    looked_at = models.DateTimeField(null=True, help_text='"what changed since" counts from here')
    start_view = models.ForeignKey(SavedView, null=True, on_delete=models.SET_NULL, related_name="+")
    keys = models.BooleanField(default=True, help_text="single keys act (WCAG 2.1.4)")

    def __str__(self) -> str:
        return f"desk of {self.member_id}"
