"""What the system notes of its own troubles: entries that it cannot read, stages that lag."""

from __future__ import annotations

from django.db import models

from monitor.models.source import Source

POISON_TRIES = 3


class PoisonedEntry(models.Model):
    """An entry whose analysis raised; set aside after POISON_TRIES. Known by a digest: no word of it is kept."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="poisoned")
    digest = models.BinaryField(max_length=16, help_text="of the words of the entry (feeds.parsed: content_digest)")
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=60, help_text="name of the error")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("source", "digest", name="poisonedentry_once")]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.reason}, {self.tries} times"


class LagNotice(models.Model):
    """Admins were told that a stage lags; gone when they were told that it caught up."""

    stage = models.CharField(max_length=20, primary_key=True)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stage} since {self.told_at:%F %T}"
