"""How right the machine is: corrections by the team, blind checks, and which model was let go live. Labels only, no text.

A correction changes what is stored of an item; `MachineLabels` keeps what the machine says of it, so that taking the
correction back, a re-tag and the measured accuracy need nothing else. Nothing here has a foreign key to items.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.item import Sentiment
from monitor.models.source import SourceKind
from monitor.models.team import User


class CorrectionKind(models.TextChoices):
    """Which label was changed."""

    SENTIMENT = "sentiment", _("情感")
    AREA = "area", _("领域")
    BUSINESS = "business", _("是否与我们有关")


class Correction(models.Model):
    """One label of one item, changed by a member. In force until it is taken back; of two on one label the later counts.

    `before` and `after` are codes: of a sentiment; of an area ("" on one side: added or removed); `ours`/`noise`.
    """

    item_id = models.BigIntegerField()
    month = models.DateField(help_text="of the item")
    what = models.CharField(max_length=10, choices=CorrectionKind)
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    model = models.TextField(help_text="version of the model and area rules that was corrected")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index("item_id", name="correction_item"),  # corrections_of, labels_in_force
            models.Index("at", name="correction_time"),
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} {self.what}: {self.before} -> {self.after}"


class MachineLabels(models.Model):
    """What the machine says of an item that a member has corrected; re-tagging keeps it up to date."""

    item_id = models.BigIntegerField(primary_key=True)
    month = models.DateField(help_text="of the item")
    sentiment = models.CharField(max_length=3, choices=Sentiment)
    unsure = models.BooleanField(default=False)
    areas = ArrayField(models.TextField(), default=list)
    in_focus = models.BooleanField(default=False)
    model = models.TextField()

    def __str__(self) -> str:
        return f"item {self.item_id}: {self.sentiment}"


class CheckItem(models.Model):
    """An item drawn for blind checking, with the machine's labels at that moment (never a corrected one)."""

    week = models.DateField(help_text="Monday of the week that the item is of, Asia/Shanghai")
    place = models.PositiveSmallIntegerField(help_text="order in which it is offered, from 1")
    item_id = models.BigIntegerField()
    month = models.DateField(help_text="of the item")
    in_focus = models.BooleanField(help_text="which part of the draw")
    kind = models.CharField(max_length=12, choices=SourceKind, help_text="of its source")
    sentiment = models.CharField(max_length=3, choices=Sentiment)
    confidence = models.FloatField(help_text="probability of that sentiment")
    areas = ArrayField(models.TextField(), default=list)
    model = models.TextField()
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("week", "place")
        constraints = [
            models.UniqueConstraint("week", "place", name="checkitem_place"),
            models.UniqueConstraint("item_id", name="checkitem_once"),
        ]

    def __str__(self) -> str:
        return f"{self.week:%F} #{self.place}"


class SkipReason(models.TextChoices):
    """Why a drawn item cannot be checked."""

    UNCLEAR = "unclear", _("看不明白说的是什么")
    NO_WORDS = "no_words", _("只有图片或视频，没有文字")
    LANGUAGE = "language", _("不是中文")
    KNOWN = "known", _("我已经看过机器的判断")


class CheckAnswer(models.Model):
    """What one member says of a drawn item without having seen the machine's labels; or why not."""

    item = models.ForeignKey(CheckItem, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    sentiment = models.CharField(max_length=3, choices=Sentiment, blank=True)
    areas = ArrayField(models.TextField(), default=list, help_text="empty: not about working life")
    skipped = models.CharField(max_length=10, choices=SkipReason, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint("item", "by", name="checkanswer_once"),
            models.CheckConstraint(condition=Q(sentiment="") ^ Q(skipped=""), name="checkanswer_label_or_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.sentiment or self.skipped}"


class GateBasis(models.TextChoices):
    """By what a trained model was judged."""

    CHECKS = "checks", _("盲检")
    FROZEN = "frozen", _("固定标注集")
    BACK = "back", _("改回随附的模型")


class ModelDecision(models.Model):
    """A trained model was let go live, or not; the last accepted one is the live one, if its file is there."""

    version = models.TextField()
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of its file; empty: the shipped model")
    basis = models.CharField(max_length=8, choices=GateBasis)
    accepted = models.BooleanField()
    figures = models.JSONField(default=dict, help_text="n, candidate, current, difference with interval: quality.gate")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.version} {'accepted' if self.accepted else 'refused'}"
