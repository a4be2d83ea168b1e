"""Training runs of an exercise: what one trainee noticed and tagged in fifteen minutes, and the frozen score.

Shown to that trainee alone (SCOPE 2): every reader filters by `user`; no other row points here; the trainee can delete it.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.item import Sentiment
from monitor.models.team import User
from monitor.models.topic import Topic


class FirstStep(models.TextChoices):
    """What a desk can do first: it helps or informs, nothing else (SCOPE 3)."""

    VERIFY = "verify", _("先核实情况")
    EMPLOYER = "employer", _("联系用人单位")
    LEGAL_AID = "legal_aid", _("转 12351 法律援助")
    INSPECTORATE = "inspectorate", _("联系劳动监察")
    PUBLISH = "publish", _("发布说明")
    WATCH = "watch", _("继续关注")


class Training(models.Model):
    """One run. Open until `finished_at`; `result` is frozen then (monitor.training.score)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="trainings")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = [
            models.UniqueConstraint("user", condition=Q(finished_at__isnull=True), name="training_one_open_run"),
        ]

    def __str__(self) -> str:
        return f"training {self.pk}"

    def without_titles(self) -> dict[str, Any]:
        """The result with every title of an item or a topic emptied: numbers and names of storylines stay."""
        bare: dict[str, Any] = deepcopy(self.result)
        for part in ("tags", "others"):
            for row in bare.get(part, ()):
                row["title"] = ""
        return bare


class TrainingNote(models.Model):
    """A topic that the trainee noticed, and what they say about it."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="notes")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    needs_alert = models.BooleanField(null=True)
    areas = ArrayField(models.CharField(max_length=16), default=list)
    tone = models.CharField(max_length=3, choices=Sentiment, blank=True)
    first_step = models.CharField(max_length=12, choices=FirstStep, blank=True)
    line = models.CharField(max_length=200, blank=True, help_text="the trainee's own words (masked)")

    class Meta:
        ordering = ("-noted_at", "-id")
        constraints = [models.UniqueConstraint("training", "topic", name="training_note_once")]

    def __str__(self) -> str:
        return f"note {self.pk} of training {self.training_id}"


class TrainingTag(models.Model):
    """An item to be tagged by the trainee; its title and text stay with the item."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="tags")
    item_id = models.BigIntegerField()
    areas = ArrayField(models.CharField(max_length=16), default=list, help_text="empty when tagged: 与职工无关")
    tone = models.CharField(max_length=3, choices=Sentiment, blank=True)
    tagged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("training", "item_id", name="training_tag_once")]

    def __str__(self) -> str:
        return f"tag {self.pk} of training {self.training_id}"
