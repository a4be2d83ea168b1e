"""Topics: many items about one matter; their hourly counts; every change by hand or by machine as a row."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.team import User


class TopicState(models.TextChoices):
    """Life of a topic."""

    EMERGING = "emerging", _("初现")
    GROWING = "growing", _("升温")
    PEAK = "peak", _("高位")
    FADING = "fading", _("回落")
    ENDED = "ended", _("平息")
    REVIVED = "revived", _("再起")


class Topic(models.Model):
    """One matter. Counts are over its whole life; the union's own publications belong to it but count in nothing."""

    title = models.TextField(help_text="most central headline, without a personal name")
    terms = ArrayField(models.TextField(), default=list)
    summary = models.JSONField(
        default=list, help_text="[{text, item, source}] most central sentences; goes with retention"
    )
    state = models.CharField(max_length=10, choices=TopicState, default=TopicState.EMERGING)
    heat = models.FloatField(default=0)
    heat_parts = models.JSONField(default=dict, help_text="volume, speed, spread, negativity, computed_at")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    n_items = models.IntegerField(default=0)
    n_originals = models.IntegerField(default=0)
    n_focus = models.IntegerField(default=0, help_text="originals in focus")
    n_neg = models.IntegerField(default=0, help_text="originals")
    n_neu = models.IntegerField(default=0)
    n_pos = models.IntegerField(default=0)
    sources = ArrayField(models.BigIntegerField(), default=list, help_text="distinct sources, reposts included")
    areas = models.JSONField(default=dict, help_text="{area: originals}")
    units = ArrayField(models.IntegerField(), default=list)
    place = models.CharField(max_length=4, default="", blank=True, help_text="of most originals that have one")
    places = models.JSONField(default=dict, help_text="{place: originals}")
    grave = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    in_focus = models.BooleanField(default=False)
    muted = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)
    watched = models.BooleanField(default=False)
    renamed = models.BooleanField(default=False, help_text="title set by a person: the machine leaves it")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged_from")
    vector = models.BinaryField(default=b"", help_text="the topics writer's stored state of this topic")
    needs_decision = models.BooleanField(default=False, help_text="changed since alerts were last decided")
    decided_at = models.DateTimeField(null=True, help_text="when alerts were last decided because it changed")
    reload = models.BooleanField(
        default=False, help_text="changed by hand: the topics writer reads it anew before it places another item"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-heat", "-id")
        indexes = [
            # queries.topics: the desk's list, in focus and everything; what is watched; what is muted
            models.Index(
                fields=("-pinned", "-heat", "-id"),
                name="topic_desk",
                condition=Q(in_focus=True, merged_into=None, muted=False),
            ),
            models.Index(
                fields=("-pinned", "-heat", "-id"), name="topic_by_heat", condition=Q(merged_into=None, muted=False)
            ),
            models.Index(fields=("-heat", "-id"), name="topic_watched", condition=Q(watched=True, merged_into=None)),
            models.Index(fields=("-last_at", "-id"), name="topic_muted", condition=Q(muted=True, merged_into=None)),
            # topics.assign: warm start, and refresh of active topics
            models.Index("last_at", name="topic_recent", condition=Q(merged_into=None)),
            # queries.topics.topics_newest: the API's list by first item
            models.Index(fields=("-first_at", "-id"), name="topic_newest", condition=Q(merged_into=None)),
            # topics.take_up: what was changed by hand
            models.Index("id", name="topic_reload", condition=Q(reload=True)),
            # alerts.raise_: what changed
            models.Index("id", name="topic_to_decide", condition=Q(needs_decision=True)),
        ]

    def __str__(self) -> str:
        return f"topic {self.pk}"


class TopicHour(models.Model):
    """Counts of a topic per hour (UTC); originals by sentiment, all items, distinct sources come from items."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    n_items = models.IntegerField(default=0)
    n_originals = models.IntegerField(default=0)
    n_neg = models.IntegerField(default=0, help_text="originals")
    n_pos = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("topic", "hour", name="topichour_key")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.hour:%F %H}"


class TopicChange(models.Model):
    """A merge, split, rename, mute, pin: from, to, reason, who, when. `by` null: the machine.

    `before` and `after` hold ids, counts and topic titles, and what taking it back needs; never a text of an item.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"

    def trim(self) -> None:
        """Past the retention: titles go, and the lists of items, so that it cannot be taken back; topics and counts stay."""
        self.before = {key: n for key, n in self.before.items() if isinstance(n, int)}
        parts = [{"topic": part["topic"]} for part in self.after.get("parts", ())]
        self.after = {"trimmed": True, **({"parts": parts} if parts else {})}
