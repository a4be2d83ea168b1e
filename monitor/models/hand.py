"""Files of published items between their preview and their import: rows that are clean and masked, and nobody's name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandFileState(models.TextChoices):
    """How far a file is."""

    SHOWN = "shown", _("待确认")
    CONFIRMED = "confirmed", _("正在导入")
    DONE = "done", _("已导入")
    FAILED = "failed", _("未能导完")


class HandFile(models.Model):
    """One file; deleted hours after it was shown, a day after it was imported. `rows` are emptied as soon as they are in."""

    key = models.CharField(max_length=43, unique=True, help_text="unguessable part of its address")
    state = models.CharField(max_length=9, choices=HandFileState, default=HandFileState.SHOWN)
    rows = models.BinaryField(help_text="compressed, clean and masked: feeds.hand_files")
    total = models.PositiveIntegerField(help_text="rows that can be imported")
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="what became of the rows that are done")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="first-seen of all its items")
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="since the last batch that went well")

    class Meta:
        indexes = [
            # the claim of feeds.hand_files: what was confirmed, oldest first
            models.Index("confirmed_at", name="handfile_due", condition=models.Q(state="confirmed")),
        ]

    def __str__(self) -> str:
        return f"file {self.pk} {self.state} {self.done}/{self.total}"
