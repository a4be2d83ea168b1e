"""Forecasts as they were made: numbers only. Past ones stay a while, so that a page can say what was foretold and what came."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from monitor.models.topic import Topic


class ForecastStep(models.TextChoices):
    """What is foretold; the values are the names of monitor.topics.forecast_step.STEPS."""

    HOUR = "hour"
    DAY = "day"
    NEXT = "next"


class Forecast(models.Model):
    """Originals in focus of one topic, one area, or (topic null, area '') all, in the steps from `starts_at` on.

    `hour`: 24 hours; `day`: 7 Shanghai days from today on; `next`: the next 24 hours in one number. `method` '': history is too short,
    `known` of `least` steps.
    """

    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=16, default="", blank=True)
    step = models.CharField(max_length=4, choices=ForecastStep)
    starts_at = models.DateTimeField(help_text="start of the first step, UTC")
    made_at = models.DateTimeField()
    method = models.CharField(
        max_length=16, blank=True, help_text="monitor.topics.forecast: METHODS, or middle, or alike"
    )
    points = ArrayField(models.IntegerField(), default=list)
    lower = ArrayField(models.IntegerField(), default=list, help_text="end of the 80 % band, within it")
    upper = ArrayField(models.IntegerField(), default=list)
    errors = models.JSONField(
        default=dict, help_text="{method: {mae, interval_score, coverage, n}} of the back-test, naive ones included"
    )
    tried_from = models.DateTimeField(
        null=True, help_text="first origin of the back-test, which ends at starts_at; null: tried on other topics"
    )
    origins = models.IntegerField(default=0, help_text="of the back-test")
    known = models.IntegerField(help_text="steps of history with data")
    least = models.IntegerField(help_text="steps of history that are needed")

    class Meta:
        ordering = ("-starts_at", "id")
        constraints = [
            # queries.forecast reads the newest of a subject by it
            models.UniqueConstraint(
                fields=("topic", "area", "step", "starts_at"), name="forecast_key", nulls_distinct=False
            )
        ]
        indexes = [models.Index("starts_at", name="forecast_time")]  # pruning, and the quality page

    def __str__(self) -> str:
        return f"{self.topic_id or self.area or 'all'} {self.step} {self.starts_at:%F %H}"
