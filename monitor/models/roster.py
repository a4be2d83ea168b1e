"""Who is on duty when (值班表), and the handing over of open matters from one shift to the next (交接班)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from monitor.models.team import User


class Shift(models.Model):
    """A span in which a member is on duty, `start` included and `end` not; the deputy stands in."""

    start = models.DateTimeField()
    end = models.DateTimeField()
    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shifts")
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="deputy_shifts")
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("start", "id")
        constraints = [
            models.UniqueConstraint("start", "member", name="shift_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="shift_forwards"),
        ]
        indexes = [
            # queries.roster: who is on now, and the shifts of a week
            models.Index("end", name="shift_by_end"),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"

    @property
    def gone(self) -> bool:
        """The member has left, or answers no alerts any more."""
        return not self.member.answers_alerts

    @property
    def acting(self) -> User | None:
        """Who is on duty in fact: the member, when that one has left the deputy, when both have nobody."""
        return next((one for one in (self.member, self.deputy) if one is not None and one.answers_alerts), None)


class CalendarDay(models.Model):
    """A holiday or make-up working day that a lead has entered: for years that the library does not hold yet, and over it."""

    day = models.DateField(unique=True)
    working = models.BooleanField()
    name = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {'working' if self.working else 'free'}"


class Handover(models.Model):
    """What the outgoing person leaves to the incoming one. `matters` are ids and numbers as they stood, never titles."""

    outgoing = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    incoming = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    notes = models.TextField(blank=True)
    matters = models.JSONField(help_text="{alerts: [{id, level, status, late}], referrals: [{id, state, late}]}")
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            # queries.roster: what waits for a confirmation
            models.Index("incoming", name="handover_waiting", condition=Q(confirmed_at=None) & Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"
